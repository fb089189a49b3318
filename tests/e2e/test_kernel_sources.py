#!/usr/bin/env python3
"""infra/kernels: packages and tarballs become tagged commits; apt's sources are read; kernels are chosen by rule."""

import gzip
import importlib.machinery
import importlib.util
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
KERNELS = os.path.join(ROOT, "infra/kernels")
sys.path.insert(0, KERNELS)
import apt_sources  # noqa: E402
import importer  # noqa: E402


def load_script(name):
    loader = importlib.machinery.SourceFileLoader(name, os.path.join(KERNELS, name))
    spec = importlib.util.spec_from_loader(name, loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


fetch = load_script("fetch")
sample = load_script("sample")

MAKEFILE = b"# SPDX-License-Identifier: GPL-2.0\nVERSION = 9\nPATCHLEVEL = 8\nSUBLEVEL = 7\nEXTRAVERSION =\nNAME = Test\n"
CHANGELOG = b"""linux (9.8.7-1) unstable; urgency=medium

  * New upstream.

 -- A Maintainer <a@example.org>  Wed, 04 Nov 2026 23:30:00 +0200

linux (9.8.6-1) unstable; urgency=medium

 -- A Maintainer <a@example.org>  Thu, 01 Oct 2026 10:00:00 +0000
"""


def tarball(path, files, top="linux-source-9.8"):
    """Writes a tar.xz of {name: bytes | (kind, target)}; names that end in ! are executable."""
    with tarfile.open(path, "w:xz") as tar:
        folder = tarfile.TarInfo(top)
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
        for name, content in files.items():
            info = tarfile.TarInfo(f"{top}/{name.rstrip('!')}")
            info.mode = 0o755 if name.endswith("!") else 0o644
            info.mtime = 1790000000
            if isinstance(content, tuple):
                info.type, info.linkname = content
                tar.addfile(info)
            else:
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))


