"""A real Apache Kafka on loopback, for tests and `make cluster`: one broker or three, KRaft, in a folder of its own.

DIR/bootstrap holds the addresses for clients, DIR/broker-N/ each broker's settings, data, log and process. Ports are
free ones, chosen once: a broker that was killed comes back with its ports and data.
"""

import base64
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
READY = "Kafka Server started"
HEAP = "384m"


class Unavailable(Exception):
    """No broker can be had on this machine; the text says why and what helps."""


def libraries():
    """The folder of Kafka's jars. Unavailable where there is no Java 17 or the jars can't be had."""
    java = shutil.which("java")
    if java is None:
        raise Unavailable("no java on this machine: infra/deps cluster installs it")
    told = subprocess.run((java, "-version"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False).stdout
    version = told.partition('"')[2].partition('"')[0].partition(".")[0].partition("-")[0]
    if not version.isdigit() or int(version) < 17:
        raise Unavailable(f"Kafka wants Java 17 or newer; this one says {told.splitlines()[0] if told else 'nothing'}")
    fetched = subprocess.run((os.path.join(HERE, "fetch"),), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if fetched.returncode != 0:
        raise Unavailable(fetched.stderr.strip() or f"infra/kafka/fetch ended with {fetched.returncode}")
    return fetched.stdout.strip()


def _random_id():
    """As Kafka writes ids; one that begins with a dash would be an option to its tools."""
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):
            return text


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def start_time(pid):
    """When the process began, in clock ticks: with its id it names a process for good. None: it is gone (or a zombie)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in ("Z", "X") else fields[19]


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Broker:
    """One broker in its folder; other processes may have started it."""

    def __init__(self, folder, number):
        self.number = number
        self.folder = os.path.join(folder, f"broker-{number}")
        self.config = os.path.join(self.folder, "server.properties")
        self.log = os.path.join(self.folder, "log")
        self.child = None  # when this process started it

    def pid(self):
        """The process, or None when it doesn't run."""
        if self.child is not None:
            self.child.poll()
        try:
            with open(os.path.join(self.folder, "pid"), encoding="ascii") as file:
                pid, start = file.read().split()
        except (OSError, ValueError):
            return None
        return int(pid) if start_time(int(pid)) == start else None

    def launch(self, libs, with_parent):
        if self.pid() is not None:
            raise Unavailable(f"{self.folder}: this broker runs already")
        options = os.environ.get("FERROTYPE_KAFKA_JAVA", "-XX:TieredStopAtLevel=1").split()
        command = ("java", f"-Xmx{HEAP}", "-XX:+UseSerialGC", *options, "-Djava.awt.headless=true",
                   f"-Dlog4j2.configurationFile={os.path.join(HERE, 'log4j2.properties')}",
                   "-cp", os.path.join(libs, "*"), "kafka.Kafka", self.config)
        with open(self.log, "ab") as log:
            self._log_start = log.tell()
            self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                          cwd=self.folder, preexec_fn=die_with_parent if with_parent else None)
        with open(os.path.join(self.folder, "pid"), "w", encoding="ascii") as file:
            file.write(f"{self.child.pid} {start_time(self.child.pid)}\n")

    def wait_until_ready(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with open(self.log, "rb") as log:
                log.seek(self._log_start)
                text = log.read().decode("utf-8", "replace")
            if READY in text:
                return
            if self.child.poll() is not None:
                raise Unavailable(f"broker {self.number} ended with {self.child.returncode} before it was ready:\n{text[-3000:]}")
            time.sleep(0.05)
        raise Unavailable(f"broker {self.number} was not ready after {seconds} s:\n{text[-3000:]}")

    def send(self, number):
        pid = self.pid()
        if pid is not None:
            os.kill(pid, number)
        return pid

    def wait_until_gone(self, seconds):
        end = time.monotonic() + seconds
        while self.pid() is not None:
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True


class Kafka:
    """The brokers of one folder."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        names = os.listdir(self.folder) if os.path.isdir(self.folder) else []
        self.brokers = [Broker(self.folder, int(name[7:])) for name in sorted(names) if name.startswith("broker-")]

    @property
    def bootstrap(self):
        """Addresses for clients, as bootstrap.servers takes them."""
        with open(os.path.join(self.folder, "bootstrap"), encoding="ascii") as file:
            return file.read().strip()

    def start(self, brokers=1, with_parent=False, seconds=90, settings=()):
        """Makes the brokers if the folder holds none, starts those that don't run, and waits until all are ready."""
        libs = libraries()
        if not self.brokers:
            self._make(libs, brokers, settings)
        asleep = [broker for broker in self.brokers if broker.pid() is None]
        for broker in asleep:
            broker.launch(libs, with_parent)
        try:
            for broker in asleep:
                broker.wait_until_ready(seconds)
        except Unavailable:
            for broker in asleep:
                broker.send(signal.SIGKILL)
            raise
        return self.bootstrap

    def stop(self, seconds=20):
        """Cleanly, all at once; what doesn't end in time is killed."""
        for broker in self.brokers:
            broker.send(signal.SIGCONT)
            broker.send(signal.SIGTERM)
        clean = True
        for broker in self.brokers:
            if not broker.wait_until_gone(seconds):
                clean = False
                broker.send(signal.SIGKILL)
                broker.wait_until_gone(seconds)
        return clean

    def signal(self, number, which=None):
        """SIGKILL, SIGSTOP, SIGCONT to broker `which`, or to all."""
        for broker in self.brokers:
            if which is None or broker.number == which:
                broker.send(number)
                if number == signal.SIGKILL:
                    broker.wait_until_gone(10)

    def _make(self, libs, count, settings):
        os.makedirs(self.folder, exist_ok=True)
        ports = free_ports(2 * count)
        clients, controllers = ports[:count], ports[count:]
        cluster, ids = _random_id(), [_random_id() for _ in range(count)]
        voters = ",".join(f"{n + 1}@127.0.0.1:{controllers[n]}:{ids[n]}" for n in range(count))
        in_sync = 2 if count > 2 else 1
        formatting = []
        for n in range(count):
            broker = Broker(self.folder, n + 1)
            os.makedirs(broker.folder)
            lines = (
                "process.roles=broker,controller",
                f"node.id={n + 1}",
                f"listeners=CLIENT://127.0.0.1:{clients[n]},CONTROLLER://127.0.0.1:{controllers[n]}",
                f"advertised.listeners=CLIENT://127.0.0.1:{clients[n]}",
                "listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name=CLIENT",
                "controller.listener.names=CONTROLLER",
                "controller.quorum.bootstrap.servers=" + ",".join(f"127.0.0.1:{port}" for port in controllers),
                f"log.dirs={os.path.join(broker.folder, 'data')}",
                "auto.create.topics.enable=false",
                f"default.replication.factor={count}",
                f"min.insync.replicas={in_sync}",
                f"offsets.topic.replication.factor={count}",
                "offsets.topic.num.partitions=3",
                f"transaction.state.log.replication.factor={count}",
                f"transaction.state.log.min.isr={in_sync}",
                "transaction.state.log.num.partitions=3",
                f"share.coordinator.state.topic.replication.factor={count}",
                f"share.coordinator.state.topic.min.isr={in_sync}",
                "share.coordinator.state.topic.num.partitions=3",
                "group.initial.rebalance.delay.ms=0",
                "log.cleaner.dedupe.buffer.size=16777216",
                "num.network.threads=2",
                "num.io.threads=4",
                *settings,
            )
            with open(broker.config, "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
            how = ("--standalone",) if count == 1 else ("--initial-controllers", voters)
            with open(broker.log, "ab") as log:
                formatting.append(subprocess.Popen(
                    ("java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                     f"-Dlog4j2.configurationFile={os.path.join(HERE, 'log4j2.properties')}", "-cp", os.path.join(libs, "*"),
                     "kafka.tools.StorageTool", "format", "--cluster-id", cluster, "--config", broker.config, *how),
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log))
            self.brokers.append(broker)
        for broker, process in zip(self.brokers, formatting):
            if process.wait() != 0:
                with open(broker.log, encoding="utf-8", errors="replace") as log:
                    told = log.read()[-3000:]
                raise Unavailable(f"Kafka's StorageTool ended with {process.returncode}:\n{told}")
        with open(os.path.join(self.folder, "bootstrap"), "w", encoding="ascii") as file:
            file.write(",".join(f"127.0.0.1:{port}" for port in clients) + "\n")
