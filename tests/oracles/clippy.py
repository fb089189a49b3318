#!/usr/bin/env python3
"""clippy.py LEDGER [KERNEL]: compares our judgement of unsafe code with clippy's, site by site. Exits 1 on a difference, 77 without clippy.

LEDGER  build/tests/unsafe_sites (run here on each crate), or any program that prints CSV with path,line,class,state for a folder
KERNEL  an unpacked kernel: its vendored crates are checked too, as far as cargo can check them here

Clippy runs twice: on the crate as it is, and with every SAFETY: and # Safety made unreadable, which shows all the sites that it sees
(others are left out by cfg). On these, "clippy warns" must be "missing or in the wrong place". A placeholder is a reason to clippy.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "../unit/analyzer/fixtures")
LINTS = {"clippy::undocumented_unsafe_blocks": ("block", "impl"),
         "clippy::missing_safety_doc": ("function", "method", "trait-method", "trait")}
# Name, folder in the kernel, crate root, edition, extra lines of the manifest.
CRATES = [("proc-macro2", "rust/proc-macro2", "lib.rs", "2021", ""),
          ("zerocopy", "rust/zerocopy", "src/lib.rs", "2021", ""),
          ("quote", "rust/quote", "lib.rs", "2021", '[dependencies]\nproc-macro2 = { path = "../proc-macro2" }')]


def warnings(folder):
    """{(path, line, lint)} of clippy, or None when the crate doesn't compile here."""
    command = ("cargo", "clippy", "--offline", "--quiet", "--message-format=json", "--",
               *(word for lint in LINTS for word in ("-W", lint)))
    run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    found = set()
    for line in run.stdout.splitlines():
        message = json.loads(line).get("message")
        code = message and message.get("code") and message["code"]["code"]
        if code in LINTS:
            span = next(span for span in message["spans"] if span["is_primary"])
            if not span["expansion"]:
                found.add((os.path.normpath(span["file_name"]), span["line_start"], code))
        elif message and message["level"] == "error" and code and not code.startswith("clippy::"):
            return None
    return found if run.returncode == 0 or found else None


def ours(program, folder):
    """{(path, line, lint): all its sites are well} for sites outside macros."""
    run = subprocess.run((program, folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True)
    sites = {}
    for row in csv.DictReader(io.StringIO(run.stdout)):
        for lint, classes in LINTS.items():
            if row["class"] in classes:
                key = (os.path.relpath(row["path"], folder), int(row["line"]), lint)
                sites[key] = sites.get(key, True) and row["state"] not in ("missing", "wrong-place")
    return sites


def rewrite(folder, change):
    for base, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".rs"):
                path = os.path.join(base, name)
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                with open(path, "w", encoding="utf-8") as file:
                    file.write(change(text))


def write_manifest(folder, name, root, edition, extra):
    for other in ("Cargo.toml", "Cargo.lock", "build.rs", "rust-toolchain.toml"):
        if os.path.exists(os.path.join(folder, other)):
            os.remove(os.path.join(folder, other))
    with open(os.path.join(folder, "Cargo.toml"), "w", encoding="utf-8") as file:
        file.write(f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "{edition}"\nautoexamples = false\n'
                   f'autobenches = false\nautotests = false\nautobins = false\n[lib]\npath = "{root}"\n{extra}\n[workspace]\n')
    with open(os.path.join(folder, "clippy.toml"), "w", encoding="utf-8") as file:
        file.write("check-private-items = true\n")  # as the kernel sets it


def unreadable(text):
    text = re.sub(r"(?i)safety:", "SAFETX:", text)
    return re.sub(r"(?m)(#+\s*(?:Implementation )?)S(afety|AFETY)\b|^(\s*///\s*)Safety$", r"\1\3X\2", text)


def compare(name, folder, program, must):
    """The number of differences."""
    judged = warnings(folder)
    sites = ours(program, folder)
    rewrite(folder, unreadable)
    seen = warnings(folder)
    if judged is None or seen is None:
        print(f"{name}: does not compile by itself" + ("" if must else ", not compared"))
        return 1 if must else 0
    wrong = 0
    for path, line, lint in sorted(seen | judged):
        key = (path, line, lint)
        if key not in sites:
            print(f"{name}: {path}:{line}: clippy sees a site for {lint}, we none")
            wrong += 1
        elif sites[key] == (key in judged):
            print(f"{name}: {path}:{line}: {lint}: clippy {'warns' if key in judged else 'is content'}, we say the opposite")
            wrong += 1
    print(f"{name}: {len(seen)} sites that clippy sees, of {len(sites)}; it warns of {len(judged)}; {wrong} differences")
    return wrong


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__)
        return 2
    version = shutil.which("cargo") and subprocess.run(("cargo", "clippy", "--version"), stdout=subprocess.PIPE,
                                                       stderr=subprocess.DEVNULL, text=True, check=False)
    if not version or version.returncode != 0:
        print("clippy.py: no cargo clippy here: nothing compared")
        return 77
    print(version.stdout.strip())
    program = os.path.abspath(sys.argv[1])
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        for fixture in ("unsafe_comments", "unsafe_docs"):
            folder = os.path.join(scratch, fixture)
            os.makedirs(folder)
            shutil.copy(os.path.join(FIXTURES, fixture + ".rs"), os.path.join(folder, "lib.rs"))
            rewrite(folder, lambda text: re.sub(r" *//~ .*", "", text))
            write_manifest(folder, fixture, "lib.rs", "2024", "")
            wrong += compare(fixture, folder, program, must=True)
        for name, place, root, edition, extra in CRATES if len(sys.argv) == 3 else ():
            source = os.path.join(sys.argv[2], place)
            if not os.path.isdir(source):
                print(f"{name}: not in this kernel")
                continue
            folder = os.path.join(scratch, name)
            shutil.copytree(source, folder)
            write_manifest(folder, name, root, edition, extra)
            wrong += compare(name, folder, program, must=False)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
