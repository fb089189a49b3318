#!/usr/bin/env python3
"""What rules find in real kernels against what people read there (real_facts.json): the samples hold all Rust of a kernel."""

import collections
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import Scratch, check, equal, finish, git, must, need_sample, sample_store

sample = need_sample()
NAMES_HEADER = re.compile(r"^\s*//[/!].*\binclude/[\w/.-]+\.h", re.MULTILINE)
facts = json.loads((pathlib.Path(__file__).parent / "real_facts.json").read_text())
facts.pop("about")

with Scratch() as scratch:
    store = sample_store(scratch / "store")
    names = [r["name"] for r in json.loads(must("list", "releases", "--store", store, "--format", "json"))]
    for name in names:
        if name not in facts:
            print(f"skip  {name}: nobody has read this tree by hand yet")
            continue
        fact = facts[name]

        def rows(what):
            return json.loads(must("list", what, name, "--store", store, "--format", "json"))

        def metric(id):
            return json.loads(must("query", name, id, "--store", store, "--format", "json"))[0]["value"]

        sites = rows("unsafe")
        classes = collections.Counter(s["class"] for s in sites)
        # The table counts what stands in macro calls together: quoted code and a macro's own syntax are calls as well.
        classes["in macro calls"] = sum(classes.pop(c, 0) for c in ("macro-call", "quoted", "marker"))
        equal(f"{name}: unsafe tokens", len(sites), fact["unsafe_total"])
        equal(f"{name}: unsafe by class", {c: classes.get(c, 0) for c in fact["unsafe_classes"]}, fact["unsafe_classes"])
        if "undocumented" in fact:
            judged = [s for s in sites if s["class"] in ("block", "impl") and s["owner"] in ("kernel-crate", "drivers", "generated")]
            states = collections.Counter(s["state"] for s in judged)
            wanting = {state: states.get(state, 0) for state in ("placeholder", "missing")}
            equal(f"{name}: placeholders and missing, blocks and impls of kernel crate and drivers", wanting,
                  {state: fact["undocumented"][state] for state in wanting})
            if "missing_generated" in fact["undocumented"]:
                equal(f"{name}: of the missing, in generated bindings", sum(s["state"] == "missing" and s["owner"] == "generated" for s in judged),
                      fact["undocumented"]["missing_generated"])
            share = states["documented"] / sum(states[s] for s in ("documented", "placeholder", "missing", "wrong-place"))
            check(f"{name}: above 97 % documented: {share:.4f}", share > 0.97)

        modules = rows("modules")
        top = [m for m in modules if m["top_level"] and m["visible"]]
        equal(f"{name}: modules", {
            "top_public": sum(not m["hidden"] for m in top),
            "top_public_or_hidden": len(top),
            "top_under_cfg": sum(bool(m["cfg"]) and not m["hidden"] for m in top),
            "reachable_files": sum(m["visible"] and m["declared"]["path"] != m["path"] for m in modules),
        }, fact["modules"])
        # A module tells the headers of private modules that it re-exports as well: of these rows, the files that name one.
        # The crate's root is no module of the list, and names one in all three trees.
        with_headers = {m["path"] for m in modules if m["c_headers"]} | {"rust/kernel/lib.rs"}
        naming = {path for path in with_headers if NAMES_HEADER.search(git(sample, "show", f"{name}:{path}").decode())}
        equal(f"{name}: files that name C headers", len(naming), fact["files_naming_c_headers"])

        toolchain = rows("toolchain")[0]
        found = {key: toolchain[key] for key in ("rustc", "rustc_exact", "rustc_by_arch", "bindgen")}
        found["documented"] = sum(a["documented"] for a in toolchain["architectures"])
        found["experimental"] = bool(toolchain["experimental"])
        wanted = dict(fact["toolchain"])
        wanted.pop("selects")  # samples don't hold every architecture's Kconfig
        equal(f"{name}: tool chain and reach", found, wanted)
        if "entry_points" in fact:
            # What people count with grep is more than what C can call: see `about_entry_points` in real_facts.json.
            wanted = fact["entry_points"]
            entries = rows("entry-points")
            callable_by_c = {(e["path"], e["line"]) for e in entries if e["kind"] in ("extern-c", "no-mangle", "export", "export-name")}
            sources = [p for p in git(sample, "ls-tree", "-r", "--name-only", name).decode().splitlines()
                       if p.endswith(".rs") and not p.startswith("rust/zerocopy")]
            written, literals = set(), set()
            for path in sources:
                for number, line in enumerate(git(sample, "show", f"{name}:{path}").decode().splitlines(), 1):
                    if re.match(r"\s*//", line):
                        continue
                    if re.search(r'extern "C" fn \w', line):
                        written.add((path, number))
                    if re.search(r"\bbindings::\w+ \{$", line) and not re.search(r"//|impl|->|for ", line) and \
                            path.startswith(("rust/kernel/", "drivers/")) and "nova-core" not in path:
                        literals.add((path, number))
            equal(f"{name}: functions written extern \"C\" that C can't call", sorted(f"{p}:{n}" for p, n in written - callable_by_c),
                  sorted(wanted["not_called_by_c"]))
            equal(f"{name}: functions written extern \"C\" that it can", len(written & callable_by_c), wanted["extern_c"])
            tables = [e for e in entries if e["kind"] == "vtable"]
            written_out = {(e["path"], e["line"]) for e in tables} & literals
            equal(f"{name}: literals of C's structs, and tables of callbacks among them", [len(literals), len(written_out)],
                  [wanted["literals"], wanted["tables"]])
            equal(f"{name}: tables that macros write", dict(collections.Counter(e["symbol"] for e in tables if (e["path"], e["line"]) not in literals)),
                  wanted["tables_of_macros"])
        if "named_in_c" in fact:
            wanted = fact["named_in_c"]
            named = {row["name"]: row for row in rows("bindings")}
            written, own = set(), set()
            for path in git(sample, "ls-tree", "-r", "--name-only", name).decode().splitlines():
                if not re.match(r"(rust/kernel|drivers|samples|lib|mm)/.*\.rs$", path):
                    continue
                text = re.sub(r"^\s*//.*", "", git(sample, "show", f"{name}:{path}").decode(), flags=re.MULTILINE)
                found = set(re.findall(r"bindings::([A-Za-z_][A-Za-z0-9_]*)", text))
                (own if path.startswith("drivers/gpu/nova-core/") else written).update(found)
            known = set(named) | {row["name"] for row in rows("symbols")}
            equal(f"{name}: of {len(written)} names of bindings that grep finds, those that no list has", sorted(written - known), [])
            equal(f"{name}: names that grep doesn't find", sorted(set(named) - written), wanted["more_than_grep"])
            # Samples don't hold every header.
            held = set(git(sample, "ls-tree", "-r", "--name-only", name).decode().splitlines())
            places = {n: place for n, place in wanted["places"].items() if place.split()[1].split(":")[0] in held}
            check(f"{name}: {len(places)} of {len(wanted['places'])} places read by hand are in the sample", len(places) > 15)
            equal(f"{name}: these", {n: "{kind} {path}:{line}".format(**row["definitions"][0]) for n, row in named.items()
                                     if n in places and row["definitions"]}, places)
        if "helpers" in fact:
            equal(f"{name}: helpers", metric("helpers.count"), fact["helpers"])

finish()
