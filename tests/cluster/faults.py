#!/usr/bin/env python3
"""faults.py [NAME...]: what goes wrong in a cluster of real processes over real Kafka brokers; each case ends in the store of one process, with
no hand but what a supervisor does (starts again what has died). `make test-cluster` runs all; names select some; --list shows them."""

import os
import pathlib
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import Scratch, check, equal, finish, need_sample
import clusters
from clusters import Rig, same

CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


class Facts:
    """What all cases share."""

    def __init__(self, sample, wanted, count):
        self.sample, self.wanted, self.count = sample, wanted, count


@case
def every_number_of_analyzers_and_partitions(facts):
    for analyzers in (1, 2, 5):
        for partitions in (1, 12):
            with Rig(facts.sample, partitions, brokers=1) as rig:
                workers = [rig.cluster.aggregator(), *(rig.cluster.analyzer(n) for n in range(analyzers))]
                rig.complete(rig.cluster.planner(), *workers)
                equal(f"{analyzers} analyzers, {partitions} partitions: SIGTERM ends all well", set(rig.cluster.stop().values()), {0})
                same(f"{analyzers} analyzers, {partitions} partitions", rig, facts.wanted)


@case
def analyzer_killed_in_mid_batch(facts):
    """Three times, each time the one that has worked longest; a new one joins."""
    with Rig(facts.sample, brokers=1) as rig:
        cluster = rig.cluster
        aggregator, working = cluster.aggregator(), [cluster.analyzer(n) for n in range(2)]
        planner = cluster.planner()
        for n in range(3):
            rig.at(facts.count * (n + 1) // 6, aggregator, *working)
            working.pop(0).kill()
            working.append(cluster.analyzer(n + 2))
        rig.complete(planner, aggregator, *working)
        same("analyzer killed -9 in mid-batch", rig, facts.wanted)


@case
def aggregator_killed_in_mid_transaction(facts):
    """By strace at its k-th sync of a file: inside a commit of SQLite."""
    strace = shutil.which("strace")
    if strace is None:
        print("SKIPPED: no strace here, so nothing is killed inside a transaction")
        return
    with Rig(facts.sample, brokers=1) as rig:
        cluster = rig.cluster
        workers = [cluster.analyzer(n) for n in range(2)]
        planner = cluster.planner()
        program, killed = cluster.program, 0
        for k in (2, 3, 5, 8, 13):
            wrapper = rig.folder / f"strace-{k}"
            wrapper.write_text(f'#!/bin/sh\nexec {strace} -f -qq -o /dev/null -e trace=fsync,fdatasync -e '
                               f'inject=fsync,fdatasync:signal=SIGKILL:when={k} {program} "$@"\n')
            wrapper.chmod(0o755)
            cluster.program = str(wrapper)
            aggregator = cluster.aggregator(name=f"aggregator-killed-{k}")
            cluster.program = program
            end = time.monotonic() + 30
            while aggregator.running() and planner.running() and time.monotonic() < end:
                time.sleep(0.05)
            killed += 0 if aggregator.running() else 1
            aggregator.kill()
        check("aggregator killed in mid-transaction: it was, each time", killed >= 3, f"{killed} of 5")
        aggregator = cluster.aggregator()
        rig.complete(planner, aggregator, *workers)
        same("aggregator killed in mid-transaction", rig, facts.wanted)


@case
def broker_killed_and_restarted(facts):
    with Rig(facts.sample, brokers=1) as rig:
        cluster = rig.cluster
        workers = [cluster.aggregator(), cluster.analyzer(1), cluster.analyzer(2)]
        planner = cluster.planner()
        for part in (5, 2):
            rig.at(facts.count // part, planner, *workers)
            rig.kafka.signal(signal.SIGKILL)
            time.sleep(2)
            rig.kafka.start(with_parent=True)
        rig.complete(planner, *workers)
        same("broker killed and restarted, twice", rig, facts.wanted)


@case
def broker_paused_20_seconds(facts):
    with Rig(facts.sample, brokers=1) as rig:
        cluster = rig.cluster
        workers = [cluster.aggregator(), cluster.analyzer(1), cluster.analyzer(2)]
        planner = cluster.planner()
        rig.at(facts.count // 5, planner, *workers)
        rig.kafka.signal(signal.SIGSTOP)
        time.sleep(20)
        rig.kafka.signal(signal.SIGCONT)
        rig.complete(planner, *workers)
        same("broker paused 20 s", rig, facts.wanted)


@case
def one_of_three_brokers_killed(facts):
    """The others go on at once; it comes back, another one goes."""
    with Rig(facts.sample, brokers=3) as rig:
        cluster = rig.cluster
        workers = [cluster.aggregator(), cluster.analyzer(1), cluster.analyzer(2)]
        planner = cluster.planner()
        for which in (1, 2):
            rig.at(facts.count * which // 4, planner, *workers)
            rig.kafka.signal(signal.SIGKILL, which)
            rig.at(facts.count * which // 4 + facts.count // 8, *workers)
            rig.kafka.start(with_parent=True)
        rig.complete(planner, *workers)
        same("one of three brokers killed, twice", rig, facts.wanted)


@case
def analyzer_paused_until_another_did_its_work(facts):
    """SIGSTOP until all is complete: the group gives its partitions away. Then it wakes, and what it still sends is harmless."""
    with Rig(facts.sample, brokers=1) as rig:
        cluster = rig.cluster
        aggregator, sleeper = cluster.aggregator(), cluster.analyzer(1)
        planner = cluster.planner()
        rig.at(facts.count // 10, aggregator, sleeper)
        sleeper.send(signal.SIGSTOP)
        other = cluster.analyzer(2)
        rig.complete(planner, aggregator, other)
        same("an analyzer sleeps while another does its work", rig, facts.wanted)
        sleeper.send(signal.SIGCONT)
        time.sleep(8)
        check("and when it wakes: it goes on or ends well", sleeper.running() or sleeper.process.returncode == 0, sleeper.tail())
        check("and the aggregator goes on", aggregator.running(), aggregator.tail())
        again = cluster.planner(name="planner-again")
        rig.complete(again, aggregator, other)
        cluster.stop()
        same("after it woke", rig, facts.wanted)


@case
def everything_killed_at_once(facts):
    with Rig(facts.sample, brokers=1) as rig:
        cluster = rig.cluster
        for part in (6, 3, 2):
            workers = [cluster.aggregator(name=f"aggregator-{part}"), *(cluster.analyzer(f"{part}-{n}") for n in range(2))]
            planner = cluster.planner(name=f"planner-{part}")
            rig.at(facts.count // part, *workers)
            cluster.kill()
            rig.kafka.signal(signal.SIGKILL)
            rig.kafka.start(with_parent=True)
        workers = [cluster.aggregator(), *(cluster.analyzer(n) for n in range(2))]
        planner = cluster.planner()
        rig.complete(planner, *workers)
        same("everything killed at once, three times", rig, facts.wanted)


@case
def topics_replayed_from_zero(facts):
    """A store made from the topics alone, with no analyzer; and one that is there, read into again from the beginning."""
    with Rig(facts.sample, brokers=1) as rig:
        cluster = rig.cluster
        aggregator, analyzer = cluster.aggregator(), cluster.analyzer(1)
        rig.complete(cluster.planner(), aggregator, analyzer)
        equal("replay: all ended well", set(cluster.stop().values()), {0})
        same("replay: before", rig, facts.wanted)
        fresh = rig.folder / "fresh"
        aggregator = cluster.aggregator(store=fresh, name="aggregator-fresh")
        clusters.wait_until("the store is made again", lambda: clusters.findings(fresh) == facts.count
                            and clusters.store_hash(fresh) == facts.wanted, clusters.SECONDS, [aggregator])
        aggregator.stop()
        same("replay: a new store from the topics alone", rig, facts.wanted, fresh)
        aggregator = cluster.aggregator("--replay", name="aggregator-replay")
        time.sleep(5)
        equal("replay: into the store that is there, it ends well", aggregator.stop(), 0)
        same("replay: into the store that is there", rig, facts.wanted)


@case
def standby_takes_over(facts):
    """Two aggregators with a store each; the first dies in the middle."""
    with Rig(facts.sample, brokers=1) as rig:
        cluster = rig.cluster
        standby_store = rig.folder / "standby"
        first, standby = cluster.aggregator(), cluster.aggregator(store=standby_store, name="standby")
        analyzer = cluster.analyzer(1)
        planner = cluster.planner()
        rig.at(facts.count // 3, first, standby, analyzer)
        first.kill()
        rig.complete(planner, standby, analyzer)
        same("a standby took over", rig, facts.wanted, standby_store)


def main():
    if "--list" in sys.argv:
        print("\n".join(CASES))
        return
    chosen = sys.argv[1:] or list(CASES)
    unknown = [name for name in chosen if name not in CASES]
    if unknown:
        sys.exit(f"no such case: {', '.join(unknown)}; there are {', '.join(CASES)}")
    sample = need_sample()
    clusters.libraries_or_skip()
    with Scratch() as scratch:
        wanted, count = clusters.alone(sample, scratch)
        facts = Facts(sample, wanted, count)
        for name in chosen:
            print(f"--- {name}", flush=True)
            began = time.monotonic()
            try:
                CASES[name](facts)
            except (clusters.Trouble, OSError) as trouble:
                check(name, False, str(trouble))
            print(f"    {time.monotonic() - began:.0f} s", flush=True)
    finish()


if __name__ == "__main__":
    os.environ.setdefault("FERROTYPE_KEEP", "")
    main()
