#!/usr/bin/env python3
"""A quick subset of `make check-site`: one page of each kind of a small site of real kernels, each in one language, in a real
Chromium: axe in both themes and widths, console, JavaScript off, file://, 320 px; and that the script of the pages does what it says.
"""

import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import BUILD, SOURCE, sample_site

TOOLS = BUILD / "site-check"
SKIP = 77


def newest(site, folder):
    names = sorted(path.parent.name for path in (site / "en" / folder).glob("*/index.html"))
    return names[-1]


def pages_of(site):
    """One page of each kind; every other one in Chinese."""
    release = sorted(path.parent.name for path in (site / "en" / "releases").glob("*/index.html"))[0]  # the least to look at
    kinds = ["index.html", f"releases/{release}/index.html", f"releases/{release}/unsafe/index.html", f"releases/{release}/layers/index.html",
             "metrics/rust.authored.lines.code/index.html", "modules/index.html", f"drivers/{newest(site, 'drivers')}/index.html",
             f"case-studies/{newest(site, 'case-studies')}/index.html", f"articles/{newest(site, 'articles')}/index.html",
             "glossary/index.html", "data/index.html", "claims/index.html"]
    there = [kind for kind in kinds if (site / "en" / kind).exists()]
    assert len(there) == len(kinds), f"not there: {set(kinds) - set(there)}"
    return ["index.html"] + [f"{('en', 'zh')[i % 2]}/{kind}" for i, kind in enumerate(there)]


def main():
    browser = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if not browser or not shutil.which("node"):
        print("SKIPPED: no Chromium or no node here (infra/deps site)")
        return SKIP
    if not (TOOLS / ".stamp").exists():
        print("SKIPPED: axe and puppeteer are not in build/site-check (infra/site-check/fetch)")
        return SKIP
    site = sample_site()
    only = ",".join(pages_of(site))
    for command in (("node", str(SOURCE / "tests/oracles/site/chromium.mjs"), str(site), str(TOOLS), "--jobs", "2", "--only", only),
                    ("node", str(SOURCE / "tests/oracles/site/script.mjs"), str(site), str(TOOLS))):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
