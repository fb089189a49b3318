#!/usr/bin/env python3
"""feeds.py SITE reads every feed of a site as a strict subscriber would, and knows nothing of the renderer.

Atom and RSS stand before jing with the grammars beside this file (ours, after RFC 4287, RFC 5005 and RSS 2.0: the RFC's own comes
without a package). What a grammar can't say are the rules of the W3C's feed validator, written down again: dates whose day of the
week is right, ids and links once each, `self` that is the file's own address, titles without markup, HTML that is whole, with
absolute addresses, and without anything that runs or is styled. JSON Feed 1.1 has no grammar; its rules stand here too.
"""

import datetime
import email.utils
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as etree

HERE = pathlib.Path(__file__).resolve().parent
ATOM, CONTENT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/rss/1.0/modules/content/}"
VOID = {"br", "hr", "img", "wbr", "input", "col", "area"}
RUNS = {"script", "style", "object", "embed", "iframe", "form", "svg", "link", "meta", "base"}


class Content(html.parser.HTMLParser):
    """HTML within a feed."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attributes):
        if tag in RUNS:
            self.wrong.append(f"<{tag}>")
        for name, value in attributes:
            if name == "style" or name.startswith("on"):
                self.wrong.append(f"{name}= on <{tag}>")
            if name in ("href", "src", "cite") and not re.match(r"(?:https?|mailto):", value or ""):
                self.wrong.append(f"{name}={value!r} is not absolute")
        if tag == "img" and not dict(attributes).get("alt"):
            self.wrong.append("<img> without words")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> where {self.open[-1:] or 'nothing'} is open")
        else:
            self.open.pop()


def trouble_of(markup):
    if not markup or not markup.strip():
        return ["no content"]
    content = Content()
    content.feed(markup)
    content.close()
    return content.wrong + [f"<{tag}> is never closed" for tag in content.open]


def day_is_wrong(text):
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return True
    return moment.strftime("%a") != text[:3]


def once(what, values):
    return [f"{what} {value!r} stands twice" for value in sorted({v for v in values if values.count(v) > 1})]


def is_title(text):
    return bool(text and text.strip()) and not re.search(r"</?[a-z]+[ >/]|&[a-z]+;", text)


def atom(root):
    yield from once("id", [e.findtext(f"{ATOM}id") for e in root.iter(f"{ATOM}entry")])
    for holder in (root, *root.iter(f"{ATOM}entry")):
        links = [(k.get("rel"), k.get("type"), k.get("hreflang")) for k in holder.findall(f"{ATOM}link")]
        yield from once("a link of rel, type and language", [k for k in links if k[0] == "alternate"])
        if not is_title(holder.findtext(f"{ATOM}title")):
            yield f"title {holder.findtext(f'{ATOM}title')!r}"
    newest = max((e.findtext(f"{ATOM}updated") for e in root.iter(f"{ATOM}entry")), default="")
    if newest > root.findtext(f"{ATOM}updated"):
        yield f"updated {root.findtext(f'{ATOM}updated')} is before an entry's"
    for entry in root.iter(f"{ATOM}entry"):
        name = entry.findtext(f"{ATOM}id")
        if (entry.findtext(f"{ATOM}published") or "") > entry.findtext(f"{ATOM}updated"):
            yield f"{name}: published after it was updated"
        if not any(k.get("rel") == "alternate" for k in entry.findall(f"{ATOM}link")):
            yield f"{name}: leads nowhere"
        yield from (f"{name}: {wrong}" for wrong in trouble_of(entry.findtext(f"{ATOM}content")))


def rss(root):
    items = list(root.iter("item"))
    yield from once("guid", [item.findtext("guid") for item in items])
    for moment in [m.text for m in root.iter("pubDate")] + [m.text for m in root.iter("lastBuildDate")]:
        if day_is_wrong(moment):
            yield f"{moment!r} is no date, or another day of the week"
    for item in items:
        name = item.findtext("guid")
        if not is_title(item.findtext("title")):
            yield f"{name}: title {item.findtext('title')!r}"
        yield from (f"{name}: {wrong}" for wrong in trouble_of(item.findtext(f"{CONTENT}encoded")))


def json_feed(feed):
    if feed.get("version") != "https://jsonfeed.org/version/1.1" or not feed.get("title"):
        yield "no version or no title"
    for key in ("home_page_url", "feed_url"):
        if not str(feed.get(key, "")).startswith(("http://", "https://")):
            yield f"{key} is {feed.get(key)!r}"
    yield from once("id", [item.get("id") for item in feed.get("items", [])])
    for item in feed.get("items", []):
        name = item.get("id")
        if not isinstance(name, str) or not str(item.get("url", "")).startswith(("http://", "https://")):
            yield f"{name}: no id or no url"
        for key in ("date_published", "date_modified"):
            try:
                datetime.datetime.fromisoformat(item.get(key, item["date_published"]).replace("Z", "+00:00"))
            except (KeyError, ValueError):
                yield f"{name}: {key} is {item.get(key)!r}"
        if "author" in item or any("name" not in a for a in item.get("authors", [{"name": ""}])):
            yield f"{name}: authors of version 1.0, or without names"
        if not is_title(item.get("title")):
            yield f"{name}: title {item.get('title')!r}"
        yield from (f"{name}: {wrong}" for wrong in trouble_of(item.get("content_html")))


def by_grammar(site, names):
    if not shutil.which("jing"):
        yield "jing is not here: the grammars were not asked"
        return
    for kind in ("atom", "rss"):
        files = [str(site / name) for name in names if name.endswith("." + kind)]
        done = subprocess.run(["jing", "-c", str(HERE / f"{kind}.rnc"), *files], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            yield from (line.replace(f"{site}/", "") for line in (done.stdout + done.stderr).splitlines()[:40])


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    names = sorted(p.relative_to(site).as_posix() for p in (site / "feeds").glob("*") if p.suffix in (".atom", ".rss", ".json"))
    names = [name for name in names if name != "feeds/entries.json"]
    if len(names) < 36:  # four sections, three languages, three formats
        print(f"feeds: {len(names)} feeds; with an address of its own a site has 36 at least")
        return 1
    told, entries = list(by_grammar(site, names)), 0
    for name in names:
        data = (site / name).read_bytes()
        if name.endswith(".json"):
            feed = json.loads(data)
            own, found, count = feed.get("feed_url", ""), json_feed(feed), len(feed.get("items", []))
        else:
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                told.append(f"{name}: declares a document type")
                continue
            root = etree.fromstring(data)
            links = root.iter(f"{ATOM}link")
            own = next((link.get("href") for link in links if link.get("rel") == "self"), "")
            found, count = (atom(root), len(list(root.iter(f"{ATOM}entry")))) if name.endswith(".atom") else (rss(root), len(list(root.iter("item"))))
        entries += count
        if count > 50 and "archive" not in name:
            told.append(f"{name}: {count} entries")
        if not own.endswith("/" + name):
            told.append(f"{name}: says that it is {own!r}")
        told += [f"{name}: {wrong}" for wrong in found]
    print("\n".join(told[:60]) + ("\n" if told else "") + f"feeds: {len(names)} feeds, {entries} entries, {len(told)} findings")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
