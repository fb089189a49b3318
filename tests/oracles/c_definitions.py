#!/usr/bin/env python3
"""c_definitions.py PROGRAM KERNEL [FILES] compares our index of C definitions with that of Universal Ctags.

PROGRAM is <build>/tests/bench_c_definitions, KERNEL an unpacked kernel. Takes FILES (400) of its C files and headers,
chosen by a hash of their paths, and compares functions and function-like macros by (file, line, name). Differences are
sorted into classes that say why; what falls into none, and whatever is ours alone without a reason, makes it exit 1.
Exits 77 where ctags isn't installed.
"""

import collections
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys


def sample(kernel, count):
    paths = []
    for folder, _, names in os.walk(kernel):
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith((".c", ".h")) and not os.path.islink(path):
                paths.append(os.path.relpath(path, kernel))
    paths.sort(key=lambda path: hashlib.sha256(path.encode()).digest())
    return sorted(paths[:count])


def ours(program, kernel, paths):
    found = {}
    for i in range(0, len(paths), 200):
        out = subprocess.run((program, kernel, *paths[i:i + 200]), check=True, stdout=subprocess.PIPE).stdout
        for line in out.decode(errors="replace").splitlines():
            path, number, kind, name = line.split("\t")
            if kind in ("function", "static", "inline", "macro"):
                found[path, int(number), name] = "macro" if kind == "macro" else "function"
    return found


def theirs(kernel, paths):
    command = ("ctags", "--options=NONE", "--language-force=C", "--kinds-C=fd", "--fields=+nSK",
               "--output-format=json", "--sort=no", "-f", "-", "-L", "-")
    out = subprocess.run(command, check=True, cwd=kernel, input="\n".join(paths).encode(), stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL).stdout
    found = {}
    for line in out.decode(errors="replace").splitlines():
        tag = json.loads(line)
        if tag["kind"] == "macro" and not tag.get("signature"):
            continue
        found[tag["path"], tag["line"], tag["name"]] = tag["kind"]
    return found


class Text:
    def __init__(self, kernel):
        self.kernel, self.path, self.lines = kernel, None, []

    def of(self, path):
        if path != self.path:
            with open(os.path.join(self.kernel, path), encoding="utf-8", errors="replace") as file:
                self.path, self.lines = path, file.read().split("\n")
        return self.lines


def head(lines, line):
    """The lines of a definition up to its body."""
    text = []
    for row in lines[line - 1:line + 40]:
        text.append(row)
        if "{" in row or (row.rstrip().endswith(";") and "/*" not in row):
            break
    return "\n".join(text)


def why_only_theirs(lines, line, name, kind):
    row = lines[line - 1] if line <= len(lines) else ""
    before = lines[line - 2] if line >= 2 else ""
    if kind == "macro":
        if re.match(r"\s+#", row):
            return "macro: the directive is indented"
        return None
    if before.endswith("\\"):
        return "in the body of a macro"
    if re.match(r"(static\s+)?(inline\s+)?[A-Z0-9_]+\(", row):
        return "a macro call that writes a function"
    if name.isupper() or re.search(r"\b" + re.escape(name) + r"\s*\(\w+\)\s*\(", row):
        return "a macro call that makes a function's name"
    if re.match(r"__\w+$", name) and re.search(re.escape(name) + r"\s*(\([^()]*\)|\(\(|$|__)", row):
        return "an attribute that ctags takes for the name"
    if row.startswith((" ", "\t")) or re.match(r"\s+\S", before) or re.match(r"/\*.*\*/\s*\S", before):
        return "the head starts behind blanks or a comment"
    if re.match(re.escape(name) + r"\s*\(", row) and not re.search(r"[\w*]\s*$", before):
        return "no return type: a macro call that writes a function"
    if re.match(r"(static|inline|extern|\s)+" + re.escape(name) + r"\s*\(", row):
        return "no return type"
    if re.search(r"typeof|\)\[", row) or re.match(r"}", row) or "{" in row[row.find(name):].split(")")[0]:
        return "a type of another kind: typeof, an array, a struct with its members"
    if re.search(re.escape(name) + r"\s*\(\s*(\w+\s*[,)]|$)", row):
        return "parameters without types, or of the next line"
    return None


def why_only_ours(lines, line, name, kind):
    text = re.sub(r"/\*.*?\*/", "", head(lines, line), flags=re.S)
    if kind == "macro":
        if re.match(r"#\s*define\s+" + re.escape(name) + r"\(", lines[line - 1]):
            return "macro: plainly defined there"
        return None
    if re.match(r"\w+\(", lines[line - 1]) and any("rust_helper_" in row and "##" in row for row in lines):
        return "a helper that macros of the file write"
    # Proof by another rule than the program's: the name, its parameters, a body; and no statement in front of it.
    if re.search(r"\b" + re.escape(name) + r"\)?\s*\(", text) and "{" in text and ";" not in text.split("{")[0]:
        return "function: head and body stand there"
    return None


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    if shutil.which("ctags") is None:
        print("c_definitions: ctags is not installed; nothing was compared")
        return 77
    program, kernel = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    paths = sample(kernel, int(sys.argv[3]) if len(sys.argv) > 3 else 400)
    mine, other = ours(program, kernel, paths), theirs(kernel, paths)
    text, classes, unexplained = Text(kernel), collections.defaultdict(list), []
    for mark, one, two, why in (("-", other, mine, why_only_theirs), ("+", mine, other, why_only_ours)):
        for key in sorted(set(one) - set(two)):
            path, line, name = key
            reason = why(text.of(path), line, name, one[key])
            where = f"{mark} {path}:{line}: {one[key]} {name}"
            if reason:
                classes[f"{mark} {reason}"].append(where)
            else:
                unexplained.append(where)
    print(f"{len(paths)} files: {len(mine)} definitions of ours, {len(other)} of ctags, {len(set(mine) & set(other))} the same")
    for reason, found in sorted(classes.items()):
        print(f"  {len(found):5} {reason}, as {found[0][2:]}")
    for where in unexplained:
        print("UNEXPLAINED", where)
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
