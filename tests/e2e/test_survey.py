#!/usr/bin/env python3
"""What `list` says of unsafe, modules, drivers and layers, on samples of real kernels: laws that hold in any tree, and
places that really are there."""

import collections
import csv
import io
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import Scratch, check, equal, finish, git, must, need_sample, sample_store

sample = need_sample()
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


def lines_of(release, path, cache={}):
    key = (release, path)
    if key not in cache:
        cache[key] = git(sample, "show", f"{release}:{path}").decode("utf-8", "replace").split("\n")
    return cache[key]


def check_release(store, release):
    def rows(what):
        return json.loads(must("list", what, release, "--store", store, "--format", "json"))

    files = list(csv.DictReader(io.StringIO(must("list", "files", release, "--store", store, "--format", "csv"))))
    paths = {f["path"] for f in files}
    metrics = {m["metric"]: m["value"] for m in json.loads(must("query", release, "--store", store, "--format", "json"))}

    # Unsafe: one row a token, in the place where the file has it.
    sites = rows("unsafe")
    per_file = collections.Counter(s["path"] for s in sites)
    tokens = {f["path"]: int(f["unsafe"]) for f in files if f["owner"] and int(f["unsafe"])}
    listed = {path: count for path, count in tokens.items() if path in per_file}
    equal(f"{release}: rows of a file = its unsafe tokens", {p: per_file[p] for p in listed}, listed)
    equal(f"{release}: all rows = unsafe.tokens", len(sites), metrics["unsafe.tokens"])
    wrong = [f"{s['path']}:{s['line']}:{s['column']}" for s in sites
             if not lines_of(release, s["path"])[s["line"] - 1].encode()[s["column"] - 1:].startswith(b"unsafe")]
    equal(f"{release}: each stands where the word is", wrong, [])
    classes = json.loads(must("query", release, "unsafe.tokens", "--by", "class", "--store", store, "--format", "json"))
    equal(f"{release}: classes sum to the tokens", sum(c["value"] for c in classes), metrics["unsafe.tokens"])

    # Modules: names once, files that are there, mod lines that say so.
    modules = rows("modules")
    equal(f"{release}: a module is listed once", [n for n, k in collections.Counter(m["name"] for m in modules).items() if k > 1], [])
    equal(f"{release}: modules' files exist", [m["name"] for m in modules if m["path"] not in paths], [])
    declared = [m["name"] for m in modules if m["declared"] and
                f"mod {m['name'].rsplit('::', 1)[1]}" not in lines_of(release, m["declared"]["path"])[m["declared"]["line"] - 1]]
    equal(f"{release}: each module's mod line declares it", declared, [])
    equal(f"{release}: modules.count", sum(m["top_level"] and m["visible"] and not m["hidden"] for m in modules), metrics["modules.count"])
    check(f"{release}: every module has a category", all(m["category"] not in ("", "unknown") for m in modules),
          str([m["name"] for m in modules if m["category"] in ("", "unknown")]))

    # Drivers.
    drivers = rows("drivers")
    equal(f"{release}: drivers.count", sum(d["kind"] == "driver" for d in drivers), metrics["drivers.count"])
    for d in drivers:
        missing = [p for p in d["files"] + [t["path"] for t in d["c_twin"]] if p not in paths]
        equal(f"{release}: {d['name']}: files and twin exist", missing, [])
        sum_code = sum(int(f["code"]) for f in files if f["path"] in set(d["files"]))
        equal(f"{release}: {d['name']}: code is the sum of its files", d["code"], sum_code)
        if d["proofs"]["macro"]:
            line = lines_of(release, d["proofs"]["macro"]["path"])[d["proofs"]["macro"]["line"] - 1]
            check(f"{release}: {d['name']}: its macro is called where it says", "!" in line, line)
    equal(f"{release}: no e-mail address", MAIL.findall(json.dumps(drivers)), [])

    # Layers: each step is where it says.
    chains, symbols = rows("chains"), rows("symbols")
    equal(f"{release}: bindings.symbols", len(symbols), metrics["bindings.symbols"])
    check(f"{release}: a chain is resolved or says why not", all(c["resolved"] != bool(c["reason"]) for c in chains))
    astray = []
    for step in (s for c in chains for s in c["steps"] if s["path"] and s["line"]):
        name = re.split(r"::|\.", step["symbol"].split("(")[0].rstrip(">"))[-1]
        near = "\n".join(lines_of(release, step["path"])[step["line"] - 1:step["line"] + 2])
        if step["path"] not in paths or (step["kind"] in ("method", "c", "helper", "binding") and name.split("<")[0].strip() not in near):
            astray.append(f"{step['kind']} {step['symbol']} {step['path']}:{step['line']}")
    equal(f"{release}: each step of a chain stands where its name is", astray[:10], [])
    lost = [f"{s['name']} {d['path']}:{d['line']}" for s in symbols for d in s["definitions"]
            if s["name"] not in "\n".join(lines_of(release, d["path"])[d["line"] - 1:d["line"] + 1])]
    equal(f"{release}: each C definition stands where its name is", lost[:10], [])
    return {"drivers": drivers, "modules": modules, "chains": chains, "symbols": symbols}


with Scratch() as scratch:
    store = sample_store(scratch / "store")
    names = [r["name"] for r in json.loads(must("list", "releases", "--store", store, "--format", "json"))]
    found = {name: check_release(store, name) for name in names}
    for what in ("modules", "drivers", "unsafe", "chains", "symbols", "bindings", "entry-points", "toolchain", "disagreements", "milestones"):
        as_csv = must("list", what, "--store", store, "--format", "csv")
        as_json = json.loads(must("list", what, "--store", store, "--format", "json"))
        equal(f"list {what}: CSV and JSON have as many rows", len(list(csv.reader(io.StringIO(as_csv)))) - 1, len(as_json))
        check(f"list {what}: a table for people", must("list", what, "--store", store).count("\n") >= 1)
    newest = found[names[-1]]
    check("the newest sample has drivers, modules, chains and symbols", all(newest[part] for part in newest))
    resets = [c for c in newest["chains"] if c["from"] == "ax88796b_rust" and c["resolved"] and any("genphy_soft_reset" in s["symbol"] for s in c["steps"])]
    check("dev.genphy_soft_reset() leads to the end", any(c["steps"][-1]["kind"] == "c" for c in resets) or not any(d["name"] == "ax88796b_rust" for d in newest["drivers"]), str(resets))
    since = {d["name"]: d["since"] for d in newest["drivers"]}
    check("since is an interval of measured releases",
          all(s["first_seen"] in names and (s["absent_in"] in names or s["absent_in"] is None) for s in since.values()), str(since))
    milestones = json.loads(must("list", "milestones", "--store", store, "--format", "json"))
    check("milestones have evidence between two measured releases", milestones != [] and
          all(m["since"]["absent_in"] in names and m["since"]["first_seen"] in names and m["path"] for m in milestones if m["kind"] != "experiment-over"))
    if len(names) > 1:
        for what in ("drivers", "modules", "symbols", "unsafe"):
            changes = json.loads(must("diff", names[0], names[-1], what, "--store", store, "--format", "json"))
            check(f"diff {what} tells what came", any(c["change"] == "new" for c in changes))

finish()
