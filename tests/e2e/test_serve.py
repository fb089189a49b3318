#!/usr/bin/env python3
"""serve as editors use it: a saved text is on its page and open pages are told; mistakes stand at their places; drafts are shown."""

import http.client
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import BUILD, PROGRAM, SOURCE, Scratch, check, equal, finish, must, need_sample

sample = need_sample()
HEAD = "---\ntitle: {}\nsummary: S.\ndate: 2026-11-20\nauthor: N.\nkeywords: [a]\n{}---\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path, host=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


class Events(threading.Thread):
    """What an open page hears."""

    def __init__(self, port, page, version, boot):
        super().__init__(daemon=True)
        self.heard, self.port, self.path = [], port, f"/_live/events?page={page}&since={version}&boot={boot}"
        self.start()

    def run(self):
        with socket.create_connection(("127.0.0.1", self.port)) as wire:
            wire.sendall(f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            data = b""
            while piece := wire.recv(4096):
                data += piece
                while b"data: " in data and b"\n\n" in (rest := data.split(b"data: ", 1)[1]):
                    event, data = rest.split(b"\n\n", 1)
                    self.heard.append(json.loads(event).get("html", ""))

    def wait(self, *words, most=60):
        """The page that was told and has all these words; None if none came."""
        end = time.monotonic() + most
        while time.monotonic() < end:
            for html in list(self.heard):
                if all(word in html for word in words):
                    return html
            time.sleep(0.002)
        return None


with Scratch() as scratch:
    store, content = scratch / "store", scratch / "content"
    must("analyze", f"{sample}@v6.12.*", "--store", store)
    (content / "articles/x").mkdir(parents=True)
    english, chinese = content / "articles/x/en.md", content / "articles/x/zh.md"
    english.write_text(HEAD.format("First words", "") + "One paragraph.\n\nAnother one.\n")
    chinese.write_text(HEAD.format("标题", "") + "一段。\n\n又一段。\n")
    port = free_port()
    server = subprocess.Popen([PROGRAM, "serve", "--port", str(port), "--store", store, "--content", content, "--templates", SOURCE / "site-templates"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        said = server.stderr.readline()
        check("it says where it is", f"http://127.0.0.1:{port}/" in said, said)
        status, page = get(port, "/en/articles/x/")
        check("it shows the text", status == 200 and "First words" in page and "One paragraph." in page)
        state = dict(re.findall(r'data-(page|version|boot)="([^"]*)"', page))
        equal("a page says which one it is", state["page"], "en/articles/x/index.html")
        check("its policy lets the live script work", "default-src 'self'" in page and get(port, "/_live/live.js")[0] == 200)
        equal("other hosts' names get nothing", get(port, "/en/", host="evil.example:80")[0], 403)

        page_hears = Events(port, "en/articles/x/index.html", state["version"], state["boot"])
        time.sleep(0.5)
        times = []
        for i in range(5):
            saved = time.monotonic()
            english.write_text(HEAD.format("First words", "") + f"Saved {i}, as {{metrik}}`files` here.\n\nAnother one with {{metric}}`rust.files`.\n")
            if not page_hears.wait(f"Saved {i},"):
                break
            times.append(time.monotonic() - saved)
            check(f"save {i} is on the page for who asks", f"Saved {i}," in get(port, "/en/articles/x/")[1])
            time.sleep(0.3)
        check("each save was told, with its page", len(times) == 5)
        check("its mistakes follow", page_hears.wait('class="live-note error"', "Saved") is not None)
        page = get(port, "/en/articles/x/")[1]
        print(f"      from save to the new page's last byte: {', '.join(f'{t * 1000:.0f} ms' for t in times)}")
        check("a mistake stands at its spot, in the page", 'class="diagnostic">[F010' in page)
        check("and with its place and code in the list", re.search(r'<li class="error"><code>8:\d+</code> <a href="/en/diagnostics/F010/">F010</a>', page) is not None)
        check("without a script: before its block", re.search(r'data-line="8"></i><span class="live-note error" role="note"><code>8:\d+</code>', page) is not None)
        check("blocks say their lines", re.search(r'data-line="8"', page) is not None and re.search(r'data-line="10"', page) is not None)

        tools = BUILD / "site-check"
        if shutil.which("chromium") and shutil.which("node") and (tools / ".stamp").exists():
            english.write_text(HEAD.format("First words", "") + "The last one.\n")
            check("its page is told", page_hears.wait("The last one.") is not None)
            mended = subprocess.run(["node", SOURCE / "tests/e2e/live_page.mjs", f"http://127.0.0.1:{port}/en/articles/x/", english, tools],
                                    capture_output=True, text=True, timeout=120)
            print(mended.stdout, end="")
            equal("an open page is mended where its text changed, and is what a new one is", mended.returncode, 0)
        else:
            print("      not run: an open page in Chromium (infra/deps site, infra/site-check/fetch)")

        english.write_text("---\ntitle: [\n---\n")
        check("front matter that can't be read is told", page_hears.wait("F003") is not None)
        status, page = get(port, "/en/articles/x/")
        check("the other language stands in for it, with the mistake beside", status == 200 and "F003" in page, page[:300])

        draft = content / "articles/y"
        draft.mkdir()
        (draft / "en.md").write_text(HEAD.format("A draft", "draft: yes\n") + "Soon.\n")
        end = time.monotonic() + 60
        while (answer := get(port, "/en/articles/y/"))[0] != 200 and time.monotonic() < end:
            time.sleep(0.05)
        check("a new text in a new folder is there, and a draft", answer[0] == 200 and "Draft" in answer[1])
        status, both = get(port, "/_live/both?page=articles/x/index.html")
        check("both languages side by side", 'src="/en/articles/x/index.html"' in both and 'src="/zh/articles/x/index.html"' in both)
        check("no parameter gets into the page", "<script" not in get(port, '/_live/both?page="><script>x</script>')[1])
        status, editor = get(port, "/_live/editor?lang=zh")
        check("a list of what needs an editor", "F003" in editor and "content/articles/y/en.md" in editor and "待编辑的事项" in editor)
        equal("what is not there is not there", get(port, "/en/nothing/")[0], 404)
    finally:
        server.send_signal(signal.SIGINT)
        code = server.wait(timeout=60)
    equal("Ctrl-C ends it", code, 0)

    english.write_text(HEAD.format("First words", "") + "One paragraph.\n\nAnother one.\n")
    must("render", "--store", store, "--content", content, "--templates", SOURCE / "site-templates", "--out", scratch / "site")
    check("an edition has no draft", not (scratch / "site/en/articles/y").exists())
    shown = (scratch / "site/en/articles/x/index.html").read_text()
    check("and no marks of editors", "data-line" not in shown and "_live" not in shown)

finish()
