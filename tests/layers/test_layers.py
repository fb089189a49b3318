#!/usr/bin/env python3
"""Arrows of services/ point one way, and the check that says so catches those that don't."""

import os
import sys
import unittest

sys.dont_write_bytecode = True
import layers  # noqa: E402

SERVICES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../services")


class TheCheckItself(unittest.TestCase):
    def assert_bad(self, path, text, words):
        found = list(layers.problems_of(path, text))
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def assert_good(self, path, text):
        self.assertEqual(list(layers.problems_of(path, text)), [])

    def test_accepts_arrows_that_point_down(self):
        self.assert_good("cli/main.cc", '#include "store/sqlite_store.h"\n#include "analyzer/service.h"\n')
        self.assert_good("store/a.cc", '#include "store/a.h"\n#include "model/store.h"\n#include <sqlite3.h>\n')
        self.assert_good("model/a.cc", '#include "base/oid.h"\n#include "proto/messages.capnp.h"\n')

    def test_refuses_an_arrow_back_up(self):
        self.assert_bad("base/a.h", '#include "model/finding.h"\n', "services/base/a.h:1: base may not include")
        self.assert_bad("model/a.h", '// why\n#include "store/a.h"\n', "services/model/a.h:2:")
        self.assert_bad("analyzer/a.cc", '#include "cli/flags.h"\n', "analyzer may not include")

    def test_refuses_a_pure_room_that_knows_another_or_an_edge(self):
        self.assert_bad("renderer/page/a.cc", '#include "aggregator/fold.h"\n', "renderer may not include")
        self.assert_bad("planner/a.cc", '  #  include "source/git_source.h"\n', "planner may not include")

    def test_refuses_an_edge_that_knows_another_room(self):
        self.assert_bad("store/a.cc", '#include "bus/memory_bus.h"\n', "store may not include")

    def test_refuses_libraries_in_the_wrong_room(self):
        for path, header in (("store/a.cc", "<git2.h>"), ("planner/a.cc", "<git2/odb.h>"), ("analyzer/a.cc", "<archive.h>"),
                             ("renderer/a.cc", "<sqlite3.h>"), ("source/a.cc", "<tree_sitter/api.h>"),
                             ("analyzer/a.cc", '"cmark-gfm.h"'), ("publisher/a.cc", "<librdkafka/rdkafka.h>"),
                             ("store/a.cc", '"proto/messages.capnp.h"'), ("renderer/a.cc", "<capnp/message.h>")):
            with self.subTest(path=path, header=header):
                found = list(layers.problems_of(path, f"#include {header}\n"))
                self.assertTrue(any("may not include" in problem for problem in found), found)

    def test_refuses_headers_without_a_room_and_rooms_without_a_place(self):
        self.assert_bad("base/a.cc", '#include "oid.h"\n', "names no room")
        self.assert_bad("base/a.cc", '#include "../cli/a.h"\n', "climbs out")
        self.assert_bad("gadgets/a.cc", "", "a room that the picture doesn't have")

    def test_refuses_a_clock_where_results_are_made(self):
        self.assert_bad("renderer/a.cc", "auto now = std::chrono::system_clock::now();\n", "no clock")
        self.assert_good("renderer/a.cc", "// not system_clock\n/* nor\n std::time( */\n")

    def test_an_include_in_a_comment_is_none(self):
        self.assert_good("base/a.h", '// #include "model/finding.h"\n/*\n#include "cli/a.h"\n*/\n')


class TheTree(unittest.TestCase):
    def test_has_no_arrow_that_points_back(self):
        count, problems = layers.check(SERVICES)
        self.assertGreater(count, 20, "services/ was not found")
        self.assertEqual(problems, [], "\n" + "\n".join(problems))
        print(f"{count} files of services/ read")


if __name__ == "__main__":
    unittest.main()
