#!/usr/bin/env python3
"""Edges between the layers against those that people read in the sources: tests/oracles/edges/<release>.tsv.

edges.py CHAINS FIXTURE: CHAINS holds one JSON object a line (or one list): from, steps (kind, symbol, path, line), resolved.
None may be wrong; at least 75 % of the drivers' and 95 % of the kernel crate's must be found. What is expected to be
unresolved must not be claimed. Exits 77 when the chains are of another tree than the fixture (--tree says which)."""

import argparse
import collections
import json
import sys


def read_chains(path):
    text = open(path, encoding="utf-8").read()
    if text.lstrip().startswith("["):
        return json.loads(text)
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def same(written, expression):
    return written.replace(" ", "") == expression or (
        expression.startswith(".") is written.startswith(".") and written.split("::<")[0] == expression)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("chains")
    parser.add_argument("fixture")
    parser.add_argument("--tree", default="", help="oid of the root tree that the chains are of")
    args = parser.parse_args()
    rows = [line.rstrip("\n").split("\t") for line in open(args.fixture, encoding="utf-8") if not line.startswith("#")]
    tree = next(row[1] for row in rows if row[0] == "tree")
    if args.tree and args.tree != tree:
        print(f"SKIPPED: the chains are of tree {args.tree}, the fixture of {tree}", file=sys.stderr)
        return 77
    at = collections.defaultdict(list)
    for chain in read_chains(args.chains):
        first = chain["steps"][0]
        at[first["path"], first["line"]].append(chain["steps"])
    wrong = []
    missing = collections.defaultdict(list)
    total = collections.Counter()
    for layer, path, line, expression, expected in (row for row in rows if row[0] != "tree"):
        found = set()
        for steps in at[path, int(line)]:
            if layer == "driver" and same(steps[0]["symbol"], expression):
                found.update(step["symbol"] for step in steps[1:2] if step["kind"] == "method")
            if layer == "kernel" and len(steps) > 1 and steps[1]["symbol"] == expression:
                helper = [step["path"] + (" -> " if steps[-1]["kind"] == "c" else "")
                          for step in steps if step["kind"] == "helper"]
                c = [f"{step['symbol']} @ {step['path']}" for step in steps if step["kind"] == "c"]
                found.add("".join(helper + c))
        where = f"{path}:{line} {expression}"
        if expected == "unresolved":
            if found:
                wrong.append(f"{where}: {sorted(found)}, but the sources don't tell")
            continue
        total[layer] += 1
        head, _, files = expected.partition(" @ ")
        good = {f"{head} @ {file}" for file in files.split("|")} if files else {expected}
        if not found - {""}:
            missing[layer].append(where)
        elif not found <= good:
            wrong.append(f"{where}: {sorted(found)}, not {expected}")
    for line in wrong:
        print("WRONG  ", line)
    for layer, least in (("driver", 75), ("kernel", 95)):
        for line in missing[layer]:
            print("MISSING", line)
        found = total[layer] - len(missing[layer])
        print(f"{layer}: {found} of {total[layer]} found, at least {least} % wanted")
        if found * 100 < least * total[layer]:
            wrong.append(layer)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
