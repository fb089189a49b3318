#!/usr/bin/env python3
"""Drivers, C twins and modules of whole kernels against what was read by hand in them (real_drivers.json, by tree).

Takes the store that FERROTYPE_STORE names, else that of the build folder. Exits 77 where it holds none of these trees."""

import json
import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import BUILD, check, equal, finish, must, run

EXPECTED = json.loads((pathlib.Path(__file__).parent / "real_drivers.json").read_text())
STORE = os.environ.get("FERROTYPE_STORE") or BUILD / "store"
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
SAME = ("path", "module_name", "macro", "bus", "kconfig", "license", "authors", "code", "c_objects")


def check_row(where, row, wanted):
    for key in SAME:
        if key in wanted:
            equal(f"{where}: {key}", row[key], wanted[key])
    equal(f"{where}: files", len(row["files"]), wanted["files"])
    if "chain" in wanted:
        equal(f"{where}: Kconfig chain", row["proofs"]["kconfig_chain"], wanted["chain"])
    check(f"{where}: hangs on RUST", row["proofs"]["kconfig_chain"][:1] == [row["kconfig"]]
          and row["proofs"]["kconfig_chain"][-1] == "RUST", row["proofs"])
    check(f"{where}: Kconfig help and prompt", row["kconfig_help"] and row["kconfig_prompt"])
    twin = [t["path"] for t in row["c_twin"]]
    if "twin_folder" in wanted:
        check(f"{where}: twin", twin and all(t.startswith(wanted["twin_folder"]) for t in twin), twin)
    else:
        equal(f"{where}: twin", twin, wanted["twin"])
    if "twin_code" in wanted:
        equal(f"{where}: code of the twin", sum(t["code"] for t in row["c_twin"]), wanted["twin_code"])
    check(f"{where}: functions of the twin", all(t["functions"] for t in row["c_twin"] if t["code"] > 50))
    evidence = [e["kind"] for e in row["twin_evidence"]]
    equal(f"{where}: evidence", [e for e in wanted.get("evidence", []) if e not in evidence], [])
    check(f"{where}: evidence only with a twin", bool(evidence) == bool(twin), evidence)
    equal(f"{where}: successor", row["successor_of"], wanted.get("successor_of", ""))
    bindings = wanted.get("bindings", [])
    if bindings == "some":
        check(f"{where}: uses bindings directly", row["bindings"])
    else:
        equal(f"{where}: bindings", row["bindings"], bindings)


def check_release(name, expected):
    def rows(what):
        return json.loads(must("list", what, name, "--store", STORE, "--format", "json"))

    drivers = rows("drivers")
    for kind in ("driver", "linked-into-c", "sample", "test"):
        equal(f"{name}: all of kind {kind}", sorted(r["name"] for r in drivers if r["kind"] == kind), sorted(expected[kind]))
    for row in drivers:
        if row["kind"] in ("driver", "linked-into-c") and row["name"] in expected[row["kind"]]:
            check_row(f"{name}: {row['name']}", row, expected[row["kind"]][row["name"]])
    equal(f"{name}: no address", [r["name"] for r in drivers if MAIL.search(json.dumps(r))], [])

    modules = rows("modules")
    top = [m for m in modules if m["top_level"] and m["visible"]]
    equal(f"{name}: modules", {
        "top": sum(not m["hidden"] for m in top),
        "top_with_hidden": len(top),
        "top_under_cfg": sum(bool(m["cfg"]) for m in top),
        "visible": sum(m["visible"] for m in modules),
        "all": len(modules),
    }, expected["modules"])
    equal(f"{name}: modules without category", [m["name"] for m in modules if m["category"] == "unknown"], [])


done = run("list", "releases", "--store", STORE, "--format", "json")
releases = json.loads(done.stdout) if done.returncode == 0 else []
known = [r for r in releases if r["tree"] in EXPECTED and r["complete"]]
if not known:
    print(f"skipped: no kernel that was read by hand is in the store {STORE}"
          + (f" ({done.stderr.strip()})" if done.returncode else ""))
    sys.exit(77)
for release in known:
    check_release(release["name"], EXPECTED[release["tree"]])
finish()
