"""Web servers as infra/web sets them up, on loopback, over a folder; and a reader that follows every link."""

import contextlib
import functools
import html.parser
import http.server
import pathlib
import re
import shutil
import subprocess
import threading
import urllib.parse

import web


@contextlib.contextmanager
def python(root):
    """What `python3 -m http.server` is."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *arguments, **options):
            super().__init__(*arguments, directory=str(root), **options)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def apache(folder, snippet, root):
    folder = pathlib.Path(folder)
    folder.mkdir()
    port = web.free_port()
    modules = next(p for p in ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules") if pathlib.Path(p).is_dir())
    load = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in
                   ("mpm_event", "mime", "dir", "headers", "rewrite", "deflate", "filter", "authz_core", "env"))
    site = pathlib.Path(snippet).read_text().replace("*:80", f"127.0.0.1:{port}").replace("/srv/ferrotype/current", str(root)).replace("/srv/ferrotype", str(root.parent))
    (folder / "httpd.conf").write_text(
        f"ServerRoot {folder}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\nServerName localhost\nListen 127.0.0.1:{port}\n{load}TypesConfig /etc/mime.types\n{site}\n")
    process = subprocess.Popen([shutil.which("apache2") or "/usr/sbin/apache2", "-X", "-f", str(folder / "httpd.conf")],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with web.stopped_after(process):
        web.wait_for(port)
        yield port


@contextlib.contextmanager
def caddy(folder, snippet, root):
    folder = pathlib.Path(folder)
    folder.mkdir()
    port = web.free_port()
    site = pathlib.Path(snippet).read_text().replace(":80 {", f"http://127.0.0.1:{port} {{").replace("/srv/ferrotype/current", str(root))
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + site)
    process = subprocess.Popen(["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(folder)})
    with web.stopped_after(process):
        web.wait_for(port)
        yield port


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.urls = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src", "data-shards", "data-index") and value is not None:
                self.urls.append(value)
            elif name == "srcset" and value:
                self.urls += [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]


@functools.lru_cache(maxsize=None)
def links_of(page):
    """The addresses that a page of these bytes names, each once: the same page comes from several servers."""
    links = Links()
    links.feed(page.decode())
    return tuple(dict.fromkeys(links.urls))


def crawl(read, start):
    """Follows every link from `start`. `read(url)` gives (status, type, bytes). Returns (urls read, what is broken)."""
    todo, seen, broken = [start], {start}, []
    while todo:
        url = todo.pop()
        status, kind, body = read(url)
        if status != 200:
            broken.append(f"{url}: {status}")
            continue
        if not kind.startswith("text/html"):
            continue
        for link in links_of(body):
            parts = urllib.parse.urlsplit(link)
            if parts.scheme in ("http", "https", "mailto") or not parts.path or link.endswith("/"):
                continue
            target = urllib.parse.urljoin(url, parts.path)
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen, broken


def redirected(page):
    """Where a page that only leads on leads."""
    found = re.search(rb'http-equiv="refresh" content="0; url=([^"]+)"', page)
    return found and found.group(1).decode()