def package(folder, files, changelog=CHANGELOG, name="linux-source-9.8", version="9.8.7-1"):
    """A .deb as Debian's linux-source packages are."""
    root = os.path.join(folder, "root")
    for part in ("DEBIAN", "usr/src", f"usr/share/doc/{name}"):
        os.makedirs(os.path.join(root, part))
    with open(os.path.join(root, "DEBIAN/control"), "w", encoding="utf-8") as file:
        file.write(f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: T <t@example.org>\nDescription: test\n")
    with open(os.path.join(root, f"usr/share/doc/{name}/changelog.Debian.gz"), "wb") as file:
        file.write(gzip.compress(changelog))
    tarball(os.path.join(root, f"usr/src/{name}.tar.xz"), files, top=name)
    out = os.path.join(folder, f"{name}_{version}_all.deb")
    subprocess.run(("dpkg-deb", "--root-owner-group", "-Znone", "--build", root, out), check=True, stdout=subprocess.DEVNULL)
    return out


FILES = {
    "Makefile": MAKEFILE,
    "scripts/run.sh!": b"#!/bin/sh\n",
    "a b/\xe4\xb8\xad\xe6\x96\x87.txt".encode("latin-1").decode(): b"text\r\nwith CR\n",
    'odd "name"': b"",
    "link": (tarfile.SYMTYPE, "a b"),
    "hard": (tarfile.LNKTYPE, "linux-source-9.8/Makefile"),
    ".gitattributes": b"* text=auto\n*.txt ident\n",
    ".gitignore": b"*.txt\n",
    "ident.txt": b"$Id$\n",
}


class Importing(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.repository = os.path.join(self.scratch.name, "kernels.git")

    def git(self, *arguments, **options):
        return subprocess.run(("git", "-C", self.repository, *arguments), check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, **options).stdout.strip()

    def run_importer(self, *sources):
        return subprocess.run((os.path.join(KERNELS, "importer.py"), self.repository, *sources), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)

    def test_a_package_becomes_a_tag_dated_by_its_changelog(self):
        result = self.run_importer(package(self.scratch.name, FILES))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(result.stdout.startswith("v9.8.7-debian "), result.stdout)
        self.assertEqual(self.git("log", "-1", "--format=%cI|%an|%P", "v9.8.7-debian"), "2026-11-04T21:30:00+00:00|Ferrotype|")
        listing = self.git("ls-tree", "-r", "-z", "v9.8.7-debian").split("\0")
        modes = {line.split("\t")[1]: line.split()[0] for line in listing if line}
        self.assertEqual(modes["scripts/run.sh"], "100755")
        self.assertEqual(modes["link"], "120000")
        self.assertEqual(modes["hard"], "100644")
        self.assertEqual(len(modes), len(FILES))
        self.assertEqual(self.git("fsck", "--full", "--strict"), "")

    def test_the_tree_is_the_one_that_git_gives_the_files(self):
        deb = package(self.scratch.name, FILES)
        self.run_importer(deb)
        files = os.path.join(self.scratch.name, "files")
        os.makedirs(files)
        pipeline = importer.open_source(deb).tarball()
        subprocess.run(("tar", "-x", "--strip-components=1", "-C", files), stdin=pipeline.stdout, check=True)
        pipeline.finish()
        other = os.path.join(self.scratch.name, "other.git")
        subprocess.run(("git", "init", "-q", "--bare", other), check=True)
        with open(os.path.join(other, "info/attributes"), "w", encoding="utf-8") as file:
            file.write("* -text -ident !filter !eol\n")
        git = ("git", "--git-dir", other, "--work-tree", files, "-c", "core.bare=false", "-c", "core.autocrlf=false")
        subprocess.run((*git, "add", "-f", "-A", "."), cwd=files, check=True)
        tree = subprocess.run((*git, "write-tree"), cwd=files, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        self.assertEqual(self.git("rev-parse", "v9.8.7-debian^{tree}"), tree)

    def test_importing_again_does_nothing_and_elsewhere_gives_the_same_commit(self):
        deb = package(self.scratch.name, FILES)
        first = self.run_importer(deb).stdout.split()
        again = self.run_importer(deb)
        self.assertIn("was there", again.stdout)
        self.assertEqual(again.stdout.split()[:3], first[:3])
        self.repository = os.path.join(self.scratch.name, "second.git")
        self.assertEqual(self.run_importer(deb).stdout.split()[:3], first[:3])

    def test_a_plain_tarball_is_tagged_without_a_suffix_and_dated_by_its_newest_file(self):
        path = os.path.join(self.scratch.name, "linux-9.8.7.tar.xz")
        tarball(path, {"Makefile": MAKEFILE}, top="linux-9.8.7")
        result = self.run_importer(path)
        self.assertTrue(result.stdout.startswith("v9.8.7 "), result.stderr)
        self.assertEqual(self.git("log", "-1", "--format=%ct", "v9.8.7"), "1790000000")

    def assert_refused(self, path, words):
        result = self.run_importer(path)
        self.assertEqual(result.returncode, 3, result.stdout + result.stderr)
        self.assertIn(words, result.stderr)
        self.assertNotIn("Traceback", result.stderr)
        self.assertEqual(self.git("for-each-ref"), "")

    def test_a_tarball_cut_in_the_middle_leaves_no_tag(self):
        path = os.path.join(self.scratch.name, "linux-9.8.7.tar.xz")
        tarball(path, {"Makefile": MAKEFILE, "big": os.urandom(200000)}, top="linux-9.8.7")
        with open(path, "r+b") as file:
            file.truncate(os.path.getsize(path) // 2)
        self.assert_refused(path, path)

    def test_what_is_no_kernel_is_refused(self):
        path = os.path.join(self.scratch.name, "x.tar.xz")
        tarball(path, {"README": b"hello\n"}, top="x")
        self.assert_refused(path, "has no top Makefile")
        tarball(path, {"Makefile": b"all:\n"}, top="x")
        self.assert_refused(path, "names no version")
        tarball(path, {"Makefile": MAKEFILE, "dev": (tarfile.CHRTYPE, "")}, top="x")
        self.assert_refused(path, "is no file, link or folder")
        with open(path, "wb") as file:
            file.write(b"not xz at all\n" * 99)
        self.assert_refused(path, path)
        self.assert_refused(os.path.join(self.scratch.name, "nothing.tar.xz"), "no such file")

    def test_a_path_that_climbs_out_of_the_tree_is_refused(self):
        path = os.path.join(self.scratch.name, "x.tar.xz")
        for name in ("a/../../../escape", "a//b", "./a", ".git/hooks/x", "a/.GIT"):
            with self.subTest(name=name):
                tarball(path, {"Makefile": MAKEFILE, name: b"x"}, top="x")
                self.assert_refused(path, "is no path that a tree may hold")


class AptSources(unittest.TestCase):
    def test_both_forms_are_read_with_their_keys(self):
        one_line = ("# deb http://off.example main\n"
                    "deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://m.example/debian bookworm main contrib # note\n"
                    "deb-src http://m.example/debian bookworm main\n")
        self.assertEqual(list(apt_sources.parse_one_line(one_line)),
                         [apt_sources.Source(["http://m.example/debian"], ["bookworm"], ["main", "contrib"],
                                             {"Arch": "amd64", "Signed-By": "/usr/share/keyrings/k.gpg"})])
        deb822 = ("Types: deb deb-src\n# a comment\nURIs: http://m.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n"
                  "Signed-By:\n -----BEGIN PGP-----\n .\n abc\n\n"
                  "Types: deb\nEnabled: no\nURIs: http://off.example\nSuites: bookworm\nComponents: main\n")
        found = list(apt_sources.parse_deb822(deb822))
        self.assertEqual(len(found), 1)
        self.assertEqual(found[0].suites, ["bookworm", "bookworm-updates"])
        self.assertIn("\n -----BEGIN PGP-----\n .\n abc", found[0].options["Signed-By"])
        self.assertIn("Signed-By: \n -----BEGIN PGP-----", apt_sources.render(found[0]))

    def test_sources_of_others_are_left_alone(self):
        own = apt_sources.Source(["http://m.example/debian"], ["bookworm", "bookworm-updates"], ["main"])
        security = apt_sources.Source(["http://s.example"], ["bookworm-security"], ["main"])
        others = [apt_sources.Source(["http://n.example"], ["nodistro"], ["main"]),
                  apt_sources.Source(["http://c.example"], ["cloud-bookworm"], ["main"])]
        self.assertEqual(apt_sources.sources_of_distribution([*others, security, own], "bookworm"), [security, own])
        self.assertEqual(apt_sources.main_archive([security, own], "bookworm"), own)
        self.assertIsNone(apt_sources.main_archive([security], "bookworm"))


class Choosing(unittest.TestCase):
    def offers(self, *pairs):
        return [{"Package": f"linux-source-{series}", "Version": version} for series, version in pairs]

    def chosen(self, *pairs):
        records, absent = fetch.choose_from_suites(self.offers(*pairs))
        return [record["Version"] for record in records], absent

    def test_the_newest_of_each_series_and_the_oldest_other_point_release_of_the_newest(self):
        self.assertEqual(
            self.chosen(("6.1", "6.1.9-1"), ("6.1", "6.1.10-1"), ("6.12", "6.12.5-1~deb12u1"), ("7.2", "7.2.13-1"),
                        ("7.2", "7.2.9-1"), ("7.2", "7.2.6-1~bpo13+1"), ("7.2", "7.2.13-1~bpo13+1")),
            (["6.1.10-1", "6.12.5-1~deb12u1", "7.2.6-1~bpo13+1", "7.2.13-1"], []))

    def test_one_point_release_alone_is_taken_once(self):
        self.assertEqual(self.chosen(("7.2", "7.2.13-1"), ("7.2", "7.2.13-1~bpo13+1")), (["7.2.13-1"], ["6.1", "6.12"]))

    def test_the_newest_series_stands_in_for_one_that_has_left(self):
        self.assertEqual(self.chosen(("6.12", "6.12.5-1"), ("7.10", "7.10.1-1"), ("7.9", "7.9.1-1")),
                         (["6.12.5-1", "7.10.1-1"], ["6.1"]))

    def test_nothing_on_offer_is_told(self):
        self.assertEqual(self.chosen(), ([], ["6.1", "6.12", "7.2"]))

    def test_tarballs_are_chosen_among_published_sums(self):
        sums = {f"linux-7.2{x}.tar.xz": "" for x in ("", ".1", ".10", ".9")} | {"linux-7.20.1.tar.xz": "", "linux-7.2.11.tar.gz": ""}
        self.assertEqual(fetch.choose_from_sums(sums, "7.2", True), ["linux-7.2.1.tar.xz", "linux-7.2.10.tar.xz"])
        self.assertEqual(fetch.choose_from_sums(sums, "7.2", False), ["linux-7.2.10.tar.xz"])
        self.assertEqual(fetch.choose_from_sums(sums, "6.1", True), [])


class KernelOrg(unittest.TestCase):
    """The road that needs kernel.org, tried against a folder that looks like it."""

    def test_takes_only_what_has_its_published_sum(self):
        with tempfile.TemporaryDirectory() as scratch:
            for folder in ("server/v6.x", "server/v7.x"):
                os.makedirs(os.path.join(scratch, folder))
            lines = []
            for name, honest in (("linux-6.1.3.tar.xz", True), ("linux-6.12.4.tar.xz", False)):
                path = os.path.join(scratch, "server/v6.x", name)
                with open(path, "wb") as file:
                    file.write(name.encode())
                lines.append(f"{fetch.sha256_of(path) if honest else 'a' * 64}  {name}")
            with open(os.path.join(scratch, "server/v6.x/sha256sums.asc"), "w", encoding="utf-8") as file:
                file.write("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + "\n".join(lines) + "\n")
            cache = os.path.join(scratch, "cache")
            result = subprocess.run((os.path.join(KERNELS, "fetch"), "--kernel-org", f"file://{scratch}/server", cache),
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(result.stdout, os.path.join(cache, "linux-6.1.3.tar.xz") + "\n")
            self.assertIn("NOTICE: linux-6.12.4.tar.xz can't be had and is left out: its SHA-256 is not the published one", result.stderr)
            self.assertIn("NOTICE: kernel.org publishes no sum of a linux-7.2 tarball", result.stderr)
            self.assertFalse(os.path.exists(os.path.join(cache, "linux-6.12.4.tar.xz")))


class Sampling(unittest.TestCase):
    def test_patterns_are_folders_files_and_stars_within_a_name(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("# c\nrust/\nMakefile\nlib/*rust*\n")
            file.flush()
            wanted = sample.read_patterns(file.name)
        for path, taken in ((b"rust/a/b.rs", True), (b"Makefile", True), (b"lib/x_rust.rs", True), (b"lib/rust/x", False),
                            (b"samples/rust/a", False), (b"lib/Makefile", False)):
            self.assertEqual(bool(wanted.fullmatch(path)), taken, path)


if __name__ == "__main__":
    unittest.main()
