"""Clusters for tests: real brokers, real processes, which die with the test."""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile

from harness import PROGRAM, SOURCE, check, equal, must

sys.path.insert(0, str(SOURCE / "infra/cluster"))
import services  # noqa: E402
from services import Trouble, kafka_brokers, store_hash, wait_until  # noqa: E402

# A member that was killed is given up after the least time that brokers allow.
QUICK = ("--kafka", "session.timeout.ms=6000", "--kafka", "heartbeat.interval.ms=1000")
SECONDS = 120  # that anything may take on a loaded machine


def libraries_or_skip():
    """Ends the test with a loud line where no broker can be had."""
    try:
        kafka_brokers.libraries()
    except kafka_brokers.Unavailable as why:
        print(f"SKIPPED: no real Kafka broker can be had here, so nothing over Kafka was tried: {why}")
        sys.exit(77)


def findings(store):
    """How many findings a store holds by now."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{store}/ferrotype.db?mode=ro", uri=True, timeout=10)) as db:
            return db.execute("SELECT count(*) FROM findings").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


class Rig:
    """A broker (or three) and a cluster over it, gone afterwards."""

    def __init__(self, repository, partitions=12, brokers=1):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ferrotype-cluster-"))
        self.kafka = kafka_brokers.Kafka(self.folder / "kafka")
        self.kafka.start(brokers, with_parent=True)
        self.cluster = services.Cluster(PROGRAM, self.folder / "cluster", self.kafka.bootstrap, repository, partitions,
                                        with_parent=True, flags=QUICK)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        self.cluster.kill()
        self.kafka.signal(9)
        if kind is not None and os.environ.get("FERROTYPE_KEEP"):
            print(f"kept: {self.folder}")
            return
        shutil.rmtree(self.folder, ignore_errors=True)

    def at(self, count, *others, store=None):
        """Waits until the store holds that many findings."""
        wait_until(f"the store holds {count} findings", lambda: findings(store or self.cluster.store) >= count, SECONDS, others)

    def complete(self, planner, *others):
        wait_until("all releases are complete", lambda: not planner.supervise(), SECONDS, others)
        equal(f"  {planner.name} saw all releases complete", planner.process.returncode, 0)


def alone(repository, folder):
    """The hash of the store that one process makes, and how many findings that is."""
    must("analyze", repository, "--store", folder / "alone", "--quiet")
    return store_hash(folder / "alone"), findings(folder / "alone")


def same(what, rig, wanted, store=None):
    """The store is the one that a single process makes."""
    with contextlib.closing(sqlite3.connect(f"{store or rig.cluster.store}/ferrotype.db")) as db:
        equal(f"{what}: the store is sound", db.execute("PRAGMA integrity_check").fetchone()[0], "ok")
    equal(f"{what}: the same store hash as one process", store_hash(store or rig.cluster.store), wanted)


__all__ = ["Rig", "SECONDS", "Trouble", "alone", "check", "findings", "libraries_or_skip", "same", "store_hash", "wait_until"]
