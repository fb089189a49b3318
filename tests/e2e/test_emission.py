#!/usr/bin/env python3
"""The files of a site: written once and only when they change, the same in every place, compressed beside themselves, with feeds that
readers of feeds read. On samples of real kernels."""

import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as etree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hosts
import web
from harness import Scratch, SOURCE, check, equal, files_below, finish, must, need_sample

BASE = "https://example.org/f/"
ATOM = "{http://www.w3.org/2005/Atom}"
TEMPLATES = SOURCE / "site-templates"


def render(store, out, content, base=BASE, jobs=2):
    must("render", "--store", store, "--out", out, "--content", content, "--templates", TEMPLATES, "--base-url", base, "--jobs", jobs)


def files_of(site):
    return {name: pathlib.Path(path) for name, path in files_below(site).items()}


def stamps(site):
    """Every file with what a write would change."""
    return {name: (s.st_mtime_ns, s.st_ino) for name, p in files_of(site).items() for s in [p.stat()]}


def check_twins(site):
    files = files_of(site)
    packed = [name for name in files if name.endswith(".gz")]
    wrong = [name for name in packed if gzip.decompress(files[name].read_bytes()) != files[name[:-3]].read_bytes()]
    equal(f"{len(packed)} .gz are their files", wrong, [])
    stamped = [name for name in packed if files[name].read_bytes()[4:8] != b"\0\0\0\0" or files[name].read_bytes()[3] != 0]
    equal("no time and no name in them", stamped, [])
    script = """const fs = require("fs"), zlib = require("zlib"); let wrong = [];
        for (const f of JSON.parse(fs.readFileSync(0))) if (!zlib.brotliDecompressSync(fs.readFileSync(f)).equals(fs.readFileSync(f.slice(0, -3)))) wrong.push(f);
        console.log(JSON.stringify(wrong));"""
    brotli = [str(p) for name, p in files.items() if name.endswith(".br")]
    done = subprocess.run(["node", "-e", script], input=json.dumps(brotli), capture_output=True, text=True, check=True)
    equal(f"{len(brotli)} .br are their files", json.loads(done.stdout), [])
    bare = [n for n, p in files.items() if n.endswith(".html") and p.stat().st_size > 2000 and (n + ".gz" not in files or n + ".br" not in files)]
    equal("every page has both", bare, [])


def changed(before, after):
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def check_writing(store, site, scratch):
    first = stamps(site)
    render(store, site, SOURCE / "content")
    equal("rendering an unchanged site touches no file", changed(first, stamps(site)), set())
    render(store, scratch / "again", SOURCE / "content", jobs=1)
    equal("one thread writes the same bytes", (scratch / "again/manifest.sha256").read_bytes(), (site / "manifest.sha256").read_bytes())

    content = scratch / "content"
    shutil.copytree(SOURCE / "content", content)
    text = content / "pages/methodology/en.md"
    text.write_text(text.read_text() + "\nOne more paragraph about quuxometry.\n")
    render(store, site, content)
    touched = changed(first, stamps(site))
    # Its translation is behind now, and says so.
    own = {n for n in touched if n.startswith(("assets/search/", "manifest.sha256")) or n.split("/")[1] in ("methodology", "translations", "search")}
    equal("after an edited paragraph its page, what tells of its translation and the index are written, and nothing else", sorted(touched - own), [])
    check(f"the page among them ({len(touched)} of {len(first)} files)", "en/methodology/index.html" in touched and len(touched) < len(first) / 20)


