#!/usr/bin/env python3
"""Publishing: editions, the ledger and the change report, on samples of real kernels, read by a real feed parser."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import Scratch, SOURCE, bytes_of, check, equal, files_below, finish, git, must, need_sample, run, small_content

sample = need_sample()
# Two releases, of the smaller ones: some thirty editions are made of them.
tags = git(sample, "tag", "--list", "v6.*").decode().split()
old_tags = tags[:1]
BASE = "https://example.org/f/"


def stamps(folder):
    """Every file and folder with what a write would change."""
    return {str(p): (s.st_mtime_ns, s.st_ctime_ns, s.st_ino, s.st_size) for p in [folder, *folder.rglob("*")] for s in [p.lstat()]}


def broken(edition):
    """Files of an edition that its manifest doesn't tell, or tells otherwise."""
    listed = {line[66:]: line[:64] for line in (edition / "manifest.sha256").read_text().splitlines()}
    there = {name: hashlib.sha256(bytes_of(path)).hexdigest() for name, path in files_below(edition).items()}
    there.pop("manifest.sha256")
    return sorted(set(listed.items()) ^ set(there.items()))


def urls_of(site):
    """What an edition promises: all but what pages load and the compressed twins of files."""
    edition = site.resolve()
    return {url for url in files_below(edition) if not url.startswith("assets/") and not url.endswith((".gz", ".br"))}


def redirect_of(page):
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.read_text())
    return found and found.group(1)


def dead(site, urls):
    """URLs that lead to no page in the end."""
    gone = []
    for url in urls:
        page, steps = site / url, 0
        while page.exists() and page.suffix == ".html" and (to := redirect_of(page)) and steps < 5:
            page, steps = page.parent / to, steps + 1
        if not page.exists() or steps == 5:
            gone.append(url)
    return gone


def entries(site, feed):
    """What a feed reader sees: by feedparser, of Debian's python3."""
    script = ("import feedparser, json, sys; f = feedparser.parse(sys.stdin.buffer.read()); "
              "print(json.dumps([f.bozo, [[e.id, e.link, e.get('published', '')] for e in f.entries]]))")
    done = subprocess.run(["/usr/bin/python3", "-c", script], input=(site / "feeds" / feed).read_bytes(), capture_output=True, check=True)
    bozo, found = json.loads(done.stdout)
    check(f"{feed} is well-formed to feedparser", not bozo)
    return found


parser = subprocess.run(["/usr/bin/python3", "-c", "import feedparser"], capture_output=True, check=False).returncode == 0
if not parser:
    print("SKIP  feedparser is not there (infra/deps test)")
    sys.exit(77)

