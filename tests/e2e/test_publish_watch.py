#!/usr/bin/env python3
"""The story of a machine that publishes with nobody watching: git daemon gets tags, `watch` runs, nginx serves."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import web
from harness import PROGRAM, Scratch, SOURCE, check, equal, finish, git, need_sample, run, small_content

sample = need_sample()
# Two small kernels, each under other names as well: some twenty editions are made of them.
tags = git(sample, "tag", "--list", "v6.*").decode().split()[:2] + ["v6.13.1-debian"]
if not web.have("nginx", "git"):
    print("SKIP  nginx is not there (infra/deps test)")
    sys.exit(77)


def push(repository, tag, as_tag=None):
    """The tag arrives in the served repository, as a push would bring it."""
    measured = tags[0] if tag == tags[2] else tag
    git(repository, "fetch", "--quiet", "--no-tags", str(sample), f"refs/tags/{measured}:refs/tags/{as_tag or tag}")


def until(what, holds, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError):
            if holds():
                check(what, True)
                return True
        time.sleep(0.05)
    check(what, False, f"not within {seconds} s")
    return False


with Scratch() as scratch:
    served = scratch / "git/linux.git"
    subprocess.run(["git", "init", "-q", "--bare", served], check=True)
    to, store, hook = scratch / "srv", scratch / "store", scratch / "hook.txt"
    config = scratch / "ferrotype.toml"
    content = small_content(scratch / "content")
    for ending in ("png", "jpg", "jpeg", "webp", "avif", "gif"):
        (content / f"pages/about/drawn.{ending}").write_bytes(b"of " + ending.encode())

    def settings(sources, more="", tag_words="v*-debian"):
        config.write_text(f'store = "{store}"\ncontent = "{content}"\ntemplates = "{SOURCE}/site-templates"\nto = "{to}"\nbase-url = "https://example.org/"\n'
                          f'tags = "{tag_words}"\nsources = {json.dumps([str(s) for s in sources])}\nhook = "cat >> {hook}"\nkeep = 2\n{more}')

    def watch(*arguments):
        return run("watch", *arguments, cwd=scratch)

    def start():
        log = open(scratch / "watch.log", "ab")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FERROTYPE")}
        return subprocess.Popen([PROGRAM, "watch", "--every", "1s"], cwd=scratch, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def log():
        return (scratch / "watch.log").read_text()

    with web.git_daemon(scratch / "git") as git_port, web.nginx(scratch / "nginx", SOURCE / "infra/web/nginx.conf", to / "current") as port:
        url = f"git://127.0.0.1:{git_port}/linux.git"
        settings([url])
        push(served, tags[0])
        with web.stopped_after(start()) as watcher:
            until("the first release is on the site", lambda: web.get(port, f"/en/releases/{tags[0]}/")[0] == 200)
            other = watch("--once")
            check("a second watcher is told of the first, exit 4", other.returncode == 4 and "another ferrotype watches" in other.stderr, other.stderr)
            for tag in tags[1:3]:
                push(served, tag)
                until(f"{tag} is on the site", lambda: web.get(port, f"/zh/releases/{tag}/index.html")[0] == 200)
                until("  in the feeds", lambda: f"releases/{tag}".encode() in web.get(port, "/feeds/releases.en.atom")[2])
                until("  in the change report", lambda: f"New release {tag}" in web.get(port, "/changes.txt")[2].decode())
                until("  and the hook has heard of it", lambda: f"New release {tag}" in hook.read_text())
            watcher.send_signal(signal.SIGTERM)
            equal("SIGTERM ends it, 0", watcher.wait(20), 0)
        mirror = next((store / "watch").glob("*.git"))
        equal("the mirror has what was fetched", git(mirror, "tag", "--list").decode().split(), tags[:3])
        status, headers, _ = web.get(port, "/en/nothing/")
        equal("what isn't there is 404 in words", (status, headers["Content-Type"]), (404, "text/html; charset=utf-8"))
        equal("feeds have their type", web.get(port, "/feeds/all.en.atom")[1]["Content-Type"], "application/atom+xml; charset=utf-8")
        pictures = {p.suffix: web.get(port, f"/assets/{p.name}")[1] for p in (to / "current/assets").glob("drawn.*")}
        check(f"pictures of {len(pictures)} kinds have their type, and may be kept for ever",
              len(pictures) == 6 and all(h["Content-Type"].startswith("image/") and "immutable" in h["Cache-Control"] for h in pictures.values()),
              str({s: (h["Content-Type"], h["Cache-Control"]) for s, h in pictures.items()}))
        equal("folders lead to their page", web.get(port, "/en/releases")[1]["Location"], "/en/releases/")

        # Nothing new, moved, vanished
        before = os.readlink(to / "current")
        done = watch("--once")
        equal("nothing new: nothing said, nothing done", (done.returncode, done.stderr, os.readlink(to / "current")), (0, "", before))
        git(served, "tag", "-f", tags[0], f"{tags[1]}^{{commit}}")
        git(served, "tag", "-d", tags[2])
        done = watch("--once")
        check("a tag that moved is reported, 1", done.returncode == 1 and f"tag {tags[0]} moved from" in done.stderr, done.stderr)
        check("so is one that vanished", f"tag {tags[2]} has vanished" in done.stderr, done.stderr)
        check("the hook hears of both", "moved from" in hook.read_text() and "has vanished" in hook.read_text())
        equal("nothing was measured again", os.readlink(to / "current"), before)
        equal("and the release is on the site", web.get(port, f"/en/releases/{tags[2]}/")[0], 200)
        done = watch("--once")
        equal("it is said once", (done.returncode, done.stderr), (0, ""))

        # A state that is lost or broken
        (store / "watch/state.json").write_text("{")
        done = watch("--once")
        check("a broken state is begun anew, and what is wrong is found again", "begun anew" in done.stderr and "moved from" in done.stderr, done.stderr)

        # Killed at any moment, it goes on
        shutil.rmtree(store)
        git(served, "tag", "-f", tags[0], git(sample, "rev-parse", tags[0]).decode().strip())
        for tag in tags[:2]:
            push(served, tag)
        for k in range(5):
            with web.stopped_after(start()) as watcher:
                time.sleep(0.08 + 0.12 * k)
                watcher.kill()
        done = watch("--once")
        check("killed five times, the sixth finishes", done.returncode == 0, done.stderr)
        equal("every release is on the site", [web.get(port, f"/en/releases/{t}/")[0] for t in tags[:2]], [200] * 2)
        check("half a pack of a killed one is gone", not [p for m in (store / "watch").glob("*.git") for p in (m / "objects/pack").iterdir() if p.name.startswith("pack_git2")])

        # A remote that is away holds up no other; from here on with a store and a site of their own, where these releases are alone
        store, to, words = scratch / "store-of-doors", scratch / "srv-of-doors", "v9.*-debian"

        def is_there(release):
            return (to / f"current/en/releases/{release}/index.html").exists()

        push(served, tags[0], "v9.1-debian")
        settings([f"git://127.0.0.1:{web.free_port()}/linux.git", url], tag_words=words)
        done = watch("--once")
        check("one that can't be reached is told, 4", done.returncode == 4 and "127.0.0.1" in done.stderr, done.stderr)
        check("the other was looked at", is_there("v9.1-debian"))
        settings([f"git://127.0.0.1:{web.free_port()}/linux.git"], tag_words=words)
        (scratch / "watch.log").unlink()
        with web.stopped_after(start()):
            until("it is tried again", lambda: log().count("next try in 1 s") >= 2)

        # Other doors: a path, file://, a folder of tarballs
        push(served, tags[0], "v9.2-debian")
        settings([served], tag_words=words)
        check("a repository by its path", watch("--once").returncode in (0, 1))
        check("  its new tag is on the site", is_there("v9.2-debian"))
        push(served, tags[0], "v9.3-debian")
        settings([f"file://{served}"], tag_words=words)
        check("a repository by file://", watch("--once").returncode in (0, 1))
        check("  its new tag is on the site", is_there("v9.3-debian"))
        arrivals = scratch / "arrivals"
        arrivals.mkdir()
        settings([arrivals], tag_words=words)
        archive = git(sample, "archive", "--format=tar", "--prefix=linux-9.4/", tags[0])
        (arrivals / "linux-9.4-debian.tar").write_bytes(archive[:2_000_000])
        done = watch("--once")
        check("a tarball that is being written waits", done.returncode == 0 and "still arriving" in done.stderr, done.stderr)
        os.utime(arrivals / "linux-9.4-debian.tar", (1_700_000_000, 1_700_000_000))
        done = watch("--once")
        check("half a tarball is refused", done.returncode == 3 and "linux-9.4-debian.tar" in done.stderr, done.stderr)
        (arrivals / "linux-9.4-debian.tar").write_bytes(archive)
        os.utime(arrivals / "linux-9.4-debian.tar", (1_700_000_001, 1_700_000_001))
        done = watch("--once")
        equal("the whole one is measured", (done.returncode, is_there("v9.4-debian")), (0, True))

    settings([])
    done = watch("--once")
    check("nothing to watch is said", done.returncode == 3 and "sources" in done.stderr, done.stderr)
    settings([served], tag_words="since:later")
    check("a selection that makes no sense is refused", "since:v6.1" in watch("--once").stderr)

finish()
