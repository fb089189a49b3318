#!/usr/bin/env python3
"""site_check.py SITE reads every file of an emitted site as a stranger would and prints what is wrong with it; exits 1 then.

It knows nothing of the renderer: only HTML, XML, JSON, CSV, URLs, and what the site promises (relative URLs
that work from file://, no inline style or script, both languages, a manifest that covers every file).
"""

import csv
import hashlib
import html.parser
import json
import os
import sys
import urllib.parse
import xml.etree.ElementTree

# Servers show it at whatever address was asked for: it brings its style along, and its links start at the host's root.
NOT_FOUND = "404.html"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
URLS = {"href", "src", "poster", "data", "action", "formaction"}


class Page(html.parser.HTMLParser):
    """One page: its links, ids, and what is wrong with it by itself."""

    def __init__(self, name):
        super().__init__(convert_charrefs=True)
        self.name, self.open, self.ids, self.links, self.problems = name, [], {}, [], []
        self.h1 = self.titles = self.mains = 0
        self.lang, self.level, self.text, self.alternates = None, 0, {}, {}

    def say(self, problem):
        self.problems.append(f"{self.name}:{self.getpos()[0]}: {problem}")

    def handle_starttag(self, tag, attributes, closed=False):
        fields = dict(attributes)
        if len(fields) != len(attributes):
            self.say(f"<{tag}> has an attribute twice")
        if tag == "html":
            self.lang = fields.get("lang")
        in_svg = "svg" in self.open or tag == "svg"
        if tag == "h1":
            self.h1 += 1
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            level = int(tag[1])
            if level > self.level + 1:
                self.say(f"<{tag}> follows a heading of level {self.level}")
            self.level = level
        self.titles += tag == "title" and not in_svg
        self.mains += tag == "main"
        if fields.get("id") is not None:
            if fields["id"] in self.ids:
                self.say(f"id {fields['id']!r} is there twice")
            self.ids[fields["id"]] = tag
        for key, value in fields.items():
            if key == "style" or key.startswith("on"):
                self.say(f"<{tag}> has {key}=, which the content security policy forbids")
            if key in URLS and value is not None:
                self.links.append((self.getpos()[0], tag, value))
        if tag == "img" and "alt" not in fields:
            self.say("<img> without alt")
        if tag == "script" and self.name != NOT_FOUND and "src" not in fields and fields.get("type") not in ("application/ld+json", "application/json"):
            self.say("a script in the page itself")
        if tag == "style" and self.name != NOT_FOUND:
            self.say("a style sheet in the page itself")
        if tag in ("link", "a") and "alternate" in fields.get("rel", "").split() and "hreflang" in fields:
            self.alternates[fields["hreflang"]] = fields.get("href")
        if tag not in VOID and not closed:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if tag not in VOID and "svg" not in self.open and "math" not in self.open and tag != "svg":
            self.say(f"<{tag}/> closes nothing in HTML")
        self.handle_starttag(tag, attributes, closed=True)

    def handle_endtag(self, tag):
        if tag in VOID:
            self.say(f"</{tag}> of an element that has no end")
        elif not self.open or self.open[-1] != tag:
            self.say(f"</{tag}> where {('</' + self.open[-1] + '>') if self.open else 'nothing'} was due")
            if tag in self.open:
                while self.open.pop() != tag:
                    pass
        else:
            self.open.pop()

    def handle_data(self, data):
        # A heading may hold its words in <code>; a drawing's <title> is not the page's.
        for tag in {"h1", "title"} & set(self.open) if "svg" not in self.open else ():
            self.text[tag] = self.text.get(tag, "") + data
        if "�" in data:
            self.say("a replacement character in the text")
        if "{{" in data and not {"code", "pre"} & set(self.open):
            self.say("a template's marker was left in the text")

    def finish(self):
        self.close()
        if self.open:
            self.problems.append(f"{self.name}: never closed: {', '.join(self.open)}")
        for what, count in (("h1", self.h1), ("title", self.titles), ("main", self.mains)):
            if count != 1:
                self.problems.append(f"{self.name}: {count} of <{what}>, not one")
        for what in ("h1", "title"):
            if not self.text.get(what, "").strip() and self.h1:
                self.problems.append(f"{self.name}: its <{what}> says nothing")
        folder = self.name.split("/")[0]
        wanted = {"en": "en", "zh": "zh-Hans"}.get(folder)
        if wanted is not None and self.lang != wanted:
            self.problems.append(f"{self.name}: lang is {self.lang!r}, not {wanted!r}")


