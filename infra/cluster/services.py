"""The services of a cluster as processes of this machine, for `make cluster` and for tests that kill them."""

import contextlib
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "kafka"))
import kafka_brokers  # noqa: E402


class Trouble(Exception):
    """A service did what it must not; the text says which, and what it last told."""


class Service:
    """One process of ferrotype, with a log of its own."""

    def __init__(self, name, log, command, with_parent):
        self.name, self.log, self.restarts = name, log, 0
        self._command, self._with_parent = list(map(str, command)), with_parent
        self._start()

    def _start(self):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("FERROTYPE")}
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment,
                                            start_new_session=True, cwd=os.path.dirname(self.log),
                                            preexec_fn=kafka_brokers.die_with_parent if self._with_parent else None)

    def supervise(self):
        """What systemd does to a unit with Restart=always: a service that ended for the surroundings' sake (4) begins again. Whether it runs."""
        if self.process.poll() == 4 and self.restarts < 20:
            self.restarts += 1
            time.sleep(0.5)
            self._start()
        return self.running()

    def send(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self):
        self.send(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds=30):
        """SIGTERM; its exit code. Trouble when it doesn't end."""
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        return self.wait(seconds)

    def wait(self, seconds):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Trouble(f"{self.name} has not ended after {seconds} s; it last told:\n{self.tail()}") from None

    def running(self):
        return self.process.poll() is None

    def told(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def tail(self, lines=15):
        return "\n".join(self.told().splitlines()[-lines:])


class Cluster:
    """Services over the brokers at `bootstrap`, all they keep and tell below `folder`."""

    def __init__(self, program, folder, bootstrap, repository, partitions=12, with_parent=False, flags=()):
        self.program, self.folder, self.bootstrap = program, os.path.abspath(folder), bootstrap
        self.repository, self.partitions, self.with_parent = os.path.abspath(repository), partitions, with_parent
        self.flags = flags  # of every service
        self.store = os.path.join(self.folder, "store")
        self.services = []
        os.makedirs(self.folder, exist_ok=True)

    def start(self, verb, *arguments, name=None):
        name = name or verb
        clones = os.path.join(self.folder, "clones")
        service = Service(name, os.path.join(self.folder, f"{name}.log"),
                          (self.program, verb, *arguments, "--brokers", self.bootstrap, "--partitions", self.partitions, *self.flags), self.with_parent)
        self.services.append(service)
        os.makedirs(clones, exist_ok=True)
        return service

    def planner(self, *arguments, name="planner"):
        """Ends when all that one look finds is complete."""
        return self.start("planner", self.repository, "--repository", "kernels", "--once", "--clones", os.path.join(self.folder, "clones"),
                          *arguments, name=name)

    def analyzer(self, number, jobs=1):
        return self.start("analyzer", f"kernels={self.repository}", "--jobs", jobs, "--clones", os.path.join(self.folder, "clones"),
                          name=f"analyzer-{number}")

    def aggregator(self, *arguments, store=None, name="aggregator"):
        return self.start("aggregator", "--store", store or self.store, *arguments, name=name)

    def publisher(self, to, *arguments):
        return self.start("publisher", "--store", self.store, "--to", to, *arguments)

    def stop(self, seconds=30):
        """All that run, by SIGTERM; their names and exit codes."""
        running = [service for service in self.services if service.running()]
        for service in running:
            service.send(signal.SIGCONT)
            service.send(signal.SIGTERM)
        codes = {}
        for service in running:
            try:
                codes[service.name] = service.wait(seconds)
            except Trouble:
                service.kill()
                codes[service.name] = "killed: did not end by itself"
        return codes

    def kill(self):
        for service in self.services:
            if service.running():
                service.kill()


def store_hash(store):
    """SHA-256 over every row of a store but where it was read from and how far: the same from any road to it."""
    digest = hashlib.sha256()
    with contextlib.closing(sqlite3.connect(f"file:{store}/ferrotype.db?mode=ro", uri=True)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        for table in tables:
            # Messages are numbered as they came; each belongs to one finding.
            if table in ("offsets", "messages"):
                continue
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != "origin"]
            digest.update(f"{table} {columns}\n".encode())
            source = table
            if table == "findings" and "messages" in tables:
                source = "(SELECT language, blob, hash, messages.message FROM findings JOIN messages ON messages.id = findings.message)"
            names = ", ".join(columns)
            for row in db.execute(f"SELECT {names} FROM {source} ORDER BY {names}"):
                for value in row:
                    data = value if isinstance(value, bytes) else str(value).encode()
                    digest.update(f"{type(value).__name__} {len(data)} ".encode() + data)
    return digest.hexdigest()


def wait_until(what, holds, seconds, services=()):
    """Trouble when `holds` doesn't within the time, or one of `services` ends meanwhile."""
    end = time.monotonic() + seconds
    while not holds():
        for service in services:
            if not service.supervise():
                raise Trouble(f"{service.name} ended ({service.process.returncode}) before {what}; it last told:\n{service.tail()}")
        if time.monotonic() > end:
            raise Trouble(f"{what}: not after {seconds} s; " + "; ".join(f"{s.name} last told:\n{s.tail(5)}" for s in services))
        time.sleep(0.05)
