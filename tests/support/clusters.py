"""Clusters for tests: real brokers, real processes, which die with the test.

One broker serves all tests of a run, each under names of its own for topics; a test that is to kill or pause its broker asks
for one of its own.
"""

import contextlib
import itertools
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile

import harness
from harness import PROGRAM, SOURCE, check, equal, must

sys.path.insert(0, str(SOURCE / "infra/cluster"))
import services  # noqa: E402
from services import Trouble, kafka_brokers, store_hash, wait_until  # noqa: E402

# A member that was killed is given up after the least time that brokers allow.
QUICK = ("--kafka", "session.timeout.ms=6000", "--kafka", "heartbeat.interval.ms=1000")
SECONDS = 120  # that anything may take on a loaded machine
_numbers = itertools.count(1)


def script(main):
    """Runs a test's main; what a cluster didn't do in its time is a failure in one line."""
    try:
        main()
    except Trouble as trouble:
        print(f"FAIL  {trouble}")
        sys.exit(1)


def libraries_or_skip():
    """Ends the test with a loud line where no broker can be had."""
    try:
        kafka_brokers.libraries()
    except kafka_brokers.Unavailable as why:
        print(f"SKIPPED: no real Kafka broker can be had here, so nothing over Kafka was tried: {why}")
        sys.exit(77)


def shared_kafka():
    """The broker of all tests of one run of CTest, or, without CTest, of this process; with a door for TLS and passwords."""
    folder = os.environ.get("FERROTYPE_TEST_KAFKA")
    pid = os.getppid() if folder else os.getpid()
    kafka = kafka_brokers.Kafka(os.path.join(folder or tempfile.gettempdir(), f"ferrotype-kafka-{pid}"))
    kafka.start_while(pid, secure=True)
    return kafka


def secure_flags(kafka, **changed):
    """What a client needs for the door with TLS and a password; `changed`: sasl_password="wrong", or None to leave it out."""
    wanted = {"security_protocol": "sasl_ssl", "ssl_ca_location": os.path.join(kafka.folder, "ca.pem"), "sasl_mechanisms": "PLAIN",
              "sasl_username": kafka_brokers.SECURE_USER, "sasl_password": kafka_brokers.SECURE_PASSWORD, **changed}
    return [word for name, value in wanted.items() if value is not None for word in ("--kafka", f"{name.replace('_', '.')}={value}")]


def findings(store):
    """How many findings a store holds by now."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{store}/ferrotype.db?mode=ro", uri=True, timeout=10)) as db:
            return db.execute("SELECT count(*) FROM findings").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def digests(store):
    """Release -> digest, of the complete ones."""
    with contextlib.closing(sqlite3.connect(f"file:{store}/ferrotype.db?mode=ro", uri=True)) as db:
        return dict(db.execute("SELECT name, digest FROM releases WHERE state = 1"))


class Rig:
    """A cluster over the brokers of all tests, or over `brokers` of its own; gone afterwards."""

    def __init__(self, repository, partitions=12, brokers=0, secure=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ferrotype-cluster-"))
        self.own = brokers > 0
        if self.own:
            self.kafka = kafka_brokers.Kafka(self.folder / "kafka")
            self.kafka.start(brokers, with_parent=True)
        else:
            self.kafka = shared_kafka()
        self.prefix = f"test-{os.getpid()}-{next(_numbers)}"
        bootstrap = self.kafka.secure_bootstrap if secure else self.kafka.bootstrap
        self.cluster = services.Cluster(PROGRAM, self.folder / "cluster", bootstrap, repository, partitions, with_parent=True,
                                        flags=(*QUICK, "--topic-prefix", self.prefix, *(secure_flags(self.kafka) if secure else ())))

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        self.cluster.kill()
        if self.own:
            self.kafka.signal(9)
        if kind is not None and os.environ.get("FERROTYPE_KEEP"):
            print(f"kept: {self.folder}")
            return
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, *arguments):
        """A finished `ferrotype ARGUMENTS` about this cluster."""
        return harness.run(*arguments, "--brokers", self.kafka.bootstrap, "--topic-prefix", self.prefix)

    def at(self, count, *others, store=None):
        """Waits until the store holds that many findings."""
        wait_until(f"the store holds {count} findings", lambda: findings(store or self.cluster.store) >= count, SECONDS, others)

    def complete(self, planner, *others, code=0):
        wait_until("all releases are complete", lambda: not planner.supervise(), SECONDS, others)
        equal(f"  {planner.name} ends with {code}", planner.process.returncode, code)


def alone(repository, folder):
    """The hash of the store that one process makes, and how many findings that is."""
    if repository == harness.SAMPLE:
        harness.sample_store(folder / "alone")
    else:
        must("analyze", repository, "--store", folder / "alone", "--quiet")
    return store_hash(folder / "alone"), findings(folder / "alone")


def same(what, rig, wanted, store=None):
    """The store is the one that a single process makes."""
    with contextlib.closing(sqlite3.connect(f"{store or rig.cluster.store}/ferrotype.db")) as db:
        equal(f"{what}: the store is sound", db.execute("PRAGMA integrity_check").fetchone()[0], "ok")
    equal(f"{what}: the same store hash as one process", store_hash(store or rig.cluster.store), wanted)


__all__ = ["Rig", "kafka_brokers", "SECONDS", "Trouble", "alone", "check", "digests", "findings", "libraries_or_skip", "same", "script", "secure_flags", "shared_kafka", "store_hash",
           "wait_until"]
