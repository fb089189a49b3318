#!/usr/bin/env python3
"""Every form of chart over made-up data (tests/support/chart_fixtures.h) in both languages and at every width: small enough,
well-formed, and measured by a browser, with the fonts that it has: no letter beyond the paper, none on another, none under 11 px.

The unit tests measure the same drawings by tables of widths; this shows that the tables are no narrower than real letters.
Without Chromium the measuring says aloud that it is skipped.
"""

import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../support"))
sys.dont_write_bytecode = True
from harness import BUILD, SOURCE, Scratch, check, finish  # noqa: E402

MOST = 4096  # bytes, compressed
# The narrowest room in which the style sheet shows a drawing: at 320 px without its margins, then its container queries.
ROOMS = {"narrow": 288, "medium": 440, "wide": 640}

MEASURE = """
const trouble = [];
let letters = 0;
for (const svg of document.querySelectorAll("svg")) {
  const box = svg.viewBox.baseVal, told = svg.dataset.name;
  const scale = svg.getScreenCTM().a;
  const texts = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim()).map(t => {
    const b = t.getBBox();
    if (parseFloat(getComputedStyle(t).fontSize) * scale < 11) trouble.push(`${told}: "${t.textContent}" has letters under 11 px`);
    return {x: b.x, y: b.y + b.height * .12, r: b.x + b.width, b: b.y + b.height * .88, s: t.textContent};
  });
  letters += texts.length;
  for (const [i, t] of texts.entries()) {
    if (t.x < -1 || t.r > box.width + 1 || t.y < -1 || t.b > box.height + 1.5) trouble.push(`${told}: "${t.s}" leaves the paper`);
    for (let j = 0; j < i; ++j) {
      const o = texts[j];
      if (t.x < o.r - 1 && o.x < t.r - 1 && t.y < o.b - 1 && o.y < t.b - 1) trouble.push(`${told}: "${t.s}" lies on "${o.s}"`);
    }
  }
}
document.body.replaceChildren(Object.assign(document.createElement("pre"), {id: "found", textContent: JSON.stringify({letters, trouble})}));
"""


def drawings():
    printed = subprocess.run([BUILD / "tests" / "print_charts"], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in printed.splitlines()]


def measured(browser, folder, charts):
    style = (SOURCE / "site-templates" / "site.css").read_text(encoding="utf-8")
    body = []
    for chart in charts:
        name = f"{chart['name']}, {chart['lang']}, {chart['extent']}".replace("&", "").replace('"', "").replace("<", "")
        svg = chart["inline"].replace("<svg ", f'<svg data-name="{name}" ', 1)
        body.append(f'<div lang="{chart["lang"]}" style="width:{ROOMS[chart["extent"]]}px">{svg}</div>')
    page = pathlib.Path(folder) / "charts.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}.chart{{display:block!important;max-width:none!important}}"
                    f"div{{content-visibility:visible}}</style><body>{''.join(body)}<script>{MEASURE}</script>", encoding="utf-8")
    done = subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
                           "--window-size=1280,2000", "--dump-dom", page.as_uri()],
                          capture_output=True, text=True, timeout=200, stdin=subprocess.DEVNULL, check=False)
    found = re.search(r'<pre id="found">(.*)</pre>', done.stdout, re.S)
    if not found:
        return None
    return json.loads(found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def main():
    charts = drawings()
    check(f"{len(charts)} drawings", len(charts) > 1000)
    sizes = {}
    broken = []
    for chart in charts:
        for kind in ("inline", "file"):
            sizes[(chart["name"], chart["lang"], chart["extent"], kind)] = len(gzip.compress(chart[kind].encode(), 9, mtime=0))
        try:
            ElementTree.fromstring(chart["file"])
        except ElementTree.ParseError as error:
            broken.append(f"{chart['name']}: {error}")
    largest = max(sizes, key=sizes.get)
    over = [f"{name}: {size}" for name, size in sizes.items() if size > MOST]
    check(f"each at most {MOST} bytes compressed, those with 200 values too (largest: {sizes[largest]}, {', '.join(largest)})", not over,
          "\n      ".join(over[:20]))
    check("each file well-formed", not broken, "\n      ".join(broken[:20]))
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        print("SKIPPED  measuring letters in a browser: no Chromium on this machine")
        return finish()
    with Scratch() as folder:
        found = measured(browser, folder, charts)
    check("the browser measured", found is not None and found["letters"] > 10_000)
    if found:
        check(f"{found['letters']} letters in Chromium: inside, apart, 11 px at least", not found["trouble"],
              f"{len(found['trouble'])}:\n      " + "\n      ".join(found["trouble"][:20]))
    return finish()


if __name__ == "__main__":
    sys.exit(main())
