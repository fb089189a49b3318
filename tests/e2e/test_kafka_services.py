#!/usr/bin/env python3
"""The services as processes over a real Kafka: sample trees of kernels through 1, 2 and 5 analyzers, over 1 and 12 partitions, all
side by side, each with the store of one process: two of them all releases, the others the small ones (some 4,700 blobs).
One is published as well, one speaks TLS with passwords."""

import contextlib
import json
import os
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import SOURCE, Scratch, check, equal, finish, must, need_sample
import clusters

WAYS = [(analyzers, partitions) for analyzers in (1, 2, 5) for partitions in (1, 12)]
WHOLE = ((2, 12), (5, 12))
PUBLISHED = (2, 12)
SMALL = "v6.*"
SECURE = (1, 1)


class Golden:
    """What one process makes of all releases, or of the small ones."""

    def __init__(self, sample, scratch, small=False):
        scratch.mkdir()
        self.repository = f"{sample}@{SMALL}" if small else sample
        self.store, _ = clusters.alone(self.repository, scratch)
        self.digests = clusters.digests(scratch / "alone")
        if small:
            return
        # Content without texts, which bind numbers of releases that a sample lacks: pages and terms alone.
        (scratch / "content").mkdir()
        self.site = ("--content", scratch / "content", "--templates", SOURCE / "site-templates", "--base-url", "https://example.org/")
        must("publish", "--store", scratch / "alone", "--to", scratch / "site", "--quiet", *self.site)
        self.edition = os.readlink(scratch / "site/current")


def publish(rig, golden, workers):
    to = rig.folder / "site"
    publisher = rig.cluster.publisher(to, "--once", *golden.site)
    clusters.wait_until("the site is published", lambda: not publisher.running(), clusters.SECONDS, workers)
    equal("the publisher ends well", publisher.process.returncode, 0)
    equal("the edition of one process", os.readlink(to / "current"), golden.edition)
    # A publisher that was paused, and wakes when another one has gone on.
    fence = to / "fence"
    fence.write_text(fence.read_text().rsplit(" ", 1)[0] + " 999999\n")
    late = rig.cluster.start("publisher", "--once", "--store", rig.cluster.store, "--to", to, *golden.site, name="late")
    clusters.wait_until("a late publisher ends", lambda: not late.running(), clusters.SECONDS, workers)
    equal("a publisher that comes late publishes nothing", late.process.returncode, 1)
    check("and says why", "a later state of the store was published there" in late.told(), late.told())
    equal("what is served stays", os.readlink(to / "current"), golden.edition)
    status = json.loads(rig.ask("status", "--format", "json").stdout)
    equal("the status of each release", {row["release"]: row["state"] for row in status}, {release: "complete" for release in golden.digests})


def main():
    sample = need_sample()
    clusters.libraries_or_skip()
    with Scratch() as scratch, contextlib.ExitStack() as stack:
        whole, small = Golden(sample, scratch / "whole"), Golden(sample, scratch / "small", small=True)
        rigs = {way: stack.enter_context(clusters.Rig(sample, way[1], secure=way == SECURE)) for way in WAYS}
        running = {}
        for way, rig in rigs.items():
            analyzers, _ = way
            workers = [rig.cluster.aggregator(), *(rig.cluster.analyzer(n) for n in range(analyzers))]
            golden = whole if way in WHOLE else small
            rig.cluster.repository = golden.repository
            running[rig] = workers, rig.cluster.planner(), golden
        for (analyzers, partitions), rig in rigs.items():
            workers, planner, golden = running[rig]
            name = f"{analyzers} analyzers, {partitions} partitions"
            print(name)
            rig.complete(planner, *workers)
            if (analyzers, partitions) == PUBLISHED:
                publish(rig, golden, workers)
            codes = rig.cluster.stop()
            equal(f"{name}: SIGTERM ends each service well", set(codes.values()), {0})
            equal(f"{name}: the digests", clusters.digests(rig.cluster.store), golden.digests)
            clusters.same(name, rig, golden.store)
            told = "".join(worker.told() for worker in workers)
            check(f"{name}: nothing became a dead letter", "dead letter" not in told, told[-3000:])
            snapshots = list((pathlib.Path(rig.cluster.store) / "snapshots").iterdir())
            equal(f"{name}: one snapshot, with all that the store has", [clusters.store_hash(each) for each in snapshots], [golden.store])
    finish()


if __name__ == "__main__":
    clusters.script(main)
