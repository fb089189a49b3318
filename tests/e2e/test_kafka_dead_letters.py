#!/usr/bin/env python3
"""A hole over a real Kafka: what nobody can read becomes a dead letter, its release is not shown, and a retry mends it.
Skipped, aloud, where no broker can be had."""

import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cluster  # noqa: E402
import harness  # noqa: E402
from harness import check, equal  # noqa: E402

OLD = "v6.1.192-debian"


def clone_with_a_hole(scratch, path):
    """A clone of the sample that lacks the blob of `path` in the oldest release; the blob and where its object was."""
    clone = scratch / "clone.git"
    subprocess.run(("git", "clone", "--quiet", "--bare", "--no-hardlinks", harness.SAMPLE, clone), check=True)
    packs = list((clone / "objects/pack").glob("*.pack"))
    for pack in packs:
        aside = scratch / pack.name
        os.rename(pack, aside)
        for other in (clone / "objects/pack").glob(f"{pack.stem}.*"):
            other.unlink()
        with open(aside, "rb") as stream:
            subprocess.run(("git", "-C", clone, "unpack-objects", "-q"), stdin=stream, check=True)
    blob = harness.git(clone, "rev-parse", f"{OLD}:{path}").decode().strip()
    loose = clone / "objects" / blob[:2] / blob[2:]
    os.rename(loose, scratch / "the-blob")
    return clone, blob, loose


def a_hole(scratch, digest):
    """An analyzer's clone lacks a blob: nothing is published, it says what is missing, and a retry mends it."""
    path = "rust/kernel/lib.rs"
    clone, blob, loose = clone_with_a_hole(scratch, path)
    with cluster.Broker(scratch / "kafka-hole") as broker, \
            cluster.Cluster(scratch / "cluster-hole", broker.address, "--partitions", 2) as services:
        services.aggregator()
        services.analyzer(0, clone)
        equal("the planner says that the release failed", services.plan_once(f"{harness.SAMPLE}@{OLD}"), 3)
        log = services.services[-1].text()
        check("the blob and its path are named", blob in log and path in log, log)
        equal("nothing is shown to publishers", (services.store / "snapshots").exists(), False)
        letters = json.loads(services.run("dead-letters", "list", "--format", "json").stdout)
        equal("one dead letter, tried three times", [(each["state"], each["tries"], each["items"]) for each in letters],
              [("open", 3, 1)])
        identity = letters[0]["id"] if letters else "none"
        shown = services.run("dead-letters", "show", identity).stdout
        check("the letter shows what is missing and why", blob in shown and OLD in shown and "is missing" in shown, shown)
        equal("a letter that isn't there", services.run("dead-letters", "show", "work-9-9").returncode, 3)
        os.rename(scratch / "the-blob", loose)
        retried = services.run("dead-letters", "retry", identity)
        equal("it is retried", retried.returncode, 0)
        equal("then the planner ends well", services.plan_once(f"{harness.SAMPLE}@{OLD}"), 0)
        equal("no letter is open", json.loads(services.run("dead-letters", "list", "--format", "json").stdout), [])
        services.stop()
        equal("the digest in the end", cluster.digests(services.store), {OLD: digest})


def main():
    sample = harness.need_sample()
    with harness.Scratch() as scratch:
        harness.must("analyze", f"{sample}@{OLD}", "--store", scratch / "embedded", "--jobs", "2")
        try:
            a_hole(scratch, cluster.digests(scratch / "embedded")[OLD])
        except cluster.Skipped as why:
            print(f"SKIPPED: no Kafka broker can be had here, so holes are not tested over one: {why}")
            sys.exit(77)
    harness.finish()


if __name__ == "__main__":
    main()
