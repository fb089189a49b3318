#!/usr/bin/env python3
"""The services as processes over a real Kafka: the same store and site as one process makes, from any number of analyzers
and partitions. Skipped, aloud, where no broker can be had."""

import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import cluster  # noqa: E402
import harness  # noqa: E402
from harness import check, equal  # noqa: E402

BASE_URL = "https://example.org/"
PAGES = ("--templates", harness.SOURCE / "site-templates", "--base-url", BASE_URL, "--jobs", "2")


def small_content(scratch):
    """Content without texts, which bind numbers of releases that a sample lacks: pages and terms alone."""
    folder = scratch / "content"
    folder.mkdir(exist_ok=True)
    return folder


def edition_of(folder):
    return os.readlink(folder / "current") if (folder / "current").is_symlink() else "nothing is published"


def one_way(scratch, golden, analyzers, partitions, publish):
    name = f"{analyzers} analyzers, {partitions} partitions"
    with cluster.Broker(scratch / f"kafka-{analyzers}-{partitions}") as broker, \
            cluster.Cluster(scratch / f"cluster-{analyzers}-{partitions}", broker.address, "--partitions", partitions) as services:
        services.aggregator()
        for number in range(analyzers):
            services.analyzer(number)
        equal(f"{name}: the planner ends well", services.plan_once(), 0)
        if publish:
            publisher = services.start("publisher", "publisher", "--once", "--store", services.store, "--to", services.folder / "site",
                                       "--content", small_content(scratch), *PAGES)
            equal(f"{name}: the publisher ends well", publisher.process.wait(120), 0)
            equal(f"{name}: the edition", edition_of(services.folder / "site"), golden["edition"])
            # A publisher that was paused, and wakes when another one has gone on.
            fence = services.folder / "site" / "fence"
            fence.write_text(fence.read_text().rsplit(" ", 1)[0] + " 999999\n")
            late = services.start("late-publisher", "publisher", "--once", "--store", services.store, "--to", services.folder / "site",
                                  "--content", small_content(scratch), *PAGES)
            equal(f"{name}: a publisher that comes late publishes nothing", late.process.wait(60), 1)
            check(f"{name}: and says why", "a later state of the store was published there" in late.text(), late.text())
            services.services.remove(late)
            equal(f"{name}: what is served stays", edition_of(services.folder / "site"), golden["edition"])
            status = json.loads(services.run("status", "--format", "json").stdout)
            equal(f"{name}: the status of each release", {row["release"]: row["state"] for row in status},
                  {release: "complete" for release in golden["digests"]})
        codes = services.stop()
        check(f"{name}: SIGTERM ends each service well", all(code == 0 for code in codes.values()), f"{codes}\n{services.logs()}")
        equal(f"{name}: the digests", cluster.digests(services.store), golden["digests"])
        equal(f"{name}: the store", cluster.store_hash(services.store), golden["store"])
        snapshots = list((services.store / "snapshots").iterdir())
        equal(f"{name}: one snapshot, with all that the store has", [cluster.store_hash(s) for s in snapshots], [golden["store"]])
        check(f"{name}: nothing became a dead letter", "dead letter" not in services.logs(), services.logs())


def main():
    sample = harness.need_sample()
    with harness.Scratch() as scratch:
        harness.must("analyze", sample, "--store", scratch / "embedded", "--jobs", "2")
        harness.must("publish", "--store", scratch / "embedded", "--to", scratch / "site", "--content", small_content(scratch), *PAGES)
        golden = {"store": cluster.store_hash(scratch / "embedded"), "digests": cluster.digests(scratch / "embedded"),
                  "edition": edition_of(scratch / "site")}
        try:
            for analyzers, partitions in ((1, 1), (2, 12), (5, 12)):
                one_way(scratch, golden, analyzers, partitions, publish=analyzers == 2)
        except cluster.Skipped as why:
            print(f"SKIPPED: no Kafka broker can be had here, so the services are not tested: {why}")
            sys.exit(77)
    harness.finish()


if __name__ == "__main__":
    main()
