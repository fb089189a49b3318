#!/usr/bin/env python3
"""Tracked files are text with Unix line ends, name no machine or registry, and documents link to what is there."""

import os
import sys
import unittest

sys.dont_write_bytecode = True
import hygiene  # noqa: E402

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


class TheCheckItself(unittest.TestCase):
    def problems(self, data, path="a.sh"):
        return list(hygiene.problems_of_bytes(path, data))

    def test_accepts_plain_text(self):
        self.assertEqual(self.problems("ls /tmp/x build/work/a 中文\n".encode()), [])

    def test_refuses_line_ends_of_other_systems_and_a_missing_last_newline(self):
        self.assertIn("a.sh:2: a carriage return", self.problems(b"a\nb\r\n"))
        self.assertEqual(self.problems(b"a"), ["a.sh: no newline at its end"])
        self.assertEqual(self.problems(b"\xff\n"), ["a.sh: not UTF-8 at byte 0"])

    def test_refuses_paths_of_one_machine(self):
        for path in ("/wor" "k/main", "/hom" "e/jane/x", "/roo" "t/.cache"):
            with self.subTest(path=path):
                self.assertIn("is a path of one machine", self.problems(f"cd {path}\n".encode())[0])

    def test_refuses_registries_by_name(self):
        self.assertIn("names the registry", self.problems(b"https://registry.npm" b"js.org/x\n")[0])

    def test_refuses_conflict_marks(self):
        self.assertIn("nobody resolved", self.problems(b"<<<<<<< " b"HEAD\n")[0])

    def test_scripts_are_executable_and_nothing_else_is(self):
        self.assertEqual(len(list(hygiene.problems_of_mode("a", b"#!/bin/sh\n", False))), 1)
        self.assertEqual(len(list(hygiene.problems_of_mode("a", b"text\n", True))), 1)
        self.assertEqual(list(hygiene.problems_of_mode("a", b"#!/bin/sh\n", True)), [])

    def test_finds_relative_links_outside_code(self):
        text = "[a](b.md#x) ![p](p.png) [u](https://e.org) [h](#h) `[no](x)`\n```\n[no](y)\n```\n"
        self.assertEqual(list(hygiene.links_of(text)), ["b.md", "p.png"])


class TheRepository(unittest.TestCase):
    def test_is_clean(self):
        count, problems = hygiene.check(ROOT)
        self.assertGreater(count, 50, "git lists hardly any file")
        self.assertEqual(problems, [], "\n" + "\n".join(problems))
        print(f"{count} tracked files read")


if __name__ == "__main__":
    unittest.main()
