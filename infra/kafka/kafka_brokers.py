"""A real Apache Kafka on loopback, for tests and `make cluster`: one broker or three, KRaft, in a folder of its own.

DIR/bootstrap holds the addresses for clients, DIR/broker-N/ each broker's settings, data, log and process. Ports are
free ones, chosen once: a broker that was killed comes back with its ports and data.
"""

import base64
import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
READY = "Kafka Server started"
HEAP = "384m"
# Who may come in by the door that wants TLS and a password.
SECURE_USER, SECURE_PASSWORD = "ferrotype", "a password for tests"


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


def _certificate(folder):
    """A certificate for 127.0.0.1 in server.pem, and the authority to be trusted for it in ca.pem."""
    def openssl(*arguments):
        done = subprocess.run(("openssl", *arguments), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            raise Unavailable(f"openssl {arguments[0]}: {done.stdout.strip()[-500:]}")
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650", "-subj", "/CN=127.0.0.1",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "ca.pem")
    with open(os.path.join(folder, "server.pem"), "w", encoding="ascii") as both:
        for name in ("key.pem", "ca.pem"):
            with open(os.path.join(folder, name), encoding="ascii") as file:
                both.write(file.read())


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

    @property
    def secure_bootstrap(self):
        """The same for clients with TLS and a password, of brokers that were made with `secure`."""
        with open(os.path.join(self.folder, "secure"), encoding="ascii") as file:
            return file.read().strip()

    def start(self, brokers=1, with_parent=False, seconds=90, settings=(), secure=False):
        """Makes the brokers if the folder holds none, starts those that don't run, and waits until all are ready."""
        libs = libraries()
        if not self.brokers:
            self._make(libs, brokers, settings, secure)
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

    def start_while(self, pid, **options):
        """As start, once for all who ask; when process `pid` has ended, the brokers end and their folder goes."""
        os.makedirs(os.path.dirname(self.folder), exist_ok=True)
        with open(self.folder + ".lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.__init__(self.folder)
            if self.brokers and all(broker.pid() is not None for broker in self.brokers):
                return self.bootstrap
            self.start(**options)
            subprocess.Popen((sys.executable, "-B", os.path.join(HERE, "kafka_brokers.py"), self.folder, str(pid), start_time(pid) or "gone"),
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            return self.bootstrap

    def _make(self, libs, count, settings, secure):
        os.makedirs(self.folder, exist_ok=True)
        ports = free_ports((3 if secure else 2) * count)
        clients, controllers, doors = ports[:count], ports[count:2 * count], ports[2 * count:]
        if secure:
            _certificate(self.folder)
        cluster, ids = _random_id(), [_random_id() for _ in range(count)]
        voters = ",".join(f"{n + 1}@127.0.0.1:{controllers[n]}:{ids[n]}" for n in range(count))
        in_sync = 2 if count > 2 else 1
        formatting = []
        for n in range(count):
            broker = Broker(self.folder, n + 1)
            os.makedirs(broker.folder)
            behind_door = (
                f"listener.name.secure.ssl.keystore.location={os.path.join(self.folder, 'server.pem')}",
                "listener.name.secure.ssl.keystore.type=PEM",
                "listener.name.secure.sasl.enabled.mechanisms=PLAIN",
                "listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required "
                f'user_{SECURE_USER}="{SECURE_PASSWORD}";',
            ) if secure else ()
            door = f",SECURE://127.0.0.1:{doors[n]}" if secure else ""
            lines = (
                "process.roles=broker,controller",
                f"node.id={n + 1}",
                f"listeners=CLIENT://127.0.0.1:{clients[n]},CONTROLLER://127.0.0.1:{controllers[n]}{door}",
                f"advertised.listeners=CLIENT://127.0.0.1:{clients[n]}{door}",
                "listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL",
                *behind_door,
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
        if secure:
            with open(os.path.join(self.folder, "secure"), "w", encoding="ascii") as file:
                file.write(",".join(f"127.0.0.1:{port}" for port in doors) + "\n")


def _end_with(folder, pid, begin):
    """What start_while leaves behind: waits for the process that `begin` makes the one that was meant."""
    while start_time(pid) == begin:
        time.sleep(0.3)
    kafka = Kafka(folder)
    kafka.signal(signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        os.remove(folder + ".lock")


if __name__ == "__main__":
    _end_with(sys.argv[1], int(sys.argv[2]), sys.argv[3])
