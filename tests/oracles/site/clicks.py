#!/usr/bin/env python3
"""clicks.py SITE walks the links from each language's front page: every page of the language is reached within three clicks, but the
further pages of a list that takes several, which are reached within one more."""

import collections
import html.parser
import pathlib
import re
import sys
import urllib.parse

MOST = 3


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.urls, self.refresh = [], False

    def handle_starttag(self, tag, attributes):
        fields = dict(attributes)
        if tag == "a" and fields.get("href"):
            self.urls.append(fields["href"])
        if tag == "meta" and fields.get("http-equiv") == "refresh":
            self.refresh = True


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    links, redirects = {}, set()
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        page = Links()
        page.feed(path.read_text())
        if page.refresh:
            redirects.add(name)
        links[name] = {(path.parent / urllib.parse.unquote(url.partition("#")[0])).resolve().relative_to(site).as_posix()
                       for url in page.urls if not re.match(r"[a-z]+:|#|/", url) and url.partition("#")[0]}
    far = []
    for lang in sorted({name.partition("/")[0] for name in links if "/" in name}):
        clicks, queue = {f"{lang}/index.html": 0}, collections.deque([f"{lang}/index.html"])
        while queue:
            name = queue.popleft()
            for target in sorted(links.get(name, ())):
                if target.startswith(lang + "/") and target.endswith(".html") and target not in clicks:
                    clicks[target] = clicks[name] + 1
                    queue.append(target)
        for name in sorted(links):
            if not name.startswith(lang + "/") or name in redirects:
                continue
            numbered = re.search(r"/\d+/index\.html$", name) is not None
            count = clicks.get(name)
            if count is None or count > MOST + numbered:
                far.append(f"{name}: " + ("no link leads there" if count is None else f"{count} clicks from the front page"))
        if lang == "en":
            print(f"clicks: pages by clicks: {sorted(collections.Counter(clicks.values()).items())}")
    print("\n".join(far[:60]) + ("\n" if far else "") + f"clicks: {len(links)} pages, {len(far)} too far")
    return 1 if far else 0


if __name__ == "__main__":
    sys.exit(main())