def check_places(site, scratch):
    place = scratch / "web"
    (place / "a/b").mkdir(parents=True)
    (place / "a/b/c").symlink_to(site)

    def from_disk(url):
        file = pathlib.Path(url.removeprefix("file://"))
        kind = "text/html" if file.suffix == ".html" else "other"
        return (200, kind, file.read_bytes()) if file.is_file() else (404, kind, b"")

    seen, broken = hosts.crawl(from_disk, f"file://{site}/index.html")
    equal(f"file://: nothing is broken in {len(seen)} files", broken[:10], [])
    reached = {url.removeprefix(f"file://{site}/") for url in seen}
    pages = {n for n, p in files_of(site).items() if n.endswith(".html") and not hosts.redirected(p.read_bytes())}
    equal("and every page can be reached from the first", sorted(pages - reached), ["404.html"])
    for root, path in ((site, "/"), (place, "/a/b/c/")):
        with hosts.python(root) as port:
            def read(url):
                status, headers, body = web.get(port, url)
                return status, headers.get("Content-Type", ""), body

            found, broken = hosts.crawl(read, path)
            equal(f"http.server at {path}: nothing is broken", broken[:10], [])
            equal(f"http.server at {path}: the same files as on disk", len(found), len(seen))


def ask(port, path, encoding):
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": encoding} if encoding else {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def check_host(name, port, site, brotli=False):
    """What readers and their caches get of a server that is set up as infra/web says."""
    page = (site / "en/index.html").read_bytes()
    for path in ("/en/index.html", "/en/"):
        equal(f"{name}: {path} plain", ask(port, path, "")[2], page)
        status, headers, body = ask(port, path, "gzip")
        equal(f"{name}: {path} by gzip", (status, headers.get("Content-Encoding"), headers.get("Content-Type", "").replace(" ", "").lower()),
              (200, "gzip", "text/html;charset=utf-8"))
        equal(f"{name}: {path} is the twin that lies there", body, (site / "en/index.html.gz").read_bytes())
        check(f"{name}: caches are told that it varies", "accept-encoding" in headers.get("Vary", "").lower())
        if brotli:
            status, headers, body = ask(port, path, "gzip, br")
            equal(f"{name}: {path} by brotli", (status, headers.get("Content-Encoding"), body == (site / "en/index.html.br").read_bytes()), (200, "br", True))
    equal(f"{name}: a page is asked for again", ask(port, "/en/index.html", "gzip")[1].get("Cache-Control"), "no-cache")
    asset = next(n for n in files_of(site) if re.fullmatch(r"assets/site\.[0-9a-f]{12}\.css", n))
    script = next(n for n in files_of(site) if re.fullmatch(r"assets/search\.[0-9a-f]{12}\.js", n))
    for path, kind in ((asset, "text/css"), (script, "text/javascript")):
        status, headers, _ = ask(port, "/" + path, "gzip")
        check(f"{name}: {path.split('.')[-1]} is kept for ever", status == 200 and "immutable" in headers.get("Cache-Control", ""), str(headers))
        check(f"{name}: it is {kind}", headers.get("Content-Type", "").startswith(kind), headers.get("Content-Type"))
    for ending, kind in (("rss", "application/rss+xml"), ("atom", "application/atom+xml"), ("json", "application/feed+json")):
        status, headers, body = ask(port, f"/feeds/all.en.{ending}", "gzip")
        check(f"{name}: {ending} is {kind}", status == 200 and headers.get("Content-Type", "").startswith(kind), headers.get("Content-Type"))
        check(f"{name}: {ending} whole", gzip.decompress(body) == (site / f"feeds/all.en.{ending}").read_bytes())
    status, headers, body = ask(port, "/en/no/such/page.html", "")
    equal(f"{name}: what isn't there", (status, body == (site / "404.html").read_bytes()), (404, True))
    # The page must work at whatever address it is shown: it loads nothing, and its links lead into the site from there.
    deep = "/f/en/a/b/c/no-such-page"
    status, headers, body = ask(port, deep, "")
    links = re.findall(r'<a [^>]*href="([^"]*)"', body.decode())
    loaded = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]*)"', body.decode())
    equal(f"{name}: deep down as well, and it loads nothing", (status, loaded), (404, []))
    reached = [urllib.parse.urljoin(BASE.rstrip("/").removesuffix("/f") + deep, link) for link in links]
    equal(f"{name}: its links lead to the front pages from there", reached, [BASE + "en/index.html", BASE + "zh/index.html"])
    equal(f"{name}: types are not guessed", ask(port, "/en/index.html", "")[1].get("X-Content-Type-Options"), "nosniff")


