#!/usr/bin/env python3
"""c_constants.py NAMES KERNEL compares where we say that types and constants are defined with Universal Ctags.

NAMES is what `list bindings RELEASE --format json` prints, KERNEL the same release unpacked. Every place that stands
there must be a definition of that name for ctags too; and every definition that ctags finds in the headers that any
x86-64 kernel may include must stand there. What is not so is sorted into classes that say why; what falls into none
makes it exit 1. Exits 77 where ctags isn't installed.
"""

import collections
import json
import os
import re
import shutil
import subprocess
import sys

KINDS = {"constant": "macro", "enumerator": "enumerator", "struct": "struct", "union": "union", "enum": "enum",
         "typedef": "typedef", "variable": "variable"}


def tags_of(kernel, paths, wanted):
    """(name as bindgen writes it, kind, path, line) of the definitions of `wanted` names in these files."""
    command = ("ctags", "--options=NONE", "--language-force=C", "--kinds-C=degstuv", "--fields=+nKSs", "--output-format=json",
               "--sort=no", "-f", "-", "-L", "-")
    out = subprocess.run(command, check=True, cwd=kernel, input="\n".join(paths).encode(), stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL).stdout
    rows, typedefs = [], {}
    for line in out.decode(errors="replace").splitlines():
        tag = json.loads(line)
        rows.append(tag)
        if tag["kind"] == "typedef" and "__anon" in tag.get("typeref", ""):
            typedefs[tag["path"], tag["typeref"].split(":")[-1]] = tag["name"]
    found = set()
    for tag in rows:
        names = [tag["name"]]
        if tag["kind"] == "enumerator":
            scope = tag.get("scope", "").split("::")[-1]
            typedef = typedefs.get((tag["path"], scope))
            names = ([tag["name"]] if "__anon" in scope else [f"{scope}_{tag['name']}"]) + \
                    ([f"{typedef}_{tag['name']}"] if typedef else [])
        if tag["kind"] == "macro" and tag.get("signature"):
            continue
        for name in names:
            if name in wanted:
                found.add((name, tag["kind"], tag["path"], tag["line"]))
    return found


def text_at(kernel, path, line):
    with open(os.path.join(kernel, path), encoding="utf-8", errors="replace") as file:
        lines = file.read().split("\n")
    return lines[line - 1] if line <= len(lines) else "", "\n".join(lines[max(0, line - 40):line])


def why_only_ours(kernel, name, kind, path, line):
    row, above = text_at(kernel, path, line)
    short = name.split("_", 1)[-1]
    # Proof by the text itself, by another rule than the program's.
    if kind == "constant" and re.match(rf"\s*#\s*define\s+{re.escape(name)}\s+\S", row):
        return "macro: plainly defined there"
    if kind in ("struct", "union", "enum") and re.search(rf"\b{kind}\b.*\b{re.escape(name)}\b", row) and ";" not in row:
        return f"{kind}: plainly opened there"
    if kind == "typedef" and re.search(rf"\b{re.escape(name)}\b[^;]*;", row) and ("typedef" in above or "}" in row):
        return "typedef: plainly there"
    if kind == "enumerator" and "enum" in above and re.search(rf"\b{re.escape(short)}\b|\b\w+\b", row):
        return "enumerator: of an enum that ctags loses"
    if kind == "variable" and re.search(rf"[\w*]\s*\b{re.escape(name)}\s*(\[|=|;|,|__\w+\s*(\(|=|;)|____cache\w+)", row):
        return "variable: plainly defined there"
    return None


def why_only_theirs(kernel, name, kind, path, line):
    row, above = text_at(kernel, path, line)
    if path.endswith(".c") and kind != "variable":
        return "of a .c file: opaque to all others"
    if kind == "macro":
        if re.match(rf"\s*#\s*define\s+{re.escape(name)}\s*(/\*.*)?(\\)?$", row):
            return "macro: without a value"
        if re.match(r"\s+#", row):
            return "macro: the directive is indented"
    if kind == "variable":
        return "variable: in a header, or in a macro's arguments"
    if "\\" in above.split("\n")[-2:][0][-1:]:
        return "in the body of a macro"
    return None


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    if shutil.which("ctags") is None:
        print("c_constants: ctags is not installed; nothing was compared")
        return 77
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = json.load(file)
    kernel = os.path.abspath(sys.argv[2])
    names, mine = collections.defaultdict(set), set()
    for row in rows:
        c_name = row["stands_for"] or re.sub(r"(?<=.)__bindgen_ty_.*", "", row["name"])
        names[c_name].add(row["name"])
        for at in row["definitions"] + row["elsewhere"]:
            mine.add((c_name, KINDS[at["kind"]], at["path"], at["line"]))
    paths = sorted({path for _, _, path, _ in mine})
    for top in ("include", "arch/x86/include"):
        for folder, _, files in os.walk(os.path.join(kernel, top)):
            paths += [os.path.relpath(os.path.join(folder, name), kernel) for name in files if name.endswith(".h")]
    other = tags_of(kernel, sorted(set(paths)), names)
    classes, unexplained = collections.defaultdict(list), []
    for mark, one, two, why in (("+", mine, other, why_only_ours), ("-", other, mine, why_only_theirs)):
        for found in sorted(one - two):
            reason = why(kernel, *((found[0], next((k for k, v in KINDS.items() if v == found[1]), found[1])) if mark == "+"
                                   else found[:2]), *found[2:])
            where = f"{mark} {found[2]}:{found[3]}: {found[1]} {found[0]}"
            (classes[f"{mark} {reason}"] if reason else unexplained).append(where)
    nowhere = sorted(row["name"] for row in rows if not row["definitions"] and not row["elsewhere"])
    print(f"{len(rows)} names, {len(rows) - len(nowhere)} with a place, {len(mine)} places, {len(mine & other)} of them ctags', "
          f"of {len(other)}")
    for reason, found in sorted(classes.items()):
        print(f"  {len(found):5} {reason}, as {found[0][2:]}")
    print("  nowhere:", *nowhere)
    for where in unexplained:
        print("UNEXPLAINED", where)
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
