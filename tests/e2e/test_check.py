#!/usr/bin/env python3
"""check, translated and new as editors use them: output, exit codes, forms."""

import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import SOURCE, Scratch, check, equal, finish, must, need_sample, run

sample = need_sample()

with Scratch() as scratch:
    store, content = scratch / "store", scratch / "content"
    # A small kernel with a few drivers: two dozen checks and renders of it follow.
    must("analyze", f"{sample}@v6.12.*", "--store", store)
    templates = SOURCE / "site-templates"
    common = ("--store", store, "--content", content, "--templates", templates)

    refused = run("check", *common)
    equal("content that is not there can't be read", refused.returncode, 3)
    content.mkdir()
    must("new", "article", "first", "--content", content, "--date", "2026-11-20")
    made = sorted(str(p.relative_to(content)) for p in content.rglob("*.md"))
    equal("new makes both languages", made, ["articles/first/en.md", "articles/first/zh.md"])
    equal("new leaves what is there alone", run("new", "article", "first", "--content", content).returncode, 3)
    wrong = run("new", "artcle", "x", "--content", content)
    check("an unknown kind suggests the nearest", wrong.returncode == 3 and "did you mean article?" in wrong.stderr, wrong.stderr)

    fresh = run("check", *common)
    equal("a new text is accepted as it is", (fresh.returncode, fresh.stdout), (0, ""))
    must("render", *common, "--out", scratch / "drafts")
    check("and is nobody's to read before its editor says so", not (scratch / "drafts/en/articles/first").exists())
    for text in content.glob("articles/first/*.md"):
        text.write_text(text.read_text().replace("draft: yes\n", ""))
    must("render", *common, "--out", scratch / "drafts")
    check("then it is there", (scratch / "drafts/zh/articles/first/index.html").exists())

    # --- A site that was rendered before
    site = scratch / "drafts"
    whole = run("check", *common, "--out", site)
    equal("--out: a site as it was left is whole", (whole.returncode, whole.stdout), (0, ""))
    (site / "en/glossary/index.html").unlink()
    page = site / "zh/articles/first/index.html"
    page.write_text(page.read_text().replace("</main>", '<a href="../nowhere/">x</a></main>'))
    broken = run("check", *common, "--out", site)
    told = broken.stdout.splitlines()
    check("--out: a file that is gone is told", broken.returncode == 1 and any(line.startswith(f"error: {site}/en/glossary/index.html: is not there") for line in told), broken.stdout[:500])
    check("--out: so is one that somebody changed", any(f"{page}: is another file" in line for line in told), broken.stdout[:500])
    check("--out: and where its link leads", any(line.startswith(f"error: {page}: ") and "nowhere" in line for line in told), broken.stdout[:500])
    equal("--out: a folder without a site is refused", run("check", *common, "--out", content).returncode, 3)

    # --- What an event brought is a driver or module of some measured release; of releases that aren't measured nobody knows
    event = content / "events/e/en.md"
    event.parent.mkdir(parents=True)
    event.write_text("---\ntitle: T\nsummary: S\ndate: 2025-11\nplace: P\nintroduces: [ax88796b_rust, ax88796b_rsut, kernel::of_another_time]\n---\nWords.\n")
    told = [line for line in run("check", *common).stdout.splitlines() if "F014" in line]
    check("a slip of the pen in `introduces` is told, and nothing else", len(told) == 1 and "events/e/en.md:6:13" in told[0] and "ax88796b_rsut" in told[0] and "did you mean \"ax88796b_rust\"" in told[0], str(told))
    event.unlink()

    chinese = content / "articles/first/zh.md"
    before = chinese.read_bytes()
    must("translated", chinese, "--content", content)
    equal("recording again changes no byte", chinese.read_bytes(), before)

    english = content / "articles/first/en.md"
    text = english.read_text()
    english.write_text(text.replace("The first paragraph.", "The *first*\nparagraph."))
    equal("formatting ages nothing", run("check", *common).returncode, 0)
    english.write_text(text.replace("Words.", "Other words."))
    aged = run("check", *common)
    check("words age their section", aged.returncode == 1 and 'the section "first"' in aged.stdout and "[T001]" in aged.stdout, aged.stdout)
    unknown = run("translated", chinese, "--section", "frist", "--content", content)
    check("an unknown section suggests the nearest", unknown.returncode == 3 and 'did you mean "first"?' in unknown.stderr, unknown.stderr)
    must("translated", chinese, "--section", "first", "--content", content)
    equal("the section alone is recorded", run("check", *common).returncode, 0)
    equal("the original can't be recorded as a translation of its translation", run("translated", english, "--content", content).returncode, 3)

    chinese.write_text(chinese.read_text() + "\n一二 {metrik}`files` 三\n")
    told = run("check", *common)
    equal("a mistake fails the check", told.returncode, 1)
    lines = told.stdout.splitlines()
    at = next((i for i, line in enumerate(lines) if "error[F010]" in line), 0)
    check("its place is the file's own", lines[at].startswith(f"{content}/articles/first/zh.md:"), lines[at])
    shown, caret = lines[at + 1], lines[at + 2]
    wide = lambda s: sum(2 if ord(c) > 0x2E7F else 1 for c in s)
    equal("the caret stands under the code span", wide(shown[:shown.index("`") + 1]), caret.index("^"))
    render = run("render", *common, "--out", scratch / "site")
    check("render refuses the same", render.returncode == 3 and "error[F010]" in render.stderr and not (scratch / "site").exists(), render.stderr)

    report = json.loads(run("check", *common, "--format", "json").stdout)
    equal("JSON tells the same", [d["code"] for d in report["diagnostics"]], re.findall(r"(?:error|warning|note)\[(\w+)\]", told.stdout))
    sarif = json.loads(run("check", *common, "--format", "sarif").stdout)
    results = sarif["runs"][0]["results"]
    equal("SARIF tells the same", [r["ruleId"] for r in results], [d["code"] for d in report["diagnostics"]])
    equal("SARIF is 2.1.0", sarif["version"], "2.1.0")
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    check("each rule index leads to its rule", all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results))

    (content / "pages/about").mkdir(parents=True)
    (content / "pages/about/en.md").write_text("---\ntitle: About\nsummary: About this.\n---\nA [link](https://example.org/).\n")
    narrow = run("check", content / "pages", *common)
    check("a path narrows what is told", narrow.returncode == 0 and "[F010]" not in narrow.stdout and "[T002]" in narrow.stdout, narrow.stdout)
    links = json.loads(run("check", "pages/about", *common, "--format", "json").stdout)["external_links"]
    equal("external links are listed", [link["url"] for link in links], ["https://example.org/"])
    nowhere = run("check", content / "page", *common)
    check("a path that is not there suggests the nearest", nowhere.returncode == 3 and "did you mean" in nowhere.stderr, nowhere.stderr)

    foreign = scratch / "Some Report.md"
    foreign.write_text("# A report\n\n- Author: A. Writer\n- Date: 3 March 2026\n\nWords of it, [with a link](https://example.org/?utm_source=x).\n\n![a box](box.png)\n")
    (scratch / "box.png").write_bytes(b"\x89PNG")
    taken = run("import", foreign, "--content", content)
    equal("import makes a bundle", taken.stdout.split(), [str(content / "articles/a-report/box.png"), str(content / "articles/a-report/en.md")])
    check("and says what it could not know", "summary: these are the first sentences" in taken.stderr and "draft" in taken.stderr, taken.stderr)
    again = run("import", foreign, "--content", content)
    check("what is there already is left alone", again.returncode == 3 and "is there already" in again.stderr, again.stderr)
    accepted = run("check", "articles/a-report", *common)
    check("check takes it", accepted.returncode == 0, accepted.stdout)
    both = run("import", foreign, "--split", "--lang", "en", "--content", content)
    equal("--split and --lang exclude each other", both.returncode, 2)

finish()
