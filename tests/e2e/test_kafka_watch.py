#!/usr/bin/env python3
"""`ferrotype watch` over a real Kafka: a repository's tags and a tarball that has arrived are measured by the cluster, and the edition is the one
that one process publishes."""

import os
import pathlib
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import SOURCE, Scratch, check, equal, finish, git, must, need_sample
import clusters

TAG = "v6.12.117-debian"
TARBALL = "linux-6.1.192.tar.gz"  # of the oldest tag, named as kernel.org names it


def main():
    sample = need_sample()
    clusters.libraries_or_skip()
    with Scratch() as scratch, clusters.Rig(sample, partitions=4) as rig:
        cluster = rig.cluster
        (scratch / "content").mkdir()  # without texts: those bind numbers of releases that a sample lacks
        incoming = scratch / "incoming"
        incoming.mkdir()
        (incoming / TARBALL).write_bytes(git(sample, "archive", "--format=tar.gz", "--prefix=linux-6.1.192/", "v6.1.192-debian"))
        os.utime(incoming / TARBALL, (time.time() - 3600,) * 2)
        site = ("--content", scratch / "content", "--templates", SOURCE / "site-templates", "--base-url", "https://example.org/")
        imported = f"{cluster.store}/watch/incoming.git"
        # Analyzers fetch what a watcher imports as they fetch from any address.
        workers = [cluster.aggregator(), cluster.start("analyzer", f"sample={sample}", f"incoming=file://{imported}", "--jobs", 2,
                                                       "--clones", rig.folder / "mirrors", name="analyzer")]
        watch = cluster.start("watch", sample, incoming, "--tags", f"{TAG} v6.1.192", "--once", "--store", cluster.store, "--to",
                              rig.folder / "site", *site)
        rig.complete(watch, *workers)
        equal("SIGTERM ends all well", set(cluster.stop().values()), {0})
        # The same by one process: from the repository that was made of the tarball, and from the tarball itself.
        for source in (f"{sample}@{TAG}", f"{imported}@v6.1.192"):
            must("analyze", source, "--store", scratch / "alone", "--quiet")
        clusters.same("watch", rig, clusters.store_hash(scratch / "alone"))
        must("publish", "--store", scratch / "alone", "--to", scratch / "site", "--quiet", *site)
        equal("the same edition as one process", os.readlink(rig.folder / "site/current"), os.readlink(scratch / "site/current"))
        must("analyze", f"{incoming / TARBALL}@v6.1.192", "--store", scratch / "tarball", "--quiet")
        digest = clusters.digests(scratch / "tarball")["v6.1.192"]
        check("the tarball's digest, by either road", clusters.digests(cluster.store).get("v6.1.192") == digest, clusters.digests(cluster.store))
        git(imported, "fsck", "--full")
    finish()


if __name__ == "__main__":
    clusters.script(main)
