#!/usr/bin/env python3
"""Compares the cloc-equal ledger with cloc itself, row by row, for Rust, C and headers.

    cloc.py COUNTS.csv DIR [--cloc-csv FILE]

COUNTS.csv  what `ferrotype list files RELEASE --format csv` or `line_counts DIR` printed; - for standard input
DIR         the tree that was counted, as a directory
--cloc-csv  compare with what cloc wrote earlier, run in DIR as below, instead of running it (two minutes for a kernel)

Exits 0 when no row differs, 1 when one does (each is printed), 2 when there is nothing to compare or cloc fails.
Two kinds of files are in one list only, and are counted and named at the end: symbolic links, which cloc follows, and
empty files, for which cloc has no row.
"""
import argparse
import csv
import os
import subprocess
import sys

LANGUAGES = {"Rust": "rust", "C": "c", "C/C++ Header": "c-header"}
CLOC = ["cloc", "--by-file", "--csv", "--quiet", "--skip-uniqueness", "--timeout", "0",
        "--include-lang=" + ",".join(LANGUAGES), "."]


def read_ours(lines):
    """path -> (language, code, comment, blank)"""
    rows = {}
    for row in csv.DictReader(lines):
        if row["language"] in LANGUAGES.values():
            rows[row["path"]] = (row["language"], int(row["cloc_code"]), int(row["cloc_comment"]), int(row["cloc_blank"]))
    return rows


def read_cloc(lines):
    """The same from cloc's CSV. It doesn't quote names with commas: counts are split off the right."""
    rows = {}
    for line in lines:
        line = line.rstrip("\n")
        for name, language in LANGUAGES.items():
            if not line.startswith(name + ","):
                continue
            path, blank, comment, code = line[len(name) + 1:].rsplit(",", 3)
            rows[path.removeprefix("./")] = (language, int(code), int(comment), int(blank))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts")
    parser.add_argument("dir")
    parser.add_argument("--cloc-csv")
    arguments = parser.parse_args()

    if arguments.counts == "-":
        sys.stdin.reconfigure(errors="surrogateescape")
        ours = read_ours(sys.stdin)
    else:
        with open(arguments.counts, newline="", errors="surrogateescape") as file:
            ours = read_ours(file)
    if arguments.cloc_csv:
        with open(arguments.cloc_csv, errors="surrogateescape") as file:
            theirs = read_cloc(file)
    else:
        result = subprocess.run(CLOC, cwd=arguments.dir, capture_output=True, text=True, errors="surrogateescape",
                                check=False)
        if result.returncode != 0:
            print(f"cloc.py: cloc failed: {result.stderr.strip()}", file=sys.stderr)
            return 2
        theirs = read_cloc(result.stdout.splitlines())

    differing, compared, links, empty = 0, 0, [], []
    sums = {language: [0, 0, 0, 0] for language in LANGUAGES.values()}
    for path in sorted(ours.keys() | theirs.keys()):
        full = os.path.join(arguments.dir, path)
        mine, cloc = ours.get(path), theirs.get(path)
        if mine is None and os.path.islink(full):
            links.append(path)
        elif cloc is None and os.path.isfile(full) and os.path.getsize(full) == 0:
            empty.append(path)
        elif mine != cloc:
            differing += 1
            print(f"{path}: ours {mine}, cloc {cloc} (language, code, comment, blank)")
        else:
            compared += 1
            for i, count in enumerate((1, *mine[1:])):
                sums[mine[0]][i] += count
    for language, (files, code, comment, blank) in sums.items():
        print(f"{language}: {files} equal rows, code {code}, comment {comment}, blank {blank}")
    for what, paths in (("symbolic links, only in cloc's list", links), ("empty files, only in ours", empty)):
        print(f"{len(paths)} {what}" + (": " + ", ".join(paths) if paths else ""))
    print(f"{compared} rows equal, {differing} differ")
    if compared == 0:
        print("cloc.py: nothing to compare", file=sys.stderr)
        return 2
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
