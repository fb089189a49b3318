#!/usr/bin/env python3
"""Bad input and bad surroundings: one clear message and exit code each; the store as it was, or consistent and resumable; no half site."""

import hashlib
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import PROGRAM, Scratch, SOURCE, check, equal, finish, git, must, need_sample, run, small_content

sample = need_sample()
tags = git(sample, "tag", "--list").decode().split()
newest = [t for t in tags if t.startswith("v6.12.")][-1]


def fingerprint(folder):
    """Names and bytes of all files but SQLite's scratch files."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file() and not path.name.endswith(("-wal", "-shm")):
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def refused(what, exit_code, words, *arguments, **options):
    done = run(*arguments, **options)
    lines = done.stderr.strip().splitlines()
    one = len(lines) == 1 and lines[0].startswith("ferrotype: error: ")
    check(f"{what}: exit {exit_code}, one line: {lines[-1][:150] if lines else ''}",
          done.returncode == exit_code and one and all(w in done.stderr for w in words) and not done.stdout,
          f"exit {done.returncode}; wanted {words}; stderr: {done.stderr[:800]}")


def digests(store):
    return [(r["name"], r["digest"], r["complete"]) for r in json.loads(must("list", "releases", "--store", store, "--format", "json"))]


with Scratch() as scratch:
    store = scratch / "store"
    must("analyze", f"{sample}@{newest}", "--store", store)
    golden, before = digests(store), fingerprint(store)

    def leaves_store(what, exit_code, words, *arguments):
        refused(what, exit_code, words, *arguments, "--store", store)
        equal(f"  the store is as it was", fingerprint(store), before)

    # Sources
    leaves_store("a path that is not there", 3, ["/nowhere"], "analyze", "/nowhere")
    leaves_store("an empty path", 3, [], "analyze", "")
    (scratch / "empty-folder").mkdir()
    leaves_store("an empty folder", 3, ["empty-folder"], "analyze", scratch / "empty-folder")
    no_kernel = scratch / "no-kernel"
    no_kernel.mkdir()
    (no_kernel / "Makefile").write_text("all:\n\techo hi\n")
    leaves_store("a folder that is no kernel", 3, ["no-kernel"], "analyze", no_kernel)
    (scratch / "empty.tar.xz").write_bytes(b"")
    leaves_store("an empty file", 3, ["empty.tar.xz"], "analyze", scratch / "empty.tar.xz")
    (scratch / "noise.tar.xz").write_bytes(random.Random(1).randbytes(100_000))
    leaves_store("a file that is no tarball", 3, ["noise.tar.xz"], "analyze", scratch / "noise.tar.xz")
    archive = scratch / "k.tar"
    git(sample, "archive", "--format=tar", "--prefix=linux/", "-o", str(archive), f"{newest}^{{tree}}")
    subprocess.run(["xz", "-0", "-k", archive], check=True)
    whole = (scratch / "k.tar.xz").read_bytes()
    (scratch / "cut.tar.xz").write_bytes(whole[: len(whole) // 2])
    refused("a tarball cut in the middle", 3, ["cut.tar.xz"], "analyze", f"{scratch}/cut.tar.xz@v9.9-cut", "--store", store)
    equal("  no release of it is complete", [d for d in digests(store) if d[2]], golden)
    (scratch / "cut.tar").write_bytes(archive.read_bytes()[:1_000_000])
    refused("a plain tar cut in the middle", 3, ["cut.tar"], "analyze", f"{scratch}/cut.tar@v9.9-cut", "--store", store)
    before = fingerprint(store)
    leaves_store("a repository without the tag", 3, ["v5.4"], "analyze", f"{sample}@v5.4")
    leaves_store("a glob that matches nothing", 3, ["x*"], "analyze", f"{sample}@x*")
    empty = scratch / "empty.git"
    subprocess.run(["git", "init", "-q", "--bare", empty], check=True)
    leaves_store("a repository without any tag", 3, ["empty.git"], "analyze", empty)

    # A corrupt pack: a copy of the sample's objects with bytes flipped in the middle of each pack.
    broken = scratch / "broken.git"
    subprocess.run(["git", "clone", "-q", "--bare", "--no-local", sample, broken], check=True)
    for pack in broken.glob("objects/pack/*.pack"):
        pack.chmod(0o644)
        data = bytearray(pack.read_bytes())
        for at in range(len(data) // 3, len(data) - 64, 40_000):
            data[at] ^= 0xFF
        pack.write_bytes(data)
    refused("a corrupt pack", 3, [], "analyze", f"{broken}@{tags[0]}", "--store", scratch / "store-broken")
    check("  nothing of it counts as complete", not any(d[2] for d in digests(scratch / "store-broken")))

    # A tag that moved is never silently measured again.
    moved = scratch / "moved.git"
    subprocess.run(["git", "clone", "-q", "--bare", "--no-local", sample, moved], check=True)
    other = [t for t in tags if t != newest][0]
    git(moved, "tag", "-f", newest, f"{other}^{{commit}}")
    leaves_store("a tag that moved", 3, [newest, "moved"], "analyze", f"{moved}@{newest}")

    # Stores
    foreign = scratch / "foreign"
    foreign.mkdir()
    with sqlite3.connect(foreign / "ferrotype.db") as db:
        db.execute("CREATE TABLE mine (x)")
    kept = fingerprint(foreign)
    refused("another program's SQLite file", 3, ["another program"], "analyze", f"{sample}@{newest}", "--store", foreign)
    equal("  it is left as it was", fingerprint(foreign), kept)
    (scratch / "text").mkdir()
    (scratch / "text/ferrotype.db").write_text("this is no database, it is a text of some length" * 100)
    refused("a store that is a text", 3, ["damaged"], "list", "releases", "--store", scratch / "text")
    newer = scratch / "newer"
    shutil.copytree(store, newer)
    with sqlite3.connect(newer / "ferrotype.db") as db:
        db.execute("PRAGMA user_version = 99")
    refused("a store of another version", 3, ["version 99"], "list", "releases", "--store", newer)
    refused("a store of another version, to be written", 3, ["version 99"], "analyze", f"{sample}@{newest}", "--store", newer)
    damaged = scratch / "damaged"
    shutil.copytree(store, damaged)
    with sqlite3.connect(damaged / "ferrotype.db") as db:
        db.execute("UPDATE messages SET message = zeroblob(length(message))")
    refused("a store with changed values", 3, ["not what was written"], "list", "files", newest, "--store", damaged)
    (scratch / "file").write_text("")
    refused("a store where a file is", 4, ["file"], "analyze", f"{sample}@{newest}", "--store", scratch / "file" / "store")

    # The site's folder
    mine = scratch / "my-things"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    content = small_content(scratch / "content")
    site_arguments = ("--content", content, "--templates", SOURCE / "site-templates")
    refused("a folder that is no site", 3, ["my-things"], "render", "--store", store, "--out", mine, *site_arguments)
    check("  and is left as it was", (mine / "letter.txt").read_text() == "dear" and len(list(mine.iterdir())) == 1)
    refused("no templates", 3, ["nothing-here"], "render", "--store", store, "--out", scratch / "s", "--content", content, "--templates", scratch / "nothing-here")
    check("  no half-written site", not (scratch / "s").exists() and not list(scratch.glob(".s.*")) and not (scratch / ".ferrotype-s").exists())

    # Two writers
    script = f"exec 9<{store}; flock -n 9 || exit 9; {PROGRAM} analyze {sample}@{newest} --store {store}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    check("a second writer is told of the first, exit 4", done.returncode == 4 and "another ferrotype" in done.stderr, f"{done.returncode} {done.stderr}")

    # A disk that fills, for real: a file system of a few megabytes in a mount namespace of its own.
    small = scratch / "small"
    small.mkdir()
    (scratch / "site-small").mkdir()
    full = (f"mount -t tmpfs -o size=600k none {small} && {PROGRAM} analyze {sample}@{newest} --store {small}/store; echo exit $?;"
            f"{PROGRAM} list releases --store {small}/store --format json | grep -c '\"complete\": true'; mount -o remount,size=60m {small};"
            f"{PROGRAM} analyze {sample}@{newest} --store {small}/store >/dev/null && {PROGRAM} list releases --store {small}/store --format json")
    done = subprocess.run(["unshare", "--mount", "--map-root-user", "bash", "-c", full], capture_output=True, text=True, check=False)
    check("a disk that fills: exit 4, said so", "exit 4" in done.stdout and "no space left" in done.stderr, done.stdout + done.stderr)
    check("  after making room the same command goes on to the same digest", golden[0][1] in done.stdout, done.stdout + done.stderr)
    full = (f"mount -t tmpfs -o size=900k none {small} && {PROGRAM} render --store {store} --out {small}/site --content {content} --templates {SOURCE}/site-templates;"
            f"echo exit $?; ls -A {small}")
    done = subprocess.run(["unshare", "--mount", "--map-root-user", "bash", "-c", full], capture_output=True, text=True, check=False)
    check("a disk that fills under the site: exit 4, nothing half-written", done.stdout == "exit 4\n" and "no space left" in done.stderr, done.stdout + done.stderr)

finish()
