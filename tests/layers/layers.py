"""The arrows between the rooms of services/, drawn from #include lines, against the picture in ARCHITECTURE.md.

    cli -> edges -> pure -> model -> base; rooms meet in model and base alone; each library has its room.
"""

import os
import re

PURE = ("analyzer", "planner", "aggregator", "renderer")
EDGES = ("source", "bus", "store", "publisher", "telemetry")

# Room -> rooms it may include beside itself. The command line is the parts list, so it knows all.
MAY_INCLUDE = {"base": (), "model": ("base",), "cli": ("base", "model", *PURE, *EDGES)}
for _room in (*PURE, *EDGES):
    MAY_INCLUDE[_room] = ("base", "model")

# What a header of a library begins with -> the rooms that may know the library.
LIBRARIES = {
    "git2": ("source",),
    "archive": ("source",),
    "sqlite3": ("store",),
    "librdkafka": ("bus",),
    "rdkafka": ("bus",),
    "cmark": ("renderer",),
    "tree_sitter": ("analyzer", "renderer"),
    "ctemplate": ("renderer",),
    "quickjs": ("renderer",),
    "toml++": ("cli", "renderer"),
    "yaml": ("renderer",),
    "unicode": ("renderer",),
    "capnp": ("model",),
    "kj": ("model",),
    "proto": ("model",),
    "zlib": ("publisher", "source"),
    "brotli": ("publisher",),
    "openssl": ("base",),
    "CLI": ("cli",),
    "httplib": ("cli", "publisher", "telemetry"),
    "gtest": (),
    "gmock": (),
}

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
_WALL_CLOCK = re.compile(r"\bsystem_clock\b|\bstd::time\(|\bgettimeofday\(|\brandom_device\b|\bsetlocale\(")


def without_comments(text):
    """The text with its comments blanked, newlines kept; strings are left as they are."""
    pattern = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
    return pattern.sub(lambda m: m.group(0) if m.group(0)[0] == '"' else re.sub(r"[^\n]", " ", m.group(0)), text)


def problems_of(path, text):
    """What is wrong with one file of services/, `path` relative to that folder, as lines for people."""
    room = path.split("/")[0]
    if room not in MAY_INCLUDE:
        yield f"services/{path}: {room} is a room that the picture doesn't have; known: {', '.join(sorted(MAY_INCLUDE))}"
        return
    code = without_comments(text)
    for match in _INCLUDE.finditer(code):
        place = f"services/{path}:{code.count(chr(10), 0, match.start()) + 1}"
        header = match.group(1) or match.group(2)
        rooms = LIBRARIES.get(re.split(r"[/.-]", header)[0])
        if ".." in header.split("/"):
            yield f'{place}: "{header}" climbs out of its folder; include it from services/'
        elif header.split("/")[0] in MAY_INCLUDE and "/" in header:
            other = header.split("/")[0]
            if other != room and other not in MAY_INCLUDE[room]:
                yield f'{place}: {room} may not include "{header}": it may know {", ".join(MAY_INCLUDE[room]) or "nothing"}'
        elif match.group(1) and "/" not in header and rooms is None:
            yield f'{place}: "{header}" names no room; write "{room}/{header}"'
        if rooms is not None and room not in rooms:
            yield f"{place}: {room} may not include {header}: its rooms are {', '.join(rooms) or 'none, only tests'}"
    if room in (*PURE, "model", "base"):
        for match in _WALL_CLOCK.finditer(code):
            line = code.count("\n", 0, match.start()) + 1
            yield f"services/{path}:{line}: {match.group(0)}: no clock, chance or locale reaches a result"


def check(services):
    """(number of files read, problems) of a services/ folder."""
    count, problems = 0, []
    for folder, folders, names in os.walk(services):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".cc", ".h", ".c", ".cpp", ".hpp")):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    problems += problems_of(os.path.relpath(path, services).replace(os.sep, "/"), file.read())
                count += 1
    return count, problems
