#!/usr/bin/env python3
"""site.py BUILD [--articles N] [--runs N] prints how long printing a site takes: thousands of articles beside Hugo, in one run,
and the site of the kernels in BUILD/store from nothing, with nothing changed, after one edited paragraph; and charts.

Hugo gets the same Markdown (articles.py) and templates that print what ours do, with its own feeds and sitemap; it checks
no link and compresses nothing, ours does both (a row without compression stands first). Nothing here passes or fails: goals are printed beside.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
import articles  # noqa: E402
from bench import ROOT, Series, measure  # noqa: E402

# A kernel small enough not to be seen: articles are what is measured.
TREE = {"Makefile": "VERSION = 7\nPATCHLEVEL = 2\nSUBLEVEL = 0\n", "init/main.c": "int start;\n",
        "rust/kernel/lib.rs": "//! The kernel crate.\n\npub mod page;\n",
        "rust/kernel/page.rs": "//! Pages.\n\n/// A page.\npub struct Page(u32);\n"}


def lying(folder):
    """path -> (inode, time) of every file below the folder: a file that is written anew is another."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            status = os.lstat(os.path.join(parent, name))
            found[os.path.relpath(os.path.join(parent, name), folder)] = (status.st_ino, status.st_mtime_ns)
    return found


def row(what, series, words="", peer=None, goal="", memory_goal=""):
    mine = f"| {what:46} | {series.seconds():7.2f} | {series.peak():5.0f} |"
    if peer is None:
        return f"{mine} {words:32} | {'':>7} | {'':>5} | {'':>6} | {goal:>6} | {'':>6} | {'':>6} |"
    return (f"{mine} {words:32} | {peer.seconds():7.2f} | {peer.peak():5.0f} | {series.seconds() / peer.seconds():6.3f} | {goal:>6}"
            f" | {series.peak() / peer.peak():6.3f} | {memory_goal:>6} |")


