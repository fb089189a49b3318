#!/usr/bin/env python3
"""vnu.py SITE TOOLS [PAGE...] puts the HTML of a site (all of it, or the pages named) and its style sheets and drawings before
the W3C's checker. Errors and warnings both count."""

import collections
import json
import os
import pathlib
import subprocess
import sys

# The checker's style part knows nothing younger than 2023: what it says of these properties and functions is not so.
YOUNGER_CSS = ("text-autospace", "text-spacing-trim", "light-dark", "text-wrap", "container-type", "@container", "details-content",
               "text-size-adjust", "-webkit-text-size-adjust", "content-visibility", "font-variant-numeric",
               # of MathML Core
               "math-shift", "math-depth", "“display”: “math”")
# Read from files, a page has no origin that 'self' could mean, and a style or script is not compared with a hash that allows it
# (Chromium tells real breaches of both); and which language words are in is guessed from few words: of tables of paths, Norwegian.
GUESSES = ("Resource violates Content Security Policy", "Inline style violates Content Security Policy",
           "Inline script violates Content Security Policy", "This document appears to be written in")
BATCH = 200


def check(jar, files):
    done = subprocess.run(("java", "-Xss4m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", "--also-check-css",
                           "--also-check-svg", *map(str, files)), capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)["messages"]
    except (ValueError, KeyError):
        print(f"vnu: {done.stdout[:500]}{done.stderr[:500]}")
        sys.exit(1)


def main():
    site, tools = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    names = [site / name for name in sys.argv[3:]] or sorted(p for p in site.rglob("*") if p.suffix in (".html", ".css", ".svg"))
    problems = collections.OrderedDict()
    for start in range(0, len(names), BATCH):
        for message in check(str(jar), names[start:start + BATCH]):
            kind = message.get("subType") or message["type"]
            text = message["message"]
            if kind not in ("error", "warning", "fatal") and message["type"] != "error":
                continue
            if any(word in text or word in message.get("extract", "") for word in YOUNGER_CSS) and text.startswith("CSS:"):
                continue
            if text.startswith(GUESSES):
                continue
            path = os.path.relpath(message.get("url", "").removeprefix("file:"), site)
            problems.setdefault(text, []).append(f"{path}:{message.get('lastLine', 0)}: {kind}: {text} [{message.get('extract', '').strip()[:80]!r}]")
    for places in problems.values():
        for place in places[:3]:
            print(place)
        if len(places) > 3:
            print(f"  and {len(places) - 3} more of this kind")
    print(f"vnu: {len(names)} files, {sum(map(len, problems.values()))} findings of {len(problems)} kinds")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
