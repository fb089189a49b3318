#!/usr/bin/env python3
"""budgets.py SITE holds the pages of a site against their budgets of compressed bytes: what a browser fetches to show one (the page,
its style sheets, scripts and pictures; a page's downloads are not fetched), by gzip at its usual level."""

import gzip
import html.parser
import os
import pathlib
import re
import sys

KILO = 1000
ARTICLE, RELEASE, HOME, CSS, JS = 60 * KILO, 90 * KILO, 120 * KILO, 14 * KILO, 10 * KILO
CHART = 4096  # each drawing, as a file and in a page


class Needs(html.parser.HTMLParser):
    """What a page makes a browser load at once."""

    def __init__(self):
        super().__init__()
        self.urls = []

    def handle_starttag(self, tag, attributes):
        fields = dict(attributes)
        if tag == "link" and fields.get("rel") == "stylesheet":
            self.urls.append(fields["href"])
        elif tag in ("script", "img") and fields.get("src"):
            self.urls.append(fields["src"])


def weigh(path):
    data = path.read_bytes()
    return len(data) if path.suffix in (".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2") else len(gzip.compress(data, 6, mtime=0))


def budget_of(name):
    parts = name.split("/")[1:]
    if parts == ["index.html"]:
        return HOME
    if len(parts) == 3 and parts[0] == "releases":
        return RELEASE
    return ARTICLE


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    weights, over, heaviest, count = {}, [], {}, 0
    charts = 0
    most = {".css": (0, "none"), ".js": (0, "none")}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if not name.startswith(("en/", "zh/")):
            continue
        needs = Needs()
        needs.feed(path.read_text())
        files = {path} | {pathlib.Path(os.path.normpath(path.parent / url.partition("?")[0])) for url in needs.urls}
        total = 0
        for file in files:
            if file not in weights:
                weights[file] = weigh(file)
            total += weights[file]
        for kind, heavy in most.items():
            own = sum(weights[file] for file in files if file.suffix == kind)
            if own > heavy[0]:
                most[kind] = (own, name)
        for drawing in re.findall(r'<svg class="chart [^>]*>.*?</svg>', path.read_text(), re.DOTALL):
            charts += 1
            size = len(gzip.compress(drawing.encode(), 6, mtime=0))
            if size > CHART:
                over.append(f"{name}: a chart of {size:,} bytes compressed, its budget is {CHART:,}")
        count += 1
        budget = budget_of(name)
        if total > budget:
            over.append(f"{name}: {total:,} bytes compressed, its budget is {budget:,}")
        if total > heaviest.get(budget, (0, ""))[0]:
            heaviest[budget] = (total, name)
    for path in sorted((site / "data/charts").glob("*.svg")):
        charts += 1
        if weigh(path) > CHART:
            over.append(f"{path.relative_to(site)}: {weigh(path):,} bytes compressed, the budget of a chart is {CHART:,}")
    print(f"budgets: {charts} charts, as files and in pages")
    for kind, budget in ((".css", CSS), (".js", JS)):
        total, name = most[kind]
        if total > budget:
            over.append(f"{name}: {total:,} bytes of {kind} compressed, the budget of a page is {budget:,}")
        print(f"budgets: {kind}: at most {total:,} of {budget:,} bytes in a page, {name}")
    for budget, (total, name) in sorted(heaviest.items()):
        print(f"budgets: the heaviest of those that may have {budget:,} bytes: {total:,}, {name}")
    print("\n".join(over[:50]) + ("\n" if over else "") + f"budgets: {count} pages, {len(over)} over their budget")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
