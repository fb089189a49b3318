#!/usr/bin/env python3
"""Rendering into a folder that holds a site writes what changed, and gives the bytes that rendering from nothing gives."""

import os
import pathlib
import shutil
import stat
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from harness import PROGRAM, SOURCE, Scratch, bytes_of, check, equal, files_below, finish, git, must, need_sample, run

sample = need_sample()
HEAD = "---\ntitle: {}\nsummary: S.\ndate: 2026-11-20\nauthor: N.\nkeywords: [a]\n---\n"
URL = "https://example.org/f/"


def files(folder):
    return {name: bytes_of(path) for name, path in files_below(folder).items()}


def places(folder):
    """Where each file lies on the disk and when it was written: both stay when nobody writes it."""
    return {name: (s.st_ino, s.st_mtime_ns) for name, path in files_below(folder).items() for s in [os.stat(path)]}


def other_build(program, scratch):
    """The same program with the mark of another build."""
    bytes_ = bytearray(pathlib.Path(program).read_bytes())
    at = bytes_.index(b"\x04\x00\x00\x00\x14\x00\x00\x00\x03\x00\x00\x00GNU\x00") + 16
    bytes_[at] ^= 0xFF
    copy = scratch / "ferrotype-of-another-build"
    copy.write_bytes(bytes_)
    copy.chmod(copy.stat().st_mode | stat.S_IXUSR)
    return str(copy)


with Scratch() as scratch:
    content, templates, store, site = scratch / "content", scratch / "site-templates", scratch / "store", scratch / "out/site"
    names = git(sample, "tag", "--list", "v6.*", "--sort=version:refname").decode().split()
    must("analyze", f"{sample}@{names[0]}", "--store", store)
    shutil.copytree(SOURCE / "site-templates", templates)
    for slug in ("one", "two", "three"):
        folder = content / "articles" / slug
        folder.mkdir(parents=True)
        (folder / "en.md").write_text(HEAD.format(f"Title of {slug}") + "Some words, and {metric}`rust.files` files.\n\nAnother paragraph.\n")
        (folder / "zh.md").write_text(HEAD.format(f"标题 {slug}") + "一些文字，{metric}`rust.files` 个文件。\n\n又一段。\n")
    (content / "glossary.yaml").write_text("spinlock:\n  zh: 自旋锁\n")
    site.parent.mkdir()

    def render(out, program=PROGRAM):
        done = run("render", "--store", store, "--out", out, "--content", content, "--templates", templates, "--base-url", URL, program=program)
        check("it renders", done.returncode == 0, done.stderr)
        return done.stderr

    def same_as_from_nothing(what, program=PROGRAM):
        before, told_before = (places(site), files(site)) if site.exists() else ({}, {})
        render(site, program)
        fresh = scratch / "fresh"
        render(fresh)
        now, wanted = files(site), files(fresh)
        differing = sorted(path for path in now.keys() | wanted.keys() if now.get(path) != wanted.get(path))
        equal(f"{what}: the same bytes as from nothing", differing, [])
        after = places(site)
        rewritten = [path for path, bytes_ in now.items() if told_before.get(path) == bytes_ and after[path] != before[path]]
        equal(f"{what}: what did not change is not written again", rewritten, [])
        shutil.rmtree(fresh)
        (scratch / ".ferrotype-fresh").unlink()
        return {path for path, bytes_ in now.items() if told_before.get(path) != bytes_}

    same_as_from_nothing("at first")
    there = places(site)
    check("again: it says that nothing changed", "no file touched" in render(site))
    equal("again: no file is touched", places(site), there)

    text = content / "articles/two/en.md"
    text.write_text(text.read_text().replace("Another paragraph.", "An edited paragraph."))
    written = same_as_from_nothing("an edited paragraph")
    check("its page is written, pages of data are not", "en/articles/two/index.html" in written and not any("/metrics/" in path or "/releases/" in path for path in written), str(sorted(written)))
    text.write_text(text.read_text().replace("Title of two", "Another title"))
    shutil.rmtree(content / "articles/three")
    written = same_as_from_nothing("an edited title, and a text that is gone")
    check("lists that show them are written", "en/articles/index.html" in written)
    check("no page is left of what is gone", not (site / "en/articles/three").exists())

    page = site / "en/articles/one/index.html"
    page.write_bytes(page.read_bytes().replace(b"Some words", b"Lies lying"))
    (site / "zh/articles/one/index.html").unlink()
    text.write_text(text.read_text().replace("An edited", "A changed"))
    same_as_from_nothing("pages that others wrote into or took away")

    layout = templates / "layout.tpl"
    layout.write_text(layout.read_text().replace("Ferrotype <span", "Ferrotypes <span"))
    catalogue = templates / "i18n/zh.json"
    words = catalogue.read_text()
    catalogue.write_text(words.replace('"nav_search": "', '"nav_search": "再'))
    check("(the catalogue is another)", catalogue.read_text() != words)
    same_as_from_nothing("another template and catalogue")
    (content / "glossary.yaml").write_text("spinlock:\n  zh: 旋锁\n")
    same_as_from_nothing("another glossary")
    must("analyze", f"{sample}@{names[-1]}", "--store", store)
    same_as_from_nothing("another release in the store")

    memory = site.parent / ".ferrotype-site"
    same_as_from_nothing("another build of the program", other_build(PROGRAM, scratch))
    good = bytearray(memory.read_bytes())
    good[len(good) // 2] ^= 4
    memory.write_bytes(good)
    text.write_text(text.read_text() + "\nMore.\n")
    same_as_from_nothing("its memory with a wrong bit")

finish()
