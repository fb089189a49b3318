#!/usr/bin/env python3
"""Builds a bare git repository out of kernel sources: one tag for each tarball.

    importer.py REPOSITORY SOURCE...

SOURCE is Debian's linux-source-*.deb or kernel.org's linux-*.tar.xz. What each yields depends on its bytes alone: a
commit without parents, dated by the package's changelog (or, for a plain tarball, by its newest file), so that equal
sources give equal commits on every machine. The tag is the version in the tree's own Makefile, `v7.2.13`, and for
Debian's patched trees `v7.2.13-debian`. Prints one line for each source: tag, commit, tree, whether it is new.

A tag that is there is not imported again. New objects and the tag arrive together at the end of a source: git
fast-import writes a pack and moves refs only when all of the stream was well-formed.
"""

import argparse
import email.utils
import gzip
import hashlib
import os
import re
import subprocess
import sys
import tarfile
import time

AUTHOR = b"Ferrotype <noreply@invalid>"


class Failure(Exception):
    """Something about a source that a person can act on."""


def run(*command, cwd=None):
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE).stdout


class Pipeline:
    """Processes joined by pipes; every one must end well, or what was read is not believed."""

    def __init__(self, *commands):
        self.processes = []
        stdin = subprocess.DEVNULL
        for command in commands:
            process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE)
            if stdin is not subprocess.DEVNULL:
                stdin.close()
            stdin = process.stdout
            self.processes.append((command, process))
        self.stdout = stdin

    def finish(self):
        while self.stdout.read(1 << 20):
            pass
        for command, process in self.processes:
            if process.wait() != 0:
                raise Failure(f"{' '.join(command)}: ended with {process.returncode}")

    def kill(self):
        for _, process in self.processes:
            process.kill()
            process.wait()


class DebianSource:
    """linux-source-X.Y_VERSION_all.deb: a tarball and a changelog, both inside."""

    suffix = "-debian"

    def __init__(self, path):
        self.path = path
        fields = run("dpkg-deb", "--show", "--showformat=${Package}\n${Version}\n${Architecture}\n", path)
        self.package, self.version = fields.decode().split("\n")[:2]
        if not re.fullmatch(r"linux-source-[0-9.]+", self.package):
            raise Failure(f"{path}: {self.package} is no kernel source package")

    def describe(self):
        return f"{self.package} {self.version}"

    def tarball(self):
        """The kernel's uncompressed tar stream."""
        return Pipeline(
            ("dpkg-deb", "--fsys-tarfile", self.path),
            ("tar", "-xO", f"./usr/src/{self.package}.tar.xz"),
            ("xz", "-dc", "-T0"),
        )

    def date(self, _newest_file):
        """When the newest entry of the changelog was signed: the day this package was made public."""
        pipeline = Pipeline(
            ("dpkg-deb", "--fsys-tarfile", self.path),
            ("tar", "-xO", f"./usr/share/doc/{self.package}/changelog.Debian.gz"),
        )
        text = gzip.decompress(pipeline.stdout.read()).decode("utf-8", "replace")
        pipeline.finish()
        first = re.search(r"^ -- .*?>  (.+)$", text, re.MULTILINE)
        if first is None:
            raise Failure(f"{self.path}: its changelog has no signed entry")
        return int(email.utils.parsedate_to_datetime(first.group(1)).timestamp())


class PlainSource:
    """linux-X.Y.Z.tar.xz as kernel.org publishes it."""

    suffix = ""

    def __init__(self, path):
        self.path = path

    def describe(self):
        return os.path.basename(self.path)

    def tarball(self):
        return Pipeline(("xz", "-dc", "-T0", self.path))

    def date(self, newest_file):
        """git archive gives every file the time of the release's commit."""
        return newest_file


def open_source(path):
    if not os.path.isfile(path):
        raise Failure(f"{path}: no such file")
    if path.endswith(".deb"):
        return DebianSource(path)
    if path.endswith(".tar.xz"):
        return PlainSource(path)
    raise Failure(f"{path}: neither a .deb nor a .tar.xz")


def version_of(makefile):
    """`7.2.13` from the head of a kernel's top Makefile."""
    found = dict(re.findall(rb"^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION) *=[ \t]*(\S*)$", makefile, re.MULTILINE))
    if not found.get(b"VERSION") or not found.get(b"PATCHLEVEL"):
        raise Failure("its top Makefile names no version")
    version = f"{int(found[b'VERSION'])}.{int(found[b'PATCHLEVEL'])}"
    if int(found.get(b"SUBLEVEL") or 0):
        version += f".{int(found[b'SUBLEVEL'])}"
    return version + found.get(b"EXTRAVERSION", b"").decode()


def quote(path):
    """A path as fast-import reads it: as it is, or in C's quotes when it could be taken for something else."""
    if path.startswith(b'"') or b"\n" in path:
        escaped = path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
        return b'"' + escaped + b'"'
    return path


