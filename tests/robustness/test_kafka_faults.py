#!/usr/bin/env python3
"""Over a real Kafka broker of its own: in one run an analyzer is killed in mid-batch, another one asked to end, the aggregator killed in mid-work,
and the broker; each comes back as a supervisor would have it, and the store is that of one process. (Each fault alone, and the slow ones: `make test-cluster`.)"""

import pathlib
import signal
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import Scratch, check, equal, finish, need_sample
import clusters


def main():
    sample = need_sample()
    clusters.libraries_or_skip()
    with Scratch() as scratch:
        wanted, count = clusters.alone(sample, scratch)
        with clusters.Rig(sample, brokers=1) as rig:
            cluster = rig.cluster
            aggregator, first, second, asked = cluster.aggregator(), *(cluster.analyzer(n) for n in (1, 2, "asked"))
            planner = cluster.planner()
            rig.at(count // 10, planner, aggregator, first, second, asked)
            first.kill()
            rig.at(count // 6, planner, aggregator, second, asked)
            equal("SIGTERM in mid-work ends an analyzer well, its answers given", asked.stop(), 0)
            rig.at(count // 4, planner, aggregator, second)
            aggregator.kill()
            check("the aggregator was killed before all was done", clusters.findings(cluster.store) < count)
            aggregator = cluster.aggregator(name="aggregator-again")
            rig.at(count // 2, planner, aggregator, second)
            rig.kafka.signal(signal.SIGKILL)
            check("the broker was killed before all was done", clusters.findings(cluster.store) < count)
            rig.kafka.start(with_parent=True)
            third = cluster.analyzer(3)
            rig.complete(planner, aggregator, second, third)
            cluster.stop()
            clusters.same("analyzer, aggregator and broker killed", rig, wanted)
    finish()


if __name__ == "__main__":
    clusters.script(main)
