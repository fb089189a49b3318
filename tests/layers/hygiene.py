"""What must not be in a file that git tracks, whatever its language."""

import os
import re
import subprocess

BINARY = (".png", ".jpg", ".webp", ".woff2", ".ico", ".gz", ".zst", ".xz", ".bin", ".git", ".sqlite")

# Folders that exist on the machine of whoever wrote the line and on no other. In two halves, so that this file passes.
_MACHINE_PATH = re.compile(r"(?<![\w.$}/:-])/(?:" + "|".join(("wor" "k", "roo" "t", "hom" "e", "User" "s", "tmp/" "k", "mn" "t"))
                           + r")/[\w.]")
# Lock files carry hashes, and everybody's package manager knows its own registry: no address belongs here. (What prose says of vendored
# crates may name the place they come from.)
_REGISTRIES = ("registry.npm" "js.org", "py" "pi.org", "files.python" "hosted.org", "index.crates" ".io", "static.crates" ".io", "proxy.golang" ".org",
               "repo1.maven" ".org", "repo.maven.apache" ".org", "deb.debian" ".org", "security.debian" ".org",
               "archive.ubuntu" ".com", "snapshot.debian" ".org")
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)|!\[[^\]\n]*\]\(([^)\s]+)\)")


def problems_of_bytes(path, data):
    """What is wrong with one tracked file, as lines for people."""
    if path.endswith(BINARY) or not data:
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"{path}: not UTF-8 at byte {error.start}"
        return
    if "\r" in text:
        yield f"{path}:{text[:text.index(chr(13))].count(chr(10)) + 1}: a carriage return"
    if not text.endswith("\n"):
        yield f"{path}: no newline at its end"
    for number, line in enumerate(text.splitlines(), 1):
        found = _MACHINE_PATH.search(line)
        if found and not line.startswith("#!"):
            yield f"{path}:{number}: {found.group(0)}... is a path of one machine"
        for host in _REGISTRIES:
            if host in line:
                yield f"{path}:{number}: names the registry {host}"
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            yield f"{path}:{number}: a conflict that nobody resolved"


def problems_of_mode(path, data, executable):
    """A script that can't be started, or a starter that isn't one."""
    if data.startswith(b"#!") and not executable:
        yield f"{path}: begins with #! but is not executable"
    if executable and not data.startswith(b"#!"):
        yield f"{path}: is executable but does not begin with #!"


def links_of(text):
    """Relative targets of a Markdown text's links and pictures, code left out."""
    text = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]*`", "", text)
    for match in _LINK.finditer(text):
        target = (match.group(1) or match.group(2)).partition("#")[0]
        if target and not re.match(r"[a-z][a-z0-9+.-]*:", target):
            yield target


def check(root):
    """(number of tracked files, problems)."""
    listing = subprocess.run(("git", "-C", root, "-c", "safe.directory=*", "ls-files", "-z", "--stage"), check=True,
                             stdout=subprocess.PIPE).stdout.decode()
    count, problems = 0, []
    for entry in listing.split("\0")[:-1]:
        (mode, *_), path = entry.split("\t")[0].split(), entry.split("\t")[1]
        full = os.path.join(root, path)
        if mode not in ("100644", "100755") or not os.path.exists(full):
            continue
        count += 1
        with open(full, "rb") as file:
            data = file.read()
        problems += problems_of_bytes(path, data)
        problems += problems_of_mode(path, data, mode == "100755")
        if path.endswith(".md") and not path.startswith(("content/", "tests/")):
            for target in links_of(data.decode("utf-8", "replace")):
                if not os.path.exists(os.path.join(os.path.dirname(full), target)):
                    problems.append(f"{path}: links to {target}, which is not there")
    return count, problems
