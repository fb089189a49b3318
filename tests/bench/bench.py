#!/usr/bin/env python3
"""bench.py BUILD [--runs N] prints how long Ferrotype takes beside tokei and git on the same bytes, measured in turn in one run.

A machine's speed says nothing, a ratio to a peer in the same minute does. Every figure is the median of the runs; each
run has a fresh store; caches are warm. Nothing here passes or fails: goals are printed beside.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../.."))


def measure(command, stdin=None):
    """(wall seconds, peak resident MiB, user and system seconds) of one run of the command; its output goes nowhere."""
    with open(stdin or os.devnull, "rb") as source, open(os.devnull, "wb") as nowhere:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdin=source, stdout=nowhere, stderr=subprocess.PIPE)
        words = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} ended with {process.returncode}: {words.decode(errors='replace').strip()}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


class Series:
    """What was measured of one command over the runs."""

    def __init__(self):
        self.results = []

    def add(self, result):
        self.results.append(result)

    def seconds(self):
        return statistics.median(r[0] for r in self.results)

    def peak(self):
        return max(r[1] for r in self.results)


def git(repository, *arguments, **options):
    return subprocess.run(("git", "-C", repository, *arguments), check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def choose_tags(repository):
    """(a release, the next point release of its series or None): the newest two of the newest series."""
    tags = git(repository, "tag", "--list", "v*", "--sort=version:refname").split()
    if not tags:
        sys.exit(f"bench: {repository} has no release")
    newest = tags[-1]
    series = ".".join(newest.split("-")[0].split(".")[:2])
    before = [tag for tag in tags[:-1] if ".".join(tag.split("-")[0].split(".")[:2]) == series]
    return (before[-1], newest) if before else (newest, None)


def check_out(repository, tag, folder):
    """The tree of the tag as files, outside of any repository."""
    stamp = folder + ".stamp"
    tree = git(repository, "rev-parse", f"{tag}^{{tree}}").strip()
    if os.path.isdir(folder) and os.path.exists(stamp) and open(stamp, encoding="utf-8").read() == tree:
        return
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    environment = dict(os.environ, GIT_INDEX_FILE=folder + ".index")
    arguments = ("-c", "core.bare=false", "-c", "core.attributesFile=/dev/null", "--work-tree", folder)
    subprocess.run(("git", "--git-dir", repository, *arguments, "read-tree", tag), check=True, env=environment)
    subprocess.run(("git", "--git-dir", repository, *arguments, "checkout-index", "--all"), check=True, env=environment, cwd=folder)
    os.remove(folder + ".index")
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(tree)


def refuse_idle_tokei(tokei, tree):
    """A peer that counted next to nothing is no peer."""
    table = subprocess.run((*tokei, "--no-ignore-vcs", tree), check=True, stdout=subprocess.PIPE, text=True).stdout
    total = next((line.split() for line in table.splitlines() if line.split()[:1] == ["Total"]), [])
    if len(total) < 4 or int(total[3]) < 1_000_000:
        sys.exit(f"bench: tokei finds only {total} in {tree}; that is no kernel")


def find_tokei(build):
    result = subprocess.run((os.path.join(ROOT, "infra/tokei"), os.path.join(build, "tools/tokei")),
                            stdout=subprocess.PIPE, text=True, check=False)
    return result.stdout.split("\n")[:-1] if result.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    build = os.path.abspath(arguments.build)
    program, kernels = os.path.join(build, "ferrotype"), os.path.join(build, "kernels.git")
    scratch = os.path.join(build, "bench")
    os.makedirs(scratch, exist_ok=True)
    first, following = choose_tags(kernels)
    tree, store, oids = (os.path.join(scratch, name) for name in (first, "store", "oids"))

    check_out(kernels, first, tree)
    with open(oids, "w", encoding="utf-8") as file:
        seen = dict.fromkeys(line.split()[2] for line in git(kernels, "ls-tree", "-r", first).splitlines() if " blob " in line)
        file.write("".join(oid + "\n" for oid in seen))
    tokei = find_tokei(build)
    if tokei is None:
        print("bench: NOTICE: tokei can't be had here; its row is left out\n")

    series = {name: Series() for name in ("dir", "tokei", "git", "cat-file", "next", "again")}

    def ours(name, source):
        series[name].add(measure((program, "analyze", source, "--store", store, "--quiet")))

    def cat_file():
        return measure(("git", "-C", kernels, "cat-file", "--batch", "--buffer"), oids)

    # Warm: every file and every pack is read once before anything is timed.
    subprocess.run("find . -type f -print0 | xargs -0 cat >/dev/null", shell=True, cwd=tree, check=True)
    cat_file()
    for number in range(arguments.runs):
        print(f"bench: run {number + 1} of {arguments.runs}", file=sys.stderr, flush=True)
        shutil.rmtree(store, ignore_errors=True)
        ours("dir", f"{tree}@{first}")
        if tokei is not None:
            refuse_idle_tokei(tokei, tree)
            # The tree lies below build/, which this repository's own .gitignore names: tokei would count nothing.
            series["tokei"].add(measure((*tokei, "--no-ignore-vcs", tree)))
        shutil.rmtree(store, ignore_errors=True)
        ours("git", f"{kernels}@{first}")
        series["cat-file"].add(cat_file())
        if following is not None:
            ours("next", f"{kernels}@{following}")
        ours("again", f"{kernels}@{first}")
    shutil.rmtree(store, ignore_errors=True)

    rows = [("directory, first time", "dir", "tokei", "tokei, same directory", 1.5),
            ("git, first time", "git", "cat-file", "git cat-file --batch --buffer, same blobs", None),
            (f"git, next point release ({following})", "next", "git", "its first release", 0.3),
            ("git, the same release again", "again", "git", "its first release", 0.05)]
    print(f"{first}, {len(seen):,} distinct blobs; median of {arguments.runs} runs; {os.cpu_count()} processors\n")
    print(f"| {'Ferrotype':44} | {'s':>7} | {'MiB':>5} | {'against':42} | {'s':>7} | {'MiB':>5} | {'ratio':>6} | {'goal':>5} |")
    print(f"|{'-' * 46}|{'-' * 8}:|{'-' * 6}:|{'-' * 44}|{'-' * 8}:|{'-' * 6}:|{'-' * 7}:|{'-' * 6}:|")
    report = []
    for what, mine, peer, words, goal in rows:
        if not series[mine].results or not series[peer].results:
            print(f"| {what:44} | {'left out: nothing to measure or to measure against':96} |")
            continue
        ratio = series[mine].seconds() / series[peer].seconds()
        print(f"| {what:44} | {series[mine].seconds():7.2f} | {series[mine].peak():5.0f} | {words:42} | {series[peer].seconds():7.2f}"
              f" | {series[peer].peak():5.0f} | {ratio:6.3f} | {goal if goal else '':>5} |")
        report.append({"what": what, "seconds": series[mine].seconds(), "peak_mib": series[mine].peak(), "against": words,
                       "against_seconds": series[peer].seconds(), "against_peak_mib": series[peer].peak(), "ratio": ratio})
    print(f"\npeak memory of all our runs: {max(s.peak() for n, s in series.items() if n in ('dir', 'git', 'next', 'again') and s.results):.0f} MiB (goal: 500)")
    with open(os.path.join(scratch, "result.json"), "w", encoding="utf-8") as file:
        json.dump(report, file, indent=2)
        file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
