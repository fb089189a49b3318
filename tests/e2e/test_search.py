#!/usr/bin/env python3
"""Search as readers meet it: the site's own scripts, as shipped, over the index of a site of real kernels."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import BUILD, SOURCE, check, equal, finish, sample_site

SUPPORT = SOURCE / "tests/support"
MOST_BYTES = 40_000


def node(*arguments, text):
    done = subprocess.run(["node", *map(str, arguments)], input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"FAIL  node {arguments}\n{done.stderr}")
        sys.exit(1)
    return json.loads(done.stdout)


def questions():
    """(question, page) of the fixture."""
    for line in (SOURCE / "tests/e2e/search_questions.txt").read_text().splitlines():
        if line and not line.startswith("# ") and line != "#":
            question, _, page = line.partition(" | ")
            yield question, page


def answers(page, url):
    return url.endswith("#s-" + page[1:]) if page.startswith("#") else url == page + "/index.html"


def ask(site):
    """Every question on the page of each language."""
    asked = list(questions())
    check("a hundred questions and more", len(asked) >= 100)
    for lang in ("en", "zh"):
        found = node(SUPPORT / "search_questions.js", site, lang, text=json.dumps([question for question, _ in asked]))
        missed = [(q, page, f["urls"][:4]) for (q, page), f in zip(asked, found) if not any(answers(page, url) for url in f["urls"])]
        share = 100 * (len(asked) - len(missed)) / len(asked)
        first = sum(1 for (_, page), f in zip(asked, found) if f["urls"] and answers(page, f["urls"][0]))
        check(f"{lang}: the page is among the first ten for 98 of 100 ({share:.1f} %, the very first for {first} of {len(asked)})", share >= 98,
              "\n      ".join(map(str, missed)))
        heaviest = max(found, key=lambda f: f["bytes"])
        check(f"{lang}: a query loads at most 40 kB ({heaviest['question']!r}: {heaviest['bytes']:,} and {heaviest['page']:,} once)",
              heaviest["bytes"] + heaviest["page"] <= MOST_BYTES)


def hostile():
    """Texts that lexers, and those who write them, trip over."""
    texts = [q for q, _ in questions()]
    texts += ["", " ", "_", "__", "a", "A_b__C", "v", "v7", "v7.", "v7.2.", "7.2.13-rc1", "::", "a::", "::a", "a:::b", "a::b::", "a/b//c", "./x/../y", "-a-",
              "kernel::net::phy::Device", "PCIDevice", "HTTPServerV2", "ArcBorrow<'_, T>", "fn f() -> Result<Self>", "x.rs", "r570.144.rs", "1.5.0", "1..2",
              "<script>alert(1)</script>", "</script><!--", "\u2028\u2029", "\u202eabc\u202c", "a\u200bb", "\x00\x01\x7f", "\ufeffBOM", "é ü ß ø Đ Å İ ı ſ", "ﬁ ﬂ ½ ² ①",
              "ＦＵＬＬ　ｗｉｄｔｈ：：ｎａｍｅ", "自", "自旋", "自旋锁spinlock自旋锁", "々〇", "㐀㐁", "𠀀𠀁𠀂", "豈更", "かな がな ｶﾞ", "한국어", "Ελληνικά", "Кириллица", "עברית", "हिन्दी",
              "😀 a😀b", "\ud7ff\ue000", "\ufffd", "x" * 200, "自" * 200, "и" * 200, "queries classes status bus drivers ies ss", "the of a in AND The", "don't l'été",
              "a.b-c/d::e_f.G", "__init_once", "_", "9_9", "CONFIG_64BIT", "s390", "x86_64", "i2c", "\t\n\r mixed \u00a0 spaces \u3000"]
    state = 12345
    letters = "aZ_09.:/-  \n<&\"'\\\u00e9\u0130\u0301\u3042\u4e2d\u6587\u3007\u2f00\uf900\uff21\uff1a\U00020000\u2028\u200d\u1100\u0410"
    for _ in range(400):
        text = ""
        for _ in range(state % 23):
            state = (state * 1103515245 + 12345) % 2**31
            text += letters[(state >> 8) % len(letters)]
        state = (state * 1103515245 + 12345) % 2**31
        texts.append(text)
    for path in sorted(SOURCE.glob("content/**/*.md")):
        texts += path.read_text().splitlines()
    return texts


def same_tokens():
    texts = hostile()
    tool = BUILD / "tests/search_tokens"
    done = subprocess.run([tool], input=json.dumps(texts, ensure_ascii=False), capture_output=True, text=True, check=True)
    index, script = json.loads(done.stdout), node(SUPPORT / "search_questions.js", "--tokens", SOURCE / "site-templates/search.js", text=json.dumps(texts))
    differing = [(text, a, b) for text, a, b in zip(texts, index, script) if a != b]
    equal(f"the index and the script read {len(texts)} texts alike", differing[:5], [])
    by_text = dict(zip(texts, index))
    equal("names are read whole and in parts", by_text["kernel::net::phy::Device"], ["w:kernel::net::phy::device", "p:kernel", "p:net", "p:phy", "p:device"])
    equal("Han is read in pairs", by_text["自旋锁"], ["h:自旋", "h:旋锁"])


def ask_in_browser(site):
    """The page itself, from file://: what it shows after a question in its address."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("      no Chromium here: the search page was not opened in one (infra/deps site)")
        return
    for lang, question, page in (("en", "spinlock", "modules/kernel/sync/lock/spinlock"), ("zh", "自旋锁", "modules/kernel/sync/lock/spinlock"),
                                 ("zh", "genphy_soft_reset", "#genphy_soft_reset"), ("en", "驱动", "drivers")):
        with tempfile.TemporaryDirectory(prefix="ferrotype-browser-") as profile:
            done = subprocess.run((browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--virtual-time-budget=9000", "--enable-logging=stderr", "--v=0",
                                   f"--user-data-dir={profile}", "--dump-dom", (site / lang / "search/index.html").resolve().as_uri() + "#q=" + urllib.parse.quote(question)),
                                  capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, check=False)
        said = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        shown = re.search(r'<ol id="search-results"[^>]*>(.*?)</ol>', done.stdout, re.S)
        links = re.findall(r'href="([^"]+)"', shown.group(1)) if shown else []
        check(f"{lang}: {question!r} in Chromium, from file://", not said and any(answers(page, link.removeprefix(f"../../{lang}/")) for link in links), f"{said} {links}")
        status = re.search(r'<p id="search-status" role="status">([^<]*)', done.stdout)
        check("      it says how many there are", bool(status and re.search(r"\d", status.group(1))))


same_tokens()
if len(sys.argv) > 1:  # a site that is there: make check-site
    ask(pathlib.Path(sys.argv[1]))
    ask_in_browser(pathlib.Path(sys.argv[1]))
else:
    ask(sample_site())
finish()
