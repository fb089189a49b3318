#!/usr/bin/env python3
"""site_browser.py SITE opens every page of a site in real Chromium, over http and from file://: nothing may be said on the console
(a broken link to a style or picture, a breach of the content security policy), and each page must show its heading.

Over http the site stands below a sub path, as it may anywhere.
"""

import functools
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr", "--v=0", "--dump-dom")


class Quiet(http.server.SimpleHTTPRequestHandler):
    missing = []

    def log_message(self, *_):
        pass

    def send_error(self, code, message=None, explain=None):
        if not self.path.endswith("/favicon.ico"):
            Quiet.missing.append(f"{code} {self.path}")
        try:
            super().send_error(code, message, explain)
        except ConnectionError:
            pass  # a browser that is done with a page hangs up


def look(browser, url):
    """What the console said of a page, and whether its heading is there."""
    with tempfile.TemporaryDirectory(prefix="ferrotype-browser-") as profile:
        done = subprocess.run((browser, *FLAGS, f"--user-data-dir={profile}", url), capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, check=False)
    said = [line for line in done.stderr.splitlines() if "CONSOLE" in line and "favicon.ico" not in line]
    if not re.search(r"<h1[^>]*>\s*\S", done.stdout):
        said.append("no heading is shown")
    return url, said


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        print("site_browser: SKIPPED: no Chromium on this machine")
        return 0
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    if len(pages) < 10:
        print(f"site_browser: {site} holds {len(pages)} pages; that is no site")
        return 1
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(f"{root}/some/where")
        os.symlink(site, f"{root}/some/where/else")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=root))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/some/where/else/"
        urls = [base + page for page in pages] + [f"file://{site}/{page}" for page in pages]
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
            troubles = [(url, said) for url, said in pool.map(lambda url: look(browser, url), urls) if said]
        server.shutdown()
    for url, said in troubles:
        for line in said:
            print(f"{url}: {line}")
    for line in sorted(set(Quiet.missing)):
        print(f"http: {line}")
    print(f"site_browser: {len(pages)} pages over http and from file://: {len(troubles)} with something to say, {len(set(Quiet.missing))} not found")
    return 1 if troubles or Quiet.missing else 0


if __name__ == "__main__":
    sys.exit(main())
