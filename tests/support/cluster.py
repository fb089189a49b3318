"""A cluster of real processes over a real broker, for tests: services, their logs, and what a store holds as one hash."""

import ctypes
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time

import harness

sys.path.insert(0, str(harness.SOURCE / "infra/cluster"))
from services import store_hash  # noqa: E402,F401

BROKER = harness.SOURCE / "infra" / "kafka" / "broker"
# A member that was killed is given up after the least time that brokers allow.
QUICK = ("--kafka", "session.timeout.ms=6000", "--kafka", "heartbeat.interval.ms=1000")


def _die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def digests(folder):
    """Release -> digest, of the complete ones."""
    database = sqlite3.connect(f"file:{folder}/ferrotype.db?mode=ro", uri=True)
    rows = dict(database.execute("SELECT name, digest FROM releases WHERE state = 1"))
    database.close()
    return rows


class Skipped(Exception):
    """No broker can be had here; the text says why."""


class Broker:
    """infra/kafka/broker over a folder; it dies with this process."""

    def __init__(self, folder, *settings):
        self.folder = pathlib.Path(folder)
        self.process = subprocess.Popen((BROKER, "run", self.folder, *settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, preexec_fn=_die_with_parent)
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            self.process.wait()
            why = self.process.stderr.read().strip()
            if self.process.returncode == 3:
                raise Skipped(why)
            print(f"FAIL  the broker did not start: {why}")
            sys.exit(1)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Service:
    """One `ferrotype VERB ...` process."""

    def __init__(self, cluster, name, *arguments, quick=True):
        self.name, self.log = name, cluster.folder / f"{name}.log"
        clean = {k: v for k, v in os.environ.items() if not k.startswith("FERROTYPE")}
        command = [harness.PROGRAM, *map(str, arguments), "--brokers", cluster.brokers, *(QUICK if quick else ()), *cluster.flags]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=clean,
                                            cwd=cluster.folder, preexec_fn=_die_with_parent)

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, timeout=60):
        """SIGTERM, and its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout)

    def text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Cluster:
    """Services over one broker, all of them gone at the end."""

    def __init__(self, folder, brokers, *flags):
        self.folder, self.brokers, self.flags = pathlib.Path(folder), brokers, [str(flag) for flag in flags]
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store = self.folder / "store"
        self.services = []

    def start(self, name, *arguments, **options):
        service = Service(self, name, *arguments, **options)
        self.services.append(service)
        return service

    def aggregator(self, name="aggregator", store=None, *more):
        return self.start(name, "aggregator", "--store", store or self.store, *more)

    def analyzer(self, number=0, repository=None, *more):
        return self.start(f"analyzer-{number}", "analyzer", f"sample={repository or harness.SAMPLE}", "--jobs", "1", *more)

    def planner(self, repository=None, *more):
        return self.start("planner", "planner", repository or harness.SAMPLE, "--repository", "sample", "--every", "5s", *more)

    def plan_once(self, repository=None, timeout=120):
        """Runs a planner until all that it finds is complete or has failed; its exit code."""
        planner = self.planner(repository, "--once")
        try:
            return planner.process.wait(timeout)
        except subprocess.TimeoutExpired:
            planner.kill()
            print(f"FAIL  not complete after {timeout} s\n{self.logs()}")
            sys.exit(1)

    def wait_for(self, what, holds, timeout=120):
        end = time.monotonic() + timeout
        while not holds():
            if time.monotonic() > end:
                print(f"FAIL  {what}: not after {timeout} s\n{self.logs()}")
                sys.exit(1)
            for service in self.services:
                code = service.process.poll()
                if code not in (None, 0, -signal.SIGKILL):
                    print(f"FAIL  {service.name} ended with {code}\n{service.text()[-3000:]}")
                    sys.exit(1)
            time.sleep(0.05)

    def run(self, *arguments, **options):
        """A finished `ferrotype ARGUMENTS` against these brokers."""
        return harness.run(*arguments, "--brokers", self.brokers, **options)

    def logs(self):
        return "\n".join(f"--- {service.name}\n{service.text()[-2500:]}" for service in self.services)

    def stop(self):
        codes = {}
        for service in reversed(self.services):
            codes[service.name] = service.stop()
        return codes

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for service in self.services:
            if service.process.poll() is None:
                service.kill()