def check_hosts(site, scratch):
    root = scratch / "served/current"
    root.parent.mkdir()
    root.symlink_to(site)
    with web.nginx(scratch / "nginx", SOURCE / "infra/web/nginx.conf", root) as port:
        check_host("nginx", port, site)
    if web.have("apache2") and pathlib.Path("/etc/mime.types").exists():
        with hosts.apache(scratch / "apache", SOURCE / "infra/web/apache.conf", root) as port:
            check_host("Apache httpd", port, site, brotli=True)
    else:
        print("      Apache httpd is not there: `make check-site` installs it and runs this again")
    if web.have("caddy"):
        with hosts.caddy(scratch / "caddy", SOURCE / "infra/web/Caddyfile", root) as port:
            check_host("Caddy", port, site, brotli=True)
    else:
        print("      Caddy is not there: `make check-site` installs it and runs this again")


def parsed(path):
    script = ("import feedparser, json, sys; f = feedparser.parse(sys.stdin.buffer.read()); "
              "print(json.dumps([bool(f.bozo), [[e.id, e.link, e.get('title', ''), e.get('summary', ''), e.content[0].value if 'content' in e else ''] for e in f.entries]]))")
    done = subprocess.run(["/usr/bin/python3", "-c", script], input=path.read_bytes(), capture_output=True, check=True)
    return json.loads(done.stdout)


def check_feeds(site):
    for section in ("all", "releases", "articles", "commentary"):
        ids = {}
        for lang in ("en", "zh", "both"):
            base = site / f"feeds/{section}.{lang}"
            atom = etree.fromstring(base.with_suffix(f".{lang}.atom").read_bytes())
            entries = [(e.find(ATOM + "id").text, e.find(ATOM + "link").get("href"), e.find(ATOM + "title").text) for e in atom.iter(ATOM + "entry")]
            feed = json.loads(base.with_suffix(f".{lang}.json").read_text())
            rss = etree.fromstring(base.with_suffix(f".{lang}.rss").read_bytes())
            equal(f"{section}.{lang}: three formats, the same entries", [[i["id"] for i in feed["items"]], [i.findtext("guid") for i in rss.iter("item")]],
                  [[e[0] for e in entries]] * 2)
            ids[lang] = [e[0] for e in entries]
            check(f"{section}.{lang}: ids are tag URIs, each once", len(set(ids[lang])) == len(ids[lang]) and all(i.startswith("tag:ferrotype,2026:") for i in ids[lang]))
            equal(f"{section}.{lang}: JSON Feed names itself", (feed["version"], feed["feed_url"]), ("https://jsonfeed.org/version/1.1", f"{BASE}feeds/{section}.{lang}.json"))
            rels = {link.get("rel") for link in atom.findall(ATOM + "link")}
            twins = {link.get("hreflang") for link in atom.findall(ATOM + "link") if link.get("hreflang")}
            check(f"{section}.{lang}: self and twins", "self" in rels and twins == {"en", "zh-Hans"} - {"en": {"en"}, "zh": {"zh-Hans"}}.get(lang, set()), f"{rels} {twins}")
            if section == "all":
                for kind in ("rss", "atom"):
                    bozo, seen = parsed(base.with_suffix(f".{lang}.{kind}"))
                    equal(f"{section}.{lang}.{kind}: feedparser reads it", (bozo, [e[:2] for e in seen]), (False, [list(e[:2]) for e in entries]))
                    check(f"{section}.{lang}.{kind}: whole texts, no relative address", all(e[4] for e in seen) and not any(re.search(r'(?:href|src)="(?!https?:|mailto:)', e[4]) for e in seen))
                bodies = "".join(i["content_html"] for i in feed["items"])
                check(f"{section}.{lang}: charts are pictures with words, nothing runs", "<img src=" in bodies and not re.search(r"<(script|style|svg)|<img(?![^>]*alt=\"[^\"])", bodies))
        check(f"{section}: both is all of the two", sorted(ids["en"] + ids["zh"]) == sorted(ids["both"]) or len(ids["both"]) == 50)
    newest = etree.fromstring((site / "feeds/all.both.atom").read_bytes())
    archive = [link.get("href") for link in newest.findall(ATOM + "link") if link.get("rel") == "prev-archive"]
    everything, url = {e.find(ATOM + "id").text for e in newest.iter(ATOM + "entry")}, archive[0] if archive else None
    while url:
        document = etree.fromstring((site / url.removeprefix(BASE)).read_bytes())
        everything |= {e.find(ATOM + "id").text for e in document.iter(ATOM + "entry")}
        check("an archive says that it is one, and where what is new is", document.find("{http://purl.org/syndication/history/1.0}archive") is not None
              and any(link.get("rel") == "current" for link in document.findall(ATOM + "link")))
        url = next((link.get("href") for link in document.findall(ATOM + "link") if link.get("rel") == "prev-archive"), None)
    known = {e["id"] for e in json.loads((site / "feeds/entries.json").read_text())["entries"]}
    equal("what is new and the archives hold every entry", everything, known)