def find_hugo(build):
    result = subprocess.run((os.path.join(ROOT, "infra/hugo"), os.path.join(build, "tools/hugo")),
                            stdout=subprocess.PIPE, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else None


def print_articles(program, hugo, scratch, count, runs):
    """Rows of the table. Each run writes into a folder of its own, as a file system remembers for a while what was deleted."""
    content, site, store = (os.path.join(scratch, name) for name in ("content", "hugo", "store"))
    articles.write_both(content, site, count)
    for path, text in TREE.items():
        articles.write(os.path.join(scratch, "tree", path), text)
    measure((program, "analyze", os.path.join(scratch, "tree") + "@v7.2", "--store", store, "--quiet"))
    ours, bare, theirs = Series(), Series(), Series()
    for number in range(runs):
        out = os.path.join(scratch, f"ours-{number}")
        os.sync()
        command = (program, "render", "--store", store, "--content", content, "--templates", os.path.join(ROOT, "site-templates"),
                   "--base-url", "https://bench.example/", "--quiet", "--out")
        ours.add(measure((*command, out)))
        os.sync()
        bare.add(measure((*command, os.path.join(scratch, f"bare-{number}"), "--no-twins")))
        if hugo is not None:
            os.sync()
            theirs.add(measure((hugo, "--quiet", "--source", site, "--destination", os.path.join(scratch, f"theirs-{number}"),
                                "--cacheDir", os.path.join(scratch, "cache"), "--noBuildLock")))
    pages = 2 * count
    for folder in [os.path.join(scratch, "ours-0")] + ([os.path.join(scratch, "theirs-0")] if hugo else []):
        made = sum("index.html" in names and re.search(r"article-\d+$", parent) is not None for parent, _, names in os.walk(folder))
        if made != pages:
            sys.exit(f"bench: {folder} has {made} pages of articles instead of {pages}; that is no measurement")
    peer = (f"Hugo {version_of(hugo)}, no link check", theirs, "0.25", "0.2") if hugo else ("Hugo can't be had here",)
    yield row(f"{count:,} bilingual articles ({pages:,} pages)", bare, *peer)
    yield row("the same with compressed twins", ours, *peer)


def version_of(hugo):
    return subprocess.run((hugo, "version"), check=True, stdout=subprocess.PIPE, text=True).stdout.split()[1].split("-")[0].lstrip("v")


def edit_a_paragraph(content):
    """One more word in a paragraph of an article's English text; returns the file."""
    folder = os.path.join(content, "articles")
    path = os.path.join(folder, sorted(os.listdir(folder))[0], "en.md")
    with open(path, encoding="utf-8") as file:
        head, front, body = file.read().split("---\n", 2)
    paragraphs = body.split("\n\n")
    at = next(i for i, words in enumerate(paragraphs) if re.match(r"[A-Z][a-z]+ ", words))
    paragraphs[at] += " Edited."
    with open(path, "w", encoding="utf-8") as file:
        file.write("---\n".join((head, front, "\n\n".join(paragraphs))))


def print_kernels(program, build, scratch, runs):
    store, content = os.path.join(build, "store"), os.path.join(scratch, "kernels-content")
    if not os.path.exists(os.path.join(store, "ferrotype.db")):
        yield "bench: NOTICE: there is no build/store (make site): rows of the kernels' site are left out"
        return
    nothing, same, edited = Series(), Series(), Series()
    written = files = 0
    for number in range(runs):
        shutil.rmtree(content, ignore_errors=True)
        shutil.copytree(os.path.join(ROOT, "content"), content)
        out = os.path.join(scratch, f"kernels-{number}")
        command = (program, "render", "--store", store, "--content", content, "--templates", os.path.join(ROOT, "site-templates"),
                   "--base-url", "https://bench.example/", "--out", out, "--quiet")
        os.sync()
        nothing.add(measure(command))
        same.add(measure(command))
        before = lying(out)
        edit_a_paragraph(content)
        os.sync()
        edited.add(measure(command))
        after = lying(out)
        written, files = sum(before.get(path) != place for path, place in after.items()), len(after)
        if written == 0:
            sys.exit("bench: an edited paragraph changed no file; that is no measurement")
    yield row("the kernels' site, from nothing", nothing, f"{files:,} files", None, "3 s")
    yield row("the kernels' site, nothing changed", same)
    yield row("the kernels' site, one edited paragraph", edited, f"{written} of {files:,} files written", None, "0.1 s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=1, help="of the articles; the kernels' site has three times as many")
    arguments = parser.parse_args()
    build = os.path.abspath(arguments.build)
    program = os.path.join(build, "ferrotype")
    scratch = os.path.join(build, "bench/site")
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    hugo = find_hugo(build)
    print(f"\nPrinting a site; median of {arguments.runs} (articles) and {3 * arguments.runs} runs (kernels); {os.cpu_count()} processors\n")
    print(f"| {'Ferrotype':46} | {'s':>7} | {'MiB':>5} | {'against':32} | {'s':>7} | {'MiB':>5} | {'ratio':>6} | {'goal':>6} | {'memory':>6} | {'goal':>6} |")
    print(f"|{'-' * 48}|{'-' * 8}:|{'-' * 6}:|{'-' * 34}|{'-' * 8}:|{'-' * 6}:|{'-' * 7}:|{'-' * 7}:|{'-' * 7}:|{'-' * 7}:|", flush=True)
    for line in print_kernels(program, build, scratch, 3 * arguments.runs):
        print(line, flush=True)
    for line in print_articles(program, hugo, scratch, arguments.articles, arguments.runs):
        print(line, flush=True)
    charts = os.path.join(build, "tests/bench_draw_charts")
    if os.path.exists(charts):
        print("\n" + subprocess.run((charts, "1000"), check=True, stdout=subprocess.PIPE, text=True).stdout.strip())
    shutil.rmtree(scratch, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