class Importer:
    """One git fast-import and what was sent to it."""

    def __init__(self, repository):
        # Deltas against whatever file came before save nothing here and take as long as all the rest (tried: 351 MB
        # for 7.2.13 with and without, in 101 and 54 s); level 1 makes the pack a third larger in half the time.
        self.process = subprocess.Popen(
            ("git", "-C", repository, "-c", "pack.compression=1", "fast-import", "--quiet", "--done", "--depth=0"),
            stdin=subprocess.PIPE,
        )
        self.stream = self.process.stdin
        self.sent = set()

    def blob(self, data):
        """Sends the bytes, once, and returns their oid."""
        digest = hashlib.sha1(b"blob %d\0" % len(data))
        digest.update(data)
        oid = digest.digest()
        if oid not in self.sent:
            self.sent.add(oid)
            self.stream.write(b"blob\ndata %d\n" % len(data))
            self.stream.write(data)
            self.stream.write(b"\n")
        return oid

    def commit(self, tag, date, text, entries):
        write = self.stream.write
        write(b"commit refs/tags/%s\ncommitter %s %d +0000\n" % (tag.encode(), AUTHOR, date))
        write(b"data %d\n%s\ndeleteall\n" % (len(text), text))
        for path, (mode, oid) in sorted(entries.items()):
            write(b"M %s %s %s\n" % (mode, oid.hex().encode(), quote(path)))
        write(b"\n")

    def finish(self):
        self.stream.write(b"done\n")
        self.stream.close()
        if self.process.wait() != 0:
            raise Failure("git fast-import refused the stream (its words are above)")


def message(tag, description, how="Imported from"):
    """The commit's message; known_sources() reads the description back out of it."""
    return f"{tag}\n\n{how} {description}.\n".encode()


def read_tree(tar, importer, wanted):
    """Sends every file of the tar whose path matches `wanted`, a pattern or None for all of them.

    Returns ({path: (mode, oid)}, the bytes of the top Makefile, time of the newest file of all).
    """
    entries, makefile, newest, top = {}, None, 0, None
    for member in tar:
        name = os.fsencode(member.name)
        first, _, path = name.removeprefix(b"./").partition(b"/")
        top = top or first
        if first != top:
            raise Failure(f"holds {member.name} beside the folder {os.fsdecode(top)}")
        if member.isdir() or not path:
            continue
        if any(part in (b"", b".", b"..") or part.lower() == b".git" for part in path.split(b"/")):
            raise Failure(f"{member.name} is no path that a tree may hold")
        newest = max(newest, int(member.mtime))
        if wanted is not None and not wanted.fullmatch(path):
            continue
        if member.isfile():
            data = tar.extractfile(member).read()
            if len(data) != member.size:
                raise Failure(f"ends inside {member.name}")
            entries[path] = (b"100755" if member.mode & 0o100 else b"100644", importer.blob(data))
            if path == b"Makefile":
                makefile = data
        elif member.issym():
            entries[path] = (b"120000", importer.blob(os.fsencode(member.linkname)))
        elif member.islnk():
            target = os.fsencode(member.linkname).removeprefix(b"./").partition(b"/")[2]
            if target not in entries:
                raise Failure(f"{member.name} is a hard link to {member.linkname}, which has not come")
            entries[path] = entries[target]
        else:
            raise Failure(f"{member.name} is no file, link or folder")
    if makefile is None:
        raise Failure("has no top Makefile, so it is no kernel")
    return entries, makefile, newest


def import_source(source, repository, wanted=None):
    """Imports one source, or the paths of it that match `wanted`, and returns its tag."""
    importer = Importer(repository)
    pipeline = source.tarball()
    try:
        with tarfile.open(fileobj=pipeline.stdout, mode="r|", bufsize=1 << 20, encoding="utf-8",
                          errors="surrogateescape") as tar:
            entries, makefile, newest = read_tree(tar, importer, wanted)
        pipeline.finish()
        tag = "v" + version_of(makefile) + source.suffix
        how = "Imported from" if wanted is None else "Sample of"
        importer.commit(tag, source.date(newest), message(tag, source.describe(), how), entries)
        importer.finish()
    except (tarfile.TarError, BrokenPipeError, Failure, EOFError) as error:
        pipeline.kill()
        importer.process.kill()
        importer.process.wait()
        raise Failure(f"{source.path}: {error}") from error
    return tag


def known_sources(repository):
    """{description of a source: tag} of what is in the repository, from the messages of its commits."""
    known = {}
    listing = run("git", "-C", repository, "for-each-ref", "--format=%(refname:strip=2)%09%(contents:body)", "refs/tags")
    for tag, body in re.findall(r"^(v\S+)\tImported from (.+)\.$", listing.decode(), re.MULTILINE):
        known[body] = tag
    return known


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("repository")
    parser.add_argument("sources", nargs="+", metavar="SOURCE")
    arguments = parser.parse_args()
    repository = arguments.repository
    if not os.path.isdir(os.path.join(repository, "objects")):
        run("git", "init", "--quiet", "--bare", "--initial-branch=main", repository)
    known = known_sources(repository)
    for path in arguments.sources:
        source = open_source(path)
        tag, begin = known.get(source.describe()), time.monotonic()
        new = tag is None
        if new:
            print(f"kernels: importing {source.describe()} (about a minute)", file=sys.stderr, flush=True)
            tag = import_source(source, repository)
        commit, tree = run("git", "-C", repository, "rev-parse", f"{tag}^{{commit}}", f"{tag}^{{tree}}").decode().split()
        print(tag, commit, tree, f"imported in {time.monotonic() - begin:.1f} s" if new else "was there", flush=True)


if __name__ == "__main__":
    try:
        main()
    except (Failure, subprocess.CalledProcessError) as failure:
        print(f"kernels: {failure}", file=sys.stderr)
        sys.exit(3)