def check_moving(store, site, scratch):
    render(store, scratch / "moved", SOURCE / "content", base="https://elsewhere.example/")
    old, new = (sorted(i["id"] for i in json.loads((s / "feeds/all.both.json").read_text())["items"]) for s in (site, scratch / "moved"))
    equal("another address leaves ids as they are", new, old)
    pages = [n for n in files_of(site) if n.endswith(".html") and (site / n).read_bytes() != (scratch / "moved" / n).read_bytes()]
    equal("and no page but 404.html knows it", sorted(set(pages) - {"404.html"}), [])


def check_robots(site):
    sitemap = etree.fromstring((site / "sitemap.xml").read_bytes())
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = {u.findtext(space + "loc"): {link.get("hreflang"): link.get("href") for link in u.findall("{http://www.w3.org/1999/xhtml}link")} for u in sitemap}
    check("the sitemap has alternates for all", all(set(links) == {"en", "zh-Hans", "x-default"} for links in urls.values()))
    twins = [u for u, links in urls.items() if u != BASE + "index.html" and (u not in links.values() or urls.get(links["en"]) != urls.get(links["zh-Hans"]))]
    equal("and they are each other's", twins, [])
    hidden = {BASE + n for n, p in files_of(site).items() if n.endswith(".html") and b'content="noindex"' in p.read_bytes()}
    equal("none of them asks to be left out", sorted(hidden & set(urls)), [])
    check("robots.txt names it", f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text())


def check_introduced(site):
    brought = {"drivers/qt2025": "linux-6-12", "modules/kernel/net/phy": "linux-6-8"}
    for lang, words in (("en", "by its sources, not measured"), ("zh", "据其来源，并非实测")):
        for place, event in brought.items():
            page = (site / lang / place / "index.html").read_text()
            check(f"{lang}/{place}: what an event says of its release stands beside what was measured",
                  re.search(rf'6\.1\.192</a>.*/{lang}/events/{event}/index\.html".*{words}', page) is not None)


def check_commentary(site):
    about = {lang: re.search(r"^release: *(\S+)", path.read_text(), re.M).group(1)
             for path in (SOURCE / "content/commentary").glob("*/en.md") for lang in [path.parent.name]}
    pages = {p.parent.name: p.read_text() for p in (site / "en/releases").glob("*/index.html")}
    wrong = [(slug, page) for slug, release in about.items() for page, html in pages.items()
             if f"commentary/{slug}/" in html and not page.startswith(release.removesuffix("-debian"))]
    check(f"commentary on {set(about.values())} stands on no other release's page ({len(pages)} of them)", about and pages and not wrong, str(wrong))


with Scratch() as scratch:
    store, site = scratch / "store", scratch / "site"
    must("analyze", f"{need_sample()}@v6.*", "--store", store)
    render(store, site, SOURCE / "content")
    check_twins(site)
    check_feeds(site)
    check_robots(site)
    check_commentary(site)
    check_introduced(site)
    check_places(site, scratch)
    check_hosts(site, scratch)
    check_moving(store, site, scratch)
    check_writing(store, site, scratch)
finish()
