#!/usr/bin/env python3
"""Services over a real Kafka broker: the sample trees of all kernels give the same store, by any number of analyzers and partitions, and when
an analyzer and the aggregator are killed on the way. (Longer faults: `make test-cluster`.)"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import Scratch, check, equal, finish, need_sample
import clusters

sample = need_sample()
clusters.libraries_or_skip()

with Scratch() as scratch:
    wanted, all_findings = clusters.alone(sample, scratch)
    for analyzers, partitions in ((1, 1), (2, 12), (5, 12)):
        what = f"{analyzers} analyzers, {partitions} partitions"
        try:
            with clusters.Rig(sample, partitions) as rig:
                cluster = rig.cluster
                workers = [cluster.aggregator(), *(cluster.analyzer(number) for number in range(analyzers))]
                rig.complete(cluster.planner(), *workers)
                equal(f"{what}: SIGTERM ends all well", set(cluster.stop().values()), {0})
                clusters.same(what, rig, wanted)
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