with Scratch() as scratch:
    few, all_ = scratch / "few", scratch / "all"
    for tag in old_tags:
        must("analyze", f"{sample}@{tag}", "--store", few)
    must("analyze", *(f"{sample}@{tag}" for tag in tags), "--store", all_)
    content = small_content(scratch / "content")
    old = content / "articles/old-name"
    old.mkdir(parents=True)
    for lang, title in (("en", "An essay"), ("zh", "一篇文章")):
        (old / f"{lang}.md").write_text(f"---\ntitle: {title}\nsummary: {title}\ndate: 2026-11-01\nauthor: A. Writer\nkeywords: [rust]\n---\n\nText.\n\n![A cover](cover.png)\n\n```{{assert}} rust.share < 1\nRust is little.\n```\n")
    (old / "cover.png").write_bytes(b"\x89PNG a picture")
    to, hook = scratch / "srv", scratch / "hook.txt"
    config = scratch / "ferrotype.toml"

    def settings(store=all_, base=BASE, more=""):
        config.write_text(f'store = "{store}"\ncontent = "{content}"\ntemplates = "{SOURCE}/site-templates"\nto = "{to}"\nbase-url = "{base}"\n{more}')

    def publish(*arguments, **options):
        return run("publish", *arguments, cwd=scratch, env={"SOURCE_DATE_EPOCH": "1795236000"}, **options)

    def published(what, words="published", code=0, *arguments):
        done = publish(*arguments)
        check(what, done.returncode == code and words in done.stderr, f"exit {done.returncode}: {done.stderr}")

    site = to / "current"
    settings(store=few)
    published("the first edition is published")
    urls = urls_of(site)
    before = stamps(to)
    published("publishing what is there says so", "no file touched")
    equal("and touches no file", stamps(to), before)
    for what, options in (("8 threads", {"arguments": ("--jobs", "8")}), ("another zone and locale", {"env": {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"}})):
        elsewhere = scratch / what
        must("publish", "--to", elsewhere, *options.get("arguments", ()), cwd=scratch, env=options.get("env"))
        equal(f"{what}, elsewhere, at another time: the same edition", os.readlink(elsewhere / "current"), os.readlink(site))
    equal("the manifest tells every file", broken(site.resolve()), [])
    record = json.loads((site / "build.json").read_text())
    equal("the record names the releases", [r["name"] for r in record["releases"]], old_tags)
    equal("the id is the record's hash", site.resolve().name, hashlib.sha256((site / "build.json").read_bytes()).hexdigest()[:16])
    seen = {feed: entries(site, feed) for feed in ("all.en.rss", "all.zh.atom")}

    settings(more=f'hook = "cat > {hook}"\n')
    published("new releases are published")
    report = hook.read_text()
    check("the hook hears of each new release", all(f"New release {t}" in report for t in set(tags) - set(old_tags)), report)
    check("with numbers", "rust.authored.lines.code: " in report and "(was " in report, report)
    check("of sentences that fell", "Sentences that no longer hold" in report and "content/articles/old-name/en.md" in report and "rust.share < 1" in report, report)
    check("and of feeds and pages", f"{BASE}en/releases/{tags[-1]}/index.html" in report, report)
    page = (site / "zh/changes/index.html").read_text()
    check("the report is a page too", all(t in page for t in set(tags) - set(old_tags)) and (site / "changes.txt").read_text() == report)
    for feed, known in seen.items():
        now = entries(site, feed)
        equal(f"{feed}: entries of before are as they were", [e for e in now if e in known], known)
        equal(f"{feed}: each new release is announced once", len(now) - len(known), len(set(tags) - set(old_tags)))
    equal("no URL is dead", dead(site, urls), [])

    # A renamed article
    urls |= urls_of(site)
    ids = {e[0] for e in entries(site, "all.en.atom")}
    before = os.readlink(site)
    (content / "articles/old-name").rename(content / "articles/new-name")
    published("a text that is gone without a word is refused", "formerly: [old-name]", 3)
    equal("and the site is what it was", os.readlink(site), before)
    for lang in ("en", "zh"):
        text = content / f"articles/new-name/{lang}.md"
        text.write_text(text.read_text().replace("keywords:", "formerly: [old-name]\nkeywords:"))
    published("a renamed article is published")
    equal("its old address leads to the new one", redirect_of(site / "en/articles/old-name/index.html"), "../../../en/articles/new-name/index.html")
    renamed = {e[0]: e[1] for e in entries(site, "all.en.atom")}
    equal("no feed announces it again", set(renamed), ids)
    equal("its entry leads to the new address", [u for u in renamed.values() if "name" in u], [f"{BASE}en/articles/new-name/index.html"])
    equal("no URL is dead, its picture's neither", dead(site, urls), [])
    check("the sitemap names no redirect", "old-name" not in (site / "sitemap.xml").read_text())

    # Another picture
    def picture():
        found = re.search(r'src="\.\./\.\./\.\./(assets/cover\.[0-9a-f]{12}\.png)"', (site / "en/articles/new-name/index.html").read_text())
        return found and found.group(1)

    first = picture()
    check("a picture's name tells its bytes", first and hashlib.sha256((site / first).read_bytes()).hexdigest()[:12] in first, str(first))
    check("feeds name it by the same address", f"{BASE}{first}" in (site / "feeds/articles.en.json").read_text())
    urls |= urls_of(site) | {first}
    (content / "articles/new-name/cover.png").write_bytes(b"\x89PNG another picture")
    published("a text with another picture is published")
    check("it is under another name", picture() not in (None, first) and (site / picture()).read_bytes() == b"\x89PNG another picture", str(picture()))
    check("the one before stays for those who read its feed entry", (site / first).read_bytes() == b"\x89PNG a picture")
    equal("no feed announces the text again", {e[0] for e in entries(site, "all.en.atom")}, ids)

    # A removed release, a removed article, another address
    settings(store=few)
    published("a removed release is published")
    equal("its page leads to the list", redirect_of(site / f"zh/releases/{tags[-1]}/index.html"), "../../../zh/releases/index.html")
    check("its data stay as they were", json.loads((site / f"data/releases/{tags[-1]}.json").read_text())["name"] == tags[-1])
    equal("no URL is dead", dead(site, urls), [])
    settings()
    published("a release that comes back is published")
    check("its page is a page again", redirect_of(site / f"zh/releases/{tags[-1]}/index.html") is None)
    equal("no feed announces it again", {e[0] for e in entries(site, "all.en.atom")}, ids)
    shutil.rmtree(content / "articles/new-name")
    published("an article that is taken down is refused", "retired", 3)
    settings(more='retired = ["articles/new-name", "articles/old-name"]\n')
    published("but for one that the settings name")
    equal("no URL is dead", dead(site, urls), [])
    settings(base="https://elsewhere.example/", more='retired = ["articles/new-name", "articles/old-name"]\n')
    published("another address is published")
    moved = entries(site, "all.en.atom")
    check("every id is known, every link is new", {e[0] for e in moved} < ids and all(e[1].startswith("https://elsewhere.example/") for e in moved))
    settings(base="", more='retired = ["articles/new-name", "articles/old-name"]\n')
    published("no address is refused", "base-url", 3)

    # A lost ledger, a damaged one
    settings(base="https://elsewhere.example/", more='retired = ["articles/new-name", "articles/old-name"]\n')
    urls_before = {line for line in (to / "ledger.jsonl").read_text().splitlines() if '"url"' in line}
    before = os.readlink(site)
    (to / "ledger.jsonl").rename(scratch / "kept")
    published("with a lost ledger the same is nothing new", "no file touched")
    equal("and the site is what it was", os.readlink(site), before)
    settings(store=few, base="https://elsewhere.example/", more='retired = ["articles/new-name", "articles/old-name"]\n')
    published("a lost ledger is made again")
    again = {json.loads(line)["url"] for line in (to / "ledger.jsonl").read_text().splitlines() if '"url"' in line}
    equal("from the editions, to the last URL", {json.loads(line)["url"] for line in urls_before} - again, set())
    equal("no URL is dead", dead(site, urls), [])
    damaged = (to / "ledger.jsonl").read_text().replace("en/index.html", "en/andex.html")
    (to / "ledger.jsonl").write_text(damaged)
    published("a damaged ledger refuses", "the ledger is damaged", 3)
    (to / "ledger.jsonl").unlink()

    # Back and forward; of one release, as nothing here is about many
    (content / "articles/fresh").mkdir()
    (content / "articles/fresh/en.md").write_text("---\ntitle: Fresh\nsummary: Fresh\ndate: 2026-11-02\nauthor: A. Writer\nkeywords: [rust]\n---\n\nText.\n")
    settings(store=few, more='retired = ["articles/new-name", "articles/old-name"]\n')
    before = os.readlink(site)
    published("an edition to go back from")
    after = os.readlink(site)
    begin = time.monotonic()
    done = run("rollback", "--to", to)
    took = time.monotonic() - begin
    equal("rollback serves the edition before", (done.returncode, os.readlink(site)), (0, before))
    check("within a second", took < 1, f"{took:.2f} s")
    published("what was rolled back is not published again by itself", "was rolled back")
    equal("it stays", os.readlink(site), before)
    equal("forward again", (run("rollback", "--to", to, "--forward").returncode, os.readlink(site)), (0, after))
    check("further forward there is none", run("rollback", "--to", to, "--forward").returncode == 3)
    equal("to any by its id", (run("rollback", "--to", to, "--edition", os.path.basename(before)[:9]).returncode, os.readlink(site)), (0, before))
    (content / "articles/fresh/en.md").write_text((content / "articles/fresh/en.md").read_text() + "More.\n")
    published("something new is published after a rollback")
    published("few editions stay", "no file touched")
    check("as many as settings say", len(list((to / "editions").iterdir())) <= 5, str(list((to / "editions").iterdir())))

    # Refusals, and hooks
    unfinished = scratch / "unfinished"
    shutil.copytree(all_, unfinished)
    with sqlite3.connect(unfinished / "ferrotype.db") as db:
        db.execute("UPDATE releases SET state = 0 WHERE name = ?", (tags[0],))
    before = stamps(to)
    published("a release that is not complete is refused by name", tags[0], 3, "--store", unfinished)
    mine = scratch / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    published("a folder of somebody else's is refused", "holds no editions", 3, "--to", mine)
    equal("and left as it is", [p.name for p in mine.iterdir()], ["letter.txt"])
    equal("nothing was touched", stamps(to), before)
    (content / "articles/fresh/en.md").write_text("---\ntitle: Fresh\nsummary: Fresh\ndate: 2026-11-02\nauthor: A. Writer\nkeywords: [rust]\n---\n\n{metric}`rust.locs`\n")
    before = os.readlink(site)
    published("content with a mistake is refused", "rust.locs", 3)
    equal("and the site is what it was", os.readlink(site), before)
    (content / "articles/fresh/en.md").write_text("---\ntitle: Fresh\nsummary: Fresh\ndate: 2026-11-02\nauthor: A. Writer\nkeywords: [rust]\n---\n\nEnd.\n")
    settings(store=few, more=f'retired = ["articles/new-name", "articles/old-name"]\nhook = "exit 3"\n')
    published("a hook that fails is told, and the edition is published", "ended with 3", 1)
    settings(store=few, more=f'retired = ["articles/new-name", "articles/old-name"]\nhook = "cat > {hook}"\n')
    hook.unlink()
    published("the next publication asks it again", "no file touched")
    check("and it gets the report", hook.exists() and "articles/fresh" in hook.read_text())

finish()
