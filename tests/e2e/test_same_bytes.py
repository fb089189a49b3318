#!/usr/bin/env python3
"""Same inputs, same digests and same site: from git, tarball and directory, with 1 and 8 jobs, twice, elsewhere, in another zone and locale.

On samples of real kernels (some 4,000 files a release), which git itself exports as tarball and directory.
"""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from clusters import store_hash
from harness import Scratch, SOURCE, check, equal, finish, git, must, need_sample, run

sample = need_sample()
content, templates = SOURCE / "content", SOURCE / "site-templates"


def releases(store):
    return json.loads(must("list", "releases", "--store", store, "--format", "json"))


def words(store):
    """What a release is, whichever door it came through."""
    return [(r["name"], r["tree"], r["date"], r["line"], r["files"], r["blobs"], r["complete"], r["failed"], r["digest"]) for r in releases(store)]


def site(store, out, **options):
    must("render", "--store", store, "--out", out, "--content", content, "--templates", templates, "--base-url", "https://example.org/f/", **options)
    return (out / "manifest.sha256").read_bytes()


with Scratch() as scratch:
    golden_store = scratch / "git-1"
    *older, newest = git(sample, "tag", "--list", "--sort=version:refname").decode().split()
    must("analyze", *(f"{sample}@{tag}" for tag in older), "--store", golden_store, "--jobs", 1)
    counted = json.loads(must("analyze", sample, "--store", golden_store, "--jobs", 1, "--format", "json"))
    equal("what is left is read", [r["release"] for r in counted if r["read"]], [newest])
    golden = words(golden_store)
    check("every release of the sample is complete", len(golden) >= 3 and all(r[6] and len(r[8]) == 64 for r in golden))
    golden_site = site(golden_store, scratch / "site-1", env={})
    check("the site holds both languages and a manifest", (scratch / "site-1/zh/index.html").exists() and golden_site.count(b"\n") > 50)

    elsewhere = scratch / "anderswo mit Leerzeichen" / "铁"
    elsewhere.mkdir(parents=True)
    strange = {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "HOME": "/nonexistent"}
    must("analyze", sample, "--store", elsewhere / "store", "--jobs", 8, env=strange, cwd=elsewhere)
    equal("8 jobs in another folder, zone and locale, same releases", words(elsewhere / "store"), golden)
    equal("8 jobs in another folder, zone and locale, same site", site(elsewhere / "store", elsewhere / "site", env=strange), golden_site)

    packers = [(["xz", "-1"], ".xz"), (["gzip", "-1"], ".gz"), (["zstd", "-q"], ".zst")]
    tarballs, folders = scratch / "tar", scratch / "dir"
    for name, _, date, *_ in golden:
        archive = scratch / f"{name}.tar"
        git(sample, "-c", "core.attributesFile=/dev/null", "archive", "--format=tar", f"--prefix=linux-{name}/", "-o", str(archive), f"{name}^{{tree}}")
        unpacked = scratch / "unpacked"
        unpacked.mkdir(exist_ok=True)
        subprocess.run(["tar", "-xf", archive, "-C", unpacked], check=True)
        # Each release through another compression; the largest ones not through the slowest.
        pack, ending = packers.pop(0) if len(packers) > 1 else packers[0]
        subprocess.run([*pack, archive], check=True)
        must("analyze", f"{archive}{ending}@{name}", "--store", tarballs, "--date", date)
        must("analyze", f"{unpacked}/linux-{name}@{name}", "--store", folders, "--date", date)
    equal("from tarballs, same releases", words(tarballs), golden)
    equal("from tarballs, same site", site(tarballs, scratch / "site-tar"), golden_site)
    equal("from directories, same releases", words(folders), golden)
    # What git knows of a commit is all that differs; of directories and tarballs the stores are the same, so their sites are.
    equal("from directories, the same store as from tarballs, row by row", store_hash(folders), store_hash(tarballs))

    verified = run("verify", newest, "--store", golden_store)
    check(f"verify {newest} holds from where it was read", verified.returncode == 0 and "holds" in verified.stdout, verified.stderr)
    verified = run("verify", newest, f"{scratch}/unpacked/linux-{older[0]}@{newest}", "--store", golden_store)
    check("verify from another release's files says that it differs, exit 1", verified.returncode == 1 and "DIFFERS" in verified.stdout, verified.stderr)

    again = json.loads(must("analyze", sample, "--store", golden_store, "--format", "json"))
    check("analyzing again reads nothing", again and all(r["read"] == 0 and r["trees_folded"] == 0 for r in again), str(again))

    # A release costs what changed in it: not more blobs are read than git says differ (and those that pages quote).
    changed = {line.split()[3] for line in git(sample, "diff-tree", "-r", older[-1], newest).decode().splitlines()}
    check(f"{newest} after {older[-1]}: {counted[0]['new']} new blobs, git says {len(changed)} differ", 0 < counted[0]["new"] <= len(changed), str(counted))
    check("few trees are folded again", 0 < counted[0]["trees_folded"] < 100, str(counted))

    unchanged = run("render", "--store", golden_store, "--out", scratch / "site-1", "--content", content, "--templates", templates, "--base-url", "https://example.org/f/")
    check("rendering an unchanged site touches no file", "no file touched" in unchanged.stderr, unchanged.stderr)

finish()
