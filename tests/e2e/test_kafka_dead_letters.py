#!/usr/bin/env python3
"""A hole over a real Kafka: what nobody can read becomes a dead letter, its release is not shown, and a retry mends it.
Skipped, aloud, where no broker can be had."""

import json
import os
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import SAMPLE, Scratch, check, equal, finish, git, must, need_sample
import clusters

OLD = "v6.1.192-debian"
PATH = "rust/kernel/lib.rs"


def clone_with_a_hole(scratch):
    """A clone of the sample that lacks the blob of PATH in the oldest release; the blob and where its object was."""
    clone = scratch / "kernels.git"
    subprocess.run(("git", "clone", "--quiet", "--bare", "--no-hardlinks", SAMPLE, clone), check=True)
    packs = list((clone / "objects/pack").glob("*.pack"))
    for pack in packs:
        aside = scratch / pack.name
        os.rename(pack, aside)
        for other in (clone / "objects/pack").glob(f"{pack.stem}.*"):
            other.unlink()
        with open(aside, "rb") as stream:
            subprocess.run(("git", "-C", clone, "unpack-objects", "-q"), stdin=stream, check=True)
    blob = git(clone, "rev-parse", f"{OLD}:{PATH}").decode().strip()
    loose = clone / "objects" / blob[:2] / blob[2:]
    os.rename(loose, scratch / "the-blob")
    return clone, blob, loose


def letters_of(rig):
    return json.loads(rig.ask("dead-letters", "list", "--format", "json").stdout)


def a_hole(scratch, digest):
    """An analyzer's clone lacks a blob: nothing is published, it says what is missing, and a retry mends it."""
    clone, blob, loose = clone_with_a_hole(scratch)
    with clusters.Rig(clone, partitions=2) as rig:
        cluster = rig.cluster
        workers = [cluster.aggregator(), cluster.analyzer(1)]
        cluster.repository = f"{SAMPLE}@{OLD}"
        planner = cluster.planner()
        rig.complete(planner, *workers, code=3)
        check("the blob and its path are named", blob in planner.told() and PATH in planner.told(), planner.told())
        equal("nothing is shown to publishers", (pathlib.Path(cluster.store) / "snapshots").exists(), False)
        letters = letters_of(rig)
        equal("one dead letter, tried three times", [(each["state"], each["tries"], each["items"]) for each in letters], [("open", 3, 1)])
        identity = letters[0]["id"] if letters else "none"
        shown = rig.ask("dead-letters", "show", identity).stdout
        check("the letter shows what is missing and why", blob in shown and OLD in shown and "is missing" in shown, shown)
        equal("a letter that isn't there", rig.ask("dead-letters", "show", "work-9-9").returncode, 3)
        os.rename(scratch / "the-blob", loose)
        equal("it is retried", rig.ask("dead-letters", "retry", identity).returncode, 0)
        rig.complete(cluster.planner(name="planner-again"), *workers)
        equal("no letter is open", letters_of(rig), [])
        cluster.stop()
        equal("the digest in the end", clusters.digests(cluster.store), {OLD: digest})


def main():
    sample = need_sample()
    clusters.libraries_or_skip()
    with Scratch() as scratch:
        must("analyze", f"{sample}@{OLD}", "--store", scratch / "embedded", "--jobs", "2")
        a_hole(scratch, clusters.digests(scratch / "embedded")[OLD])
    finish()


if __name__ == "__main__":
    clusters.script(main)
