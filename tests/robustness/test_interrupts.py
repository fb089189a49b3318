#!/usr/bin/env python3
"""Ctrl-C and kill -9 at any moment of measuring and of rendering: the same command then goes on to the same end, and no half site is seen."""

import hashlib
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import PROGRAM, Scratch, SOURCE, check, equal, finish, git, must, need_sample, run, small_content

sample = need_sample()
small = f"{sample}@v6.*"  # two releases
one = git(sample, "tag", "--list", "v6.12.*").decode().split()[-1]
seed = random.Random(3)


def digests(store):
    return [(r["name"], r["digest"], r["complete"]) for r in json.loads(must("list", "releases", "--store", store, "--format", "json"))]


def started(*arguments):
    return subprocess.Popen([PROGRAM, *map(str, arguments), "--quiet"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def listens(process):
    """Whether it has come so far as to hear SIGINT: on a busy machine a process has not even begun after 20 ms."""
    caught = next((line for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("SigCgt:")), "SigCgt: 0")
    return int(caught.split()[1], 16) >> (signal.SIGINT - 1) & 1


def broken_off(process, sent, most):
    """Whether the process was still at it when `sent` came, at some moment within `most` seconds; and how long it took if not."""
    while process.poll() is None and not listens(process):
        time.sleep(0.002)
    begin = time.monotonic()
    try:
        _, errors = process.communicate(timeout=seed.uniform(0, most))
        if process.returncode != 0:
            check("it ends well where nobody interrupts it", False, f"{process.returncode}: {errors}")
        return False, time.monotonic() - begin
    except subprocess.TimeoutExpired:
        process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    if sent != signal.SIGKILL and process.returncode not in (0, 130):
        check(f"{sent.name} ends it with 130", False, f"{process.returncode}: {errors}")
    if process.returncode == 130 and errors.count("\n") != 1:
        check("one line says that it stopped", False, errors)
    return process.returncode != 0, most


with Scratch() as scratch:
    begin = time.monotonic()
    must("analyze", small, "--store", scratch / "all")
    took = time.monotonic() - begin
    wanted = digests(scratch / "all")
    # What one left the next goes on from, until one comes to the end: interrupts add up.
    interrupted = 0
    for first in (signal.SIGINT, signal.SIGKILL, signal.SIGTERM):
        store = scratch / f"after-{first.name}"
        for k in range(6):
            sent = first if k % 2 == 0 else [signal.SIGINT, signal.SIGKILL][k // 2 % 2]
            interrupted += broken_off(started("analyze", small, "--store", store), sent, took / 4)[0]
            there = digests(store) if (store / "ferrotype.db").exists() and run("list", "releases", "--store", store).returncode == 0 else []
            if any(d[2] and d not in wanted for d in there):
                check("a release that is complete after an interrupt is the right one", False)
        must("analyze", small, "--store", store)
        equal(f"after {first.name} and others the same command ends in the same digests", digests(store), wanted)
        shutil.rmtree(store)
    check(f"18 interrupts, {interrupted} of them in time", interrupted >= 9)

    store, content = scratch / "one", small_content(scratch / "content")
    must("analyze", f"{sample}@{one}", "--store", store)
    old, out, changed = scratch / "old/site", scratch / "new/site", scratch / "templates"
    old.parent.mkdir()
    begin = time.monotonic()
    must("render", "--store", store, "--out", old, "--content", content, "--templates", SOURCE / "site-templates")
    most = 1.1 * (time.monotonic() - begin)
    shutil.copytree(SOURCE / "site-templates", changed)
    (changed / "site.css").write_text((changed / "site.css").read_text() + "\n/* new */\n")
    render = ("render", "--store", store, "--out", out, "--content", content, "--templates", changed)
    torn, in_time = [], 0
    for sent in [signal.SIGINT] * 6 + [signal.SIGKILL] * 6:
        shutil.rmtree(out.parent, ignore_errors=True)
        subprocess.run(["cp", "-al", old.parent, out.parent], check=True)  # files of a site are never written to again
        # One that ended by itself tells how long it takes by now: other programs come and go on this machine.
        interrupted, most = broken_off(started(*render), sent, most)
        in_time += interrupted
        listed = {line[66:]: line[:64] for line in (out / "manifest.sha256").read_text().splitlines()}
        torn += [name for name, digest in listed.items() if hashlib.sha256((out / name).read_bytes()).hexdigest() != digest]
        if sent == signal.SIGINT and list(out.parent.glob(".site.*")):
            check("Ctrl-C leaves no scratch folder", False)
    equal("12 interrupts of rendering: every file of the site is of one edition", torn, [])
    check(f"{in_time} of them in time", in_time >= 4)
    must(*render)
    equal("the next run removes what a killed one left", list(out.parent.glob(".site.*")), [])

finish()