def check_links(pages, files):
    for page in pages.values():
        for line, tag, url in page.links:
            place = f"{page.name}:{line}"
            parts = urllib.parse.urlsplit(url)
            if parts.scheme or url.startswith("//"):
                if tag not in ("a", "link") or parts.scheme not in ("https", "http", "mailto"):
                    yield f"{place}: <{tag}> refers to {url}"
                elif tag == "link":
                    yield f"{place}: <link> to another origin: {url}"
                continue
            if page.name == NOT_FOUND and parts.path.startswith("/"):
                steps = parts.path.split("/")
                if not any("/".join(steps[i:]) in files for i in range(1, len(steps))):
                    yield f"{place}: {url} is not there"
                continue
            if parts.path.startswith("/"):
                yield f"{place}: {url} begins with /: it works at the root of a server only"
                continue
            target = page.name
            if parts.path:
                joined = os.path.normpath(os.path.join(os.path.dirname(page.name), urllib.parse.unquote(parts.path)))
                if joined.startswith(".."):
                    yield f"{place}: {url} leaves the site"
                    continue
                if joined not in files:
                    hint = " (a folder: file:// shows no index)" if joined + "/index.html" in files or joined == "." else ""
                    yield f"{place}: {url} is not there{hint}"
                    continue
                target = joined
            if parts.fragment and target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].ids:
                yield f"{place}: {url}: no such anchor"


def check_data(site, name, data):
    try:
        if name.endswith((".svg", ".xml", ".rss", ".atom")):
            if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
                yield f"{name}: declares a document type"
            xml.etree.ElementTree.fromstring(data)
        elif name.endswith(".json"):
            json.loads(data.decode())
        elif name.endswith(".csv"):
            rows = list(csv.reader(data.decode().splitlines(), strict=True))
            if not rows or any(len(row) != len(rows[0]) for row in rows):
                yield f"{name}: rows of different lengths, or none"
    except (xml.etree.ElementTree.ParseError, ValueError, csv.Error) as error:
        yield f"{name}: {error}"


def check_manifest(files):
    manifest = files.get("manifest.sha256")
    if manifest is None:
        yield "manifest.sha256 is not there"
        return
    listed = {}
    for line in manifest.decode().splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    for name in sorted(set(files) - {"manifest.sha256"} | set(listed)):
        if name not in listed:
            yield f"manifest.sha256 lacks {name}"
        elif name not in files:
            yield f"manifest.sha256 lists {name}, which is not there"
        elif hashlib.sha256(files[name]).hexdigest() != listed[name]:
            yield f"{name}: not the bytes that manifest.sha256 names"


def main():
    if len(sys.argv) != 2:
        print("usage: site_check.py SITE", file=sys.stderr)
        return 2
    site, files, pages, problems = sys.argv[1], {}, {}, []
    for folder, _, names in os.walk(site):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, site).replace(os.sep, "/")] = file.read()
    if "index.html" not in files:
        print(f"site_check: {site} holds no index.html", file=sys.stderr)
        return 2
    for name in sorted(files):
        if name.endswith(".html"):
            page = pages[name] = Page(name)
            page.feed(files[name].decode())
            page.finish()
            problems += page.problems
            if not files[name].lower().startswith(b"<!doctype html>"):
                problems.append(f"{name}: does not begin with <!doctype html>")
            twin = name.replace("en/", "zh/", 1) if name.startswith("en/") else name.replace("zh/", "en/", 1)
            if name.startswith(("en/", "zh/")) and twin not in files:
                problems.append(f"{name}: has no twin {twin}")
        problems += check_data(site, name, files[name])
    problems += check_links(pages, files)
    problems += check_manifest(files)
    print("\n".join(problems[:200]) + ("\n" if problems else "") +
          f"site_check: {len(files)} files, {len(pages)} pages, {sum(len(p.links) for p in pages.values())} links, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
