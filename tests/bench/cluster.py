#!/usr/bin/env python3
"""cluster.py BUILD [--runs N]: a whole release over a real Kafka with two analyzers beside one process on the same cores.

The services run before the clock does, as they do in a cluster; a tag appears in their repository, and what counts is the time
from when the planner sees it to when the aggregator says that its release is complete, by their own logs. Prints that as a ratio,
each side's CPU and the broker's share of it, messages and bytes by topic, what the next point release costs and where its time
went. The median of the runs; nothing passes or fails, goals are printed beside.
"""

import argparse
import datetime
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "../../infra/cluster"))
import bench  # noqa: E402
import services  # noqa: E402
from services import kafka_brokers  # noqa: E402

ANALYZERS = 2


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mebibytes(pid):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        return int(re.search(r"^VmHWM:\s+(\d+) kB", file.read(), re.MULTILINE)[1]) / 1024


def numbers_of(port):
    """What a service tells on its port: {(name, labels): value}."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    return {(m[1], m[2] or ""): float(m[3]) for m in re.finditer(r"^(\w+)(\{.*\})? (\S+)$", text, re.MULTILINE)}


def by_topic(numbers, name, direction):
    found = {}
    for (metric, labels), value in numbers.items():
        topic = re.search(r'topic="([^"]+)"', labels)
        if metric == name and topic and f'direction="{direction}"' in labels:
            found[topic[1]] = found.get(topic[1], 0) + value
    return found


def lines_of(service, *words):
    """(seconds since 1970, text) of the lines of a log that have all these words."""
    for line in service.told().splitlines():
        stamp = re.match(r"time=(\S+)Z ", line)
        if stamp and all(word in line for word in words):
            yield datetime.datetime.fromisoformat(stamp[1] + "+00:00").timestamp(), line


def borrowed(kernels, folder):
    """A bare repository with the objects of another and no tag."""
    subprocess.run(("git", "init", "--quiet", "--bare", folder), check=True)
    with open(os.path.join(folder, "objects/info/alternates"), "w", encoding="utf-8") as file:
        file.write(os.path.join(os.path.realpath(kernels), "objects") + "\n")
    return folder


class Run:
    """One cluster, used for one release after the other."""

    def __init__(self, program, folder, kernels):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        self.kernels, kernels = kernels, borrowed(kernels, os.path.join(folder, "kernels.git"))
        self.kafka = kafka_brokers.Kafka(os.path.join(folder, "kafka"))
        self.cluster = services.Cluster(program, os.path.join(folder, "cluster"), self.kafka.start(), kernels)
        self.port = kafka_brokers.free_ports(1)[0]
        self.timeline = []
        self.aggregator = self.cluster.aggregator("--metrics", self.port)
        self.planner = self.cluster.start("planner", kernels, "--repository", "kernels", "--every", "1s", "--clones", folder)
        self.workers = [self.aggregator, self.planner, *(self.cluster.analyzer(n) for n in range(ANALYZERS))]
        # Started and joined before the clock runs: what a release costs is asked for, not what starting costs.
        services.wait_until("services are ready", lambda: all("takes work" in w.told() or "speaks now" in w.told() or "known from" in w.told() for w in self.workers), 60, self.workers)
        time.sleep(1)

    def measure(self, tag):
        """(seconds, CPU of services, CPU of brokers, messages and bytes the aggregator took by topic) of one release."""
        brokers = [broker.pid() for broker in self.kafka.brokers]
        before = {pid: cpu_seconds(pid) for pid in brokers + [w.process.pid for w in self.workers]}
        told = numbers_of(self.port)
        announced = len(list(lines_of(self.planner, "announced")))
        commit = bench.git(self.kernels, "rev-parse", tag).strip()
        subprocess.run(("git", "-C", self.cluster.repository, "update-ref", f"refs/tags/{tag}", commit), check=True)
        services.wait_until(f"{tag} is complete", lambda: any(lines_of(self.aggregator, "complete:", f"release={tag}")), 3600, self.workers)
        begin = list(lines_of(self.planner, "announced"))[announced][0]
        (end, _), = lines_of(self.aggregator, "complete:", f"release={tag}")
        seconds = end - begin
        for service in (self.planner, self.aggregator):
            for when, line in lines_of(service, f"release={tag}"):
                self.timeline.append((tag, when - begin, service.name, line.partition('msg="')[2].partition('" ')[0]))
        # Counters of CPU and messages are read when what follows a release is done as well: its snapshot.
        services.wait_until("its snapshot", lambda: any(when >= end for when, _ in lines_of(self.aggregator, "snapshot")), 600, self.workers)
        now = {pid: cpu_seconds(pid) for pid in before}
        after = numbers_of(self.port)
        messages, size = ({topic: count - by_topic(told, name, "in").get(topic, 0) for topic, count in by_topic(after, name, "in").items()}
                          for name in ("ferrotype_messages_total", "ferrotype_message_bytes_total"))
        return (seconds, sum(now[pid] - before[pid] for pid in before if pid not in brokers),
                sum(now[pid] - before[pid] for pid in brokers), messages, size)

    def end(self):
        self.peaks = {worker.name: peak_mebibytes(worker.process.pid) for worker in self.workers}
        self.cluster.stop()
        self.kafka.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("--runs", type=int, default=1)
    arguments = parser.parse_args()
    build = os.path.abspath(arguments.build)
    program, kernels, scratch = os.path.join(build, "ferrotype"), os.path.join(build, "kernels.git"), os.path.join(build, "bench", "cluster")
    first, following = bench.choose_tags(kernels)
    try:
        kafka_brokers.libraries()
    except kafka_brokers.Unavailable as why:
        print(f"bench: NOTICE: no Kafka broker can be had here; its rows are left out: {why}")
        return 0
    alone, over, following_over, timeline, peaks = [], [], [], [], {}
    for number in range(arguments.runs):
        print(f"bench: over Kafka, run {number + 1} of {arguments.runs}", file=sys.stderr, flush=True)
        shutil.rmtree(scratch, ignore_errors=True)
        os.makedirs(scratch)
        alone.append(bench.measure((program, "analyze", f"{kernels}@{first}", "--store", os.path.join(scratch, "alone"), "--jobs", "2", "--quiet")))
        run = Run(program, os.path.join(scratch, "run"), kernels)
        try:
            over.append(run.measure(first))
            if following:
                following_over.append(run.measure(following))
            run.end()
            timeline, peaks = run.timeline, run.peaks
        finally:
            run.cluster.kill()
            run.kafka.stop()
    shutil.rmtree(scratch, ignore_errors=True)
    median = statistics.median
    one, many = median(r[0] for r in alone), median(r[0] for r in over)
    cpu_one, cpu_services, cpu_broker = median(r[2] for r in alone), median(r[1] for r in over), median(r[2] for r in over)
    print(f"{first} over Kafka ({ANALYZERS} analyzers, 1 broker) and in one process (2 jobs); {arguments.runs} runs; {os.cpu_count()} processors\n")
    print(f"wall: {many:.2f} s against {one:.2f} s: ratio {many / one:.2f} (goal: 2)")
    print(f"CPU: services {cpu_services:.1f} s, broker {cpu_broker:.1f} s ({100 * cpu_broker / (cpu_services + cpu_broker):.0f} % of all), one process {cpu_one:.1f} s")
    messages, size = over[-1][3], over[-1][4]
    for topic in sorted(messages):
        print(f"  {topic}: {messages[topic]:,.0f} messages, {size[topic] / 1e6:,.1f} MB")
    print(f"  in all: {sum(messages.values()):,.0f} messages, {sum(size.values()) / 1e6:,.1f} MB to the aggregator")
    report = {"release": first, "seconds": many, "alone_seconds": one, "services_cpu": cpu_services, "broker_cpu": cpu_broker,
              "alone_cpu": cpu_one, "messages": messages, "bytes": size}
    if following_over:
        after = median(r[0] for r in following_over)
        print(f"{following}, the next point release: {after:.2f} s, {after / many:.3f} of the first (goal: 0.1); "
              f"{sum(following_over[-1][3].values()):,.0f} messages, {sum(following_over[-1][4].values()) / 1e6:,.1f} MB")
        print(f"  its CPU: services {median(r[1] for r in following_over):.1f} s, broker {median(r[2] for r in following_over):.1f} s")
        report["following_seconds"] = after
    for tag, when, service, text in timeline:
        print(f"  {tag} {when:7.3f} s  {service}: {text}")
    print("peak memory: " + ", ".join(f"{name} {mebibytes:,.0f} MiB" for name, mebibytes in peaks.items()))
    report["peak_mebibytes"] = peaks
    with open(os.path.join(build, "bench", "cluster.json"), "w", encoding="utf-8") as file:
        json.dump(report, file, indent=2)
        file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
