#!/usr/bin/env python3
"""Over a real Kafka broker: `watch` has new tags measured by the cluster and publishes what one process would; an analyzer and the aggregator are
killed on the way. (Each number of analyzers and partitions: tests/e2e/test_kafka_services.py. Longer faults: `make test-cluster`.)"""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import Scratch, SOURCE, check, equal, finish, must, need_sample
import clusters

sample = need_sample()
clusters.libraries_or_skip()

with Scratch() as scratch:
    wanted, all_findings = clusters.alone(sample, scratch)
    # Content without texts: those bind numbers of releases that a sample lacks.
    (scratch / "content").mkdir()
    what = "watch hands out what is new and publishes, 2 analyzers, 12 partitions"
    site = ("--content", scratch / "content", "--templates", SOURCE / "site-templates", "--base-url", "https://example.org/")
    try:
        with clusters.Rig(sample) as rig:
            cluster = rig.cluster
            workers = [cluster.aggregator(), cluster.analyzer(1), cluster.analyzer(2)]
            watch = cluster.start("watch", sample, "--once", "--repository", "kernels", "--store", cluster.store, "--to", rig.folder / "site", *site)
            rig.complete(watch, *workers)
            equal(f"{what}: SIGTERM ends all well", set(cluster.stop().values()), {0})
            clusters.same(what, rig, wanted)
            must("publish", "--store", scratch / "alone", "--to", scratch / "site", "--quiet", *site)
            equal(f"{what}: the same edition as one process", os.readlink(rig.folder / "site/current"), os.readlink(scratch / "site/current"))
            equal(f"{what}: the same files", (rig.folder / "site/current/manifest.sha256").read_bytes(), (scratch / "site/current/manifest.sha256").read_bytes())
    except clusters.Trouble as trouble:
        check(what, False, str(trouble))

    what = "an analyzer, then the aggregator killed in mid-work"
    try:
        with clusters.Rig(sample) as rig:
            cluster = rig.cluster
            aggregator, first, second = cluster.aggregator(), cluster.analyzer(1), cluster.analyzer(2)
            planner = cluster.planner()
            rig.at(all_findings // 10, aggregator, first, second)
            first.kill()
            rig.at(all_findings // 3, aggregator, second)
            aggregator.kill()
            check(f"{what}: before all was done", clusters.findings(cluster.store) < all_findings)
            aggregator = cluster.aggregator(name="aggregator-again")
            rig.complete(planner, aggregator, second)
            cluster.stop()
            clusters.same(what, rig, wanted)
    except clusters.Trouble as trouble:
        check(what, False, str(trouble))
finish()
