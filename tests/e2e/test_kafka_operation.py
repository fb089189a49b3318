#!/usr/bin/env python3
"""What operators of a cluster meet: doors with TLS and passwords, wrong settings, brokers that aren't there, numbers, health, SIGTERM.
Where no broker can be had, only what needs none."""

import http.client
import pathlib
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import PROGRAM, SAMPLE, Scratch, check, equal, finish, need_sample, run
import clusters

NOBODY = "127.0.0.1:1"  # no broker listens there


def one_line(what, done, code, *words):
    """It ends at once with this code and one line, which has these words."""
    lines = done.stderr.strip().splitlines()
    check(what, done.returncode == code and len(lines) == 1 and all(word in lines[0] for word in words),
          f"exit {done.returncode} (wanted {code}), wanted {words}:\n{done.stderr}")


def wrong_settings(scratch):
    """Each is told at the start of each service, before any broker is asked."""
    ca = scratch / "ca.pem"
    ca.write_text("no certificate\n")
    sasl = ("--kafka", "security.protocol=sasl_ssl")
    cases = (
        ("an unknown setting", ("--kafka", "security.protcol=ssl"), "security.protocol"),
        ("an unknown protocol", ("--kafka", "security.protocol=tls"), "security.protocol"),
        ("a CA that isn't there", ("--kafka", "security.protocol=ssl", "--kafka", f"ssl.ca.location={scratch}/none.pem"), "none.pem"),
        ("a CA that is none", ("--kafka", "security.protocol=ssl", "--kafka", f"ssl.ca.location={ca}"), "ca.pem: holds no certificate"),
        ("an unknown mechanism", (*sasl, "--kafka", "sasl.mechanisms=SCRAM"), "no mechanism is called SCRAM"),
        ("no mechanism", sasl, "sasl.mechanisms"),
        ("no password", (*sasl, "--kafka", "sasl.mechanisms=PLAIN", "--kafka", "sasl.username=u"), "FERROTYPE_KAFKA_SASL_PASSWORD"),
        ("a password that nobody would be told", ("--kafka", "sasl.username=u"), "has no effect while security.protocol is plaintext"),
        ("a setting of ours", ("--kafka", "acks=1"), "is Ferrotype's own"),
        ("a prefix that no topic can have", ("--topic-prefix", "a b"), "topic-prefix"),
    )
    for what, flags, *words in cases:
        one_line(what, run("status", "--brokers", NOBODY, *flags), 3, *words)
    flags = cases[2][1]
    for verb in (("planner", SAMPLE), ("analyzer", f"sample={SAMPLE}"), ("aggregator", "--store", scratch / "store"),
                 ("publisher", "--to", scratch / "site", "--base-url", "https://example.org/")):
        one_line(f"the {verb[0]} says so too", run(*verb, "--brokers", NOBODY, *flags), 3, "none.pem")


def answer(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read().decode()


def start(scratch, name, *arguments):
    """A service with a port for its numbers, and where it listens."""
    port = clusters.kafka_brokers.free_ports(1)[0]
    log = scratch / f"{name}.log"
    with open(log, "wb") as out:
        process = subprocess.Popen([PROGRAM, *map(str, arguments), "--metrics", str(port), "--log-format", "json"], stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=out, cwd=scratch, preexec_fn=clusters.kafka_brokers.die_with_parent)
    end = time.monotonic() + clusters.SECONDS
    while "listening" not in log.read_text():
        if process.poll() is not None or time.monotonic() > end:
            raise clusters.Trouble(f"{name} does not listen:\n{log.read_text()}")
        time.sleep(0.02)
    return process, port, log


def stop(what, process, log):
    begin = time.monotonic()
    process.terminate()
    try:
        code = process.wait(clusters.SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        code = "never"
    equal(f"{what}: SIGTERM ends it well", code, 0)
    return time.monotonic() - begin, log.read_text()


def nobody_answers(scratch):
    """Alive, not ready, and says what it waits for; asked to end, it ends."""
    process, port, log = start(scratch, "lonely", "analyzer", f"sample={SAMPLE}", "--brokers", NOBODY)
    equal("without brokers it is alive", answer(port, "/healthz")[0], 200)
    end = time.monotonic() + clusters.SECONDS
    while "no broker answers" not in (told := answer(port, "/readyz"))[1] and time.monotonic() < end:
        time.sleep(0.1)
    check("and not ready, for want of brokers", told[0] == 503 and "no broker answers" in told[1], told)
    check("its numbers count the error", 'ferrotype_errors_total{kind="broker"}' in answer(port, "/metrics")[1])
    seconds, _ = stop("without brokers", process, log)
    check("and waits for no broker then", seconds < 10, f"{seconds:.1f} s")


def doors(scratch, kafka):
    """The door with TLS and passwords, knocked at rightly and wrongly."""
    told = run("status", "--brokers", kafka.secure_bootstrap, "--topic-prefix", "doors", *clusters.secure_flags(kafka))
    # There are no such topics: whoever got so far came in.
    check("by the right door with the right password", "doors.releases" in told.stderr, told.stderr)
    wrong = run("status", "--brokers", kafka.secure_bootstrap, *clusters.secure_flags(kafka, sasl_password="wrong"))
    one_line("a wrong password", wrong, 4, "uthentication")
    check("no password is printed", "wrong" not in wrong.stderr, wrong.stderr)
    other = scratch / "other.pem"
    subprocess.run(("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=other", "-keyout", scratch / "key.pem", "-out", other), check=True, capture_output=True)
    one_line("another authority", run("status", "--brokers", kafka.secure_bootstrap, *clusters.secure_flags(kafka, ssl_ca_location=other)), 4,
             "certificate")


def at_work(scratch, kafka):
    """A service that works: ready, with numbers; its log is JSON; SIGTERM ends it."""
    process, port, log = start(scratch, "aggregator", "aggregator", "--store", scratch / "store", "--brokers", kafka.bootstrap, "--topic-prefix",
                               f"operation-{time.time_ns()}", "--partitions", 1)
    end = time.monotonic() + clusters.SECONDS
    while "speaks now" not in log.read_text() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    equal("a service that works is ready", answer(port, "/readyz")[0], 200)
    numbers = answer(port, "/metrics")[1]
    for name in ('ferrotype_build_info{service="aggregator"', 'ferrotype_lag_messages{topic="ferrotype.findings",partition="0"} 0',
                 'ferrotype_releases{state="waiting"} 0'):
        check(f"its numbers have {name}", name in numbers, numbers[:2000])
    _, told = stop("at work", process, log)
    check("its log is JSON, a line an event", all(line.startswith("{") and line.endswith("}") for line in told.splitlines()), told)


def main():
    need_sample()
    with Scratch() as scratch:
        wrong_settings(scratch)
        nobody_answers(scratch)
        try:
            kafka = clusters.shared_kafka()
        except clusters.kafka_brokers.Unavailable as why:
            print(f"SKIPPED: no real Kafka broker can be had here, so no door was knocked at: {why}")
        else:
            if shutil.which("openssl"):
                doors(scratch, kafka)
            at_work(scratch, kafka)
    finish()


if __name__ == "__main__":
    clusters.script(main)
