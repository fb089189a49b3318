#include "analyzer/analyze.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/print_counts.h"

namespace ferrotype {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

BlobFinding Analyze(Language language, std::string_view bytes) { return Analyzer().Analyze(language, {}, bytes); }
LineCounts Counts(std::uint64_t code, std::uint64_t comment, std::uint64_t blank) {
  LineCounts counts;
  counts.code = code;
  counts.comment = comment;
  counts.blank = blank;
  return counts;
}

TEST(Analyze, CopiesWhatItWasAskedFor) {
  BlobOid blob;
  blob.bytes.fill(7);
  const BlobFinding finding = Analyzer().Analyze(Language::kC, blob, "int a;\n");
  EXPECT_EQ(finding.blob, blob);
  EXPECT_EQ(finding.language, Language::kC);
  EXPECT_EQ(finding.resolved_language, Language::kC);
  EXPECT_EQ(finding.outcome, Outcome::kCounted);
  EXPECT_EQ(finding.bytes, 7U);
}

TEST(Analyze, AnEmptyFileHasNoLines) {
  for (const LanguageInfo& info : Languages()) EXPECT_EQ(Analyze(info.language, "").lines, LineCounts()) << info.id;
}

TEST(Analyze, ALastLineWithoutNewlineIsALine) {
  EXPECT_EQ(Analyze(Language::kC, "int a;\nint b;").lines, Counts(2, 0, 0));
  EXPECT_EQ(Analyze(Language::kC, "int a;\nint b;").cloc, Counts(2, 0, 0));
  EXPECT_EQ(Analyze(Language::kC, "int a;\n  ").cloc, Counts(1, 0, 1));
  EXPECT_EQ(Analyze(Language::kRust, "// a").cloc, Counts(0, 1, 0));
  // A line that fills a block to its last byte.
  EXPECT_EQ(Analyze(Language::kC, std::string(64, 'x')).lines, Counts(1, 0, 0));
  EXPECT_EQ(Analyze(Language::kC, std::string(63, 'x') + "\n").lines, Counts(1, 0, 0));
}

TEST(Analyze, CarriageReturnsBeforeNewlinesAreNotThere) {
  EXPECT_EQ(Analyze(Language::kC, "int a; \\\r\n\r\n// b\r\nint c;\r\n").cloc, Counts(3, 1, 0));
  EXPECT_EQ(Analyze(Language::kC, "a\n\r").lines, Counts(1, 0, 1));
  EXPECT_EQ(Analyze(Language::kC, "\r").cloc, Counts(0, 0, 1));
  EXPECT_EQ(Analyze(Language::kC, "// a \\\r\nb\r\n").lines, Counts(0, 2, 0));
  EXPECT_EQ(Analyze(Language::kC, "a\r").lines, Counts(1, 0, 0));
  EXPECT_EQ(Analyze(Language::kC, "a\r\r\n\r\r\n").lines, Counts(1, 0, 1));
}

TEST(Analyze, VerticalTabsAndFormFeedsAreBlank) {
  EXPECT_EQ(Analyze(Language::kC, "\v\n\f\n \t\n\r\n").lines, Counts(0, 0, 4));
  EXPECT_EQ(Analyze(Language::kC, "\v\n\f\n \t\n\r\n").cloc, Counts(0, 0, 4));
  EXPECT_EQ(Analyze(Language::kRust, "\v\n\f\n \t\n\r\n").cloc, Counts(0, 0, 4));
}

TEST(Analyze, AByteOrderMarkIsNoCode) {
  EXPECT_EQ(Analyze(Language::kC, "\xEF\xBB\xBF\nint a;\n").lines, Counts(1, 0, 1));
  EXPECT_EQ(Analyze(Language::kC, "\xEF\xBB\xBF// a\n").cloc, Counts(0, 1, 0));
  EXPECT_EQ(Analyze(Language::kByShebang, "\xEF\xBB\xBF#!/bin/sh\n").resolved_language, Language::kShell);
}

TEST(Analyze, ANulAmongTheFirst8000BytesMakesItNoText) {
  std::string bytes(7999, 'x');
  EXPECT_EQ(Analyze(Language::kC, bytes + '\0').outcome, Outcome::kNotText);
  EXPECT_EQ(Analyze(Language::kC, bytes + '\0').lines, LineCounts());
  EXPECT_EQ(Analyze(Language::kC, bytes + "x" + '\0').outcome, Outcome::kCounted);
  EXPECT_EQ(Analyze(Language::kRust, std::string_view("\0", 1)).outcome, Outcome::kNotText);
}

TEST(Analyze, Utf16IsNoText) {
  EXPECT_EQ(Analyze(Language::kC, std::string_view("\xFF\xFE"
                                                   "a\0",
                                                   4))
                .outcome,
            Outcome::kNotText);
  EXPECT_EQ(Analyze(Language::kC, "\xFE\xFFxx").outcome, Outcome::kNotText);
}

TEST(Analyze, WhatIsTooLargeIsNotCounted) {
  const BlobFinding finding = TooLarge(Language::kC, {}, kMaxBlobBytes + 1);
  EXPECT_EQ(finding.outcome, Outcome::kTooLarge);
  EXPECT_EQ(finding.bytes, kMaxBlobBytes + 1);
  EXPECT_EQ(finding.lines, LineCounts());
  // As Analyze itself would say; the bytes are never looked at.
  const char byte = 'x';
  EXPECT_EQ(Analyze(Language::kC, std::string_view(&byte, kMaxBlobBytes + 1)), finding);
}

TEST(Analyze, OnlyRustAndCHaveClocsCounts) {
  EXPECT_EQ(Analyze(Language::kC, "a\n").cloc.code, 1U);
  EXPECT_EQ(Analyze(Language::kCHeader, "a\n").cloc.code, 1U);
  EXPECT_EQ(Analyze(Language::kRust, "a\n").cloc.code, 1U);
  EXPECT_EQ(Analyze(Language::kDeviceTree, "a\n").cloc, LineCounts());
  EXPECT_EQ(Analyze(Language::kCFragment, "a\n").cloc, LineCounts());
}

TEST(Shebang, NamesTheLanguageOfAScriptWithoutExtension) {
  const auto language = [](std::string_view bytes) { return Analyze(Language::kByShebang, bytes).resolved_language; };
  EXPECT_EQ(language("#!/bin/sh\necho\n"), Language::kShell);
  EXPECT_EQ(language("#! /bin/bash -e\n"), Language::kShell);
  EXPECT_EQ(language("#!/usr/bin/env python3\n"), Language::kPython);
  EXPECT_EQ(language("#!/usr/bin/env -S LANG=C python3.11 -u\n"), Language::kPython);
  EXPECT_EQ(language("#!/usr/bin/perl -w"), Language::kPerl);
  EXPECT_EQ(language("#!/usr/bin/awk -f\n"), Language::kAwk);
  EXPECT_EQ(language("#!/usr/bin/make -f\n"), Language::kMakefile);
  EXPECT_EQ(language("#!/usr/bin/sed -f\n"), Language::kSed);
  EXPECT_EQ(language("#!/bin/bash\r\n"), Language::kShell);
  EXPECT_EQ(language("#!/opt/unheard-of\n"), Language::kUnknown);
  EXPECT_EQ(language("#!\n/bin/sh\n"), Language::kUnknown);
  EXPECT_EQ(language("#!/usr/bin/env\n"), Language::kUnknown);
  EXPECT_EQ(language("# !/bin/sh\n"), Language::kUnknown);
  EXPECT_EQ(language(""), Language::kUnknown);
}

TEST(Shebang, StaysInTheKeyAsItWasAskedFor) {
  const BlobFinding finding = Analyze(Language::kByShebang, "#!/bin/sh\n# a\necho\n\n");
  EXPECT_EQ(finding.language, Language::kByShebang);
  EXPECT_EQ(finding.lines, Counts(1, 2, 1));
  // A name that decides is not asked again.
  EXPECT_EQ(Analyze(Language::kPlainText, "#!/bin/sh\n").resolved_language, Language::kPlainText);
}

TEST(Shebang, UnknownTextIsCodeWhereItIsNotBlank) {
  EXPECT_EQ(Analyze(Language::kByShebang, "# a\n\n// b\n").lines, Counts(2, 0, 1));
}

TEST(RustFacts, HoldTheLiteralsOfInclude) {
  const auto includes = [](std::string_view bytes) { return Analyze(Language::kRust, bytes).rust.includes; };
  EXPECT_THAT(includes("include!(\"a/b.rs\");"), ElementsAre("a/b.rs"));
  EXPECT_THAT(includes("mod m { core::include ! [ /* here */ \"a.rs\" , ] }\ninclude!{r#\"b.rs\"#}"),
              ElementsAre("a.rs", "b.rs"));
  EXPECT_THAT(includes("include!(\"a\\\\b\\\".rs\")"), ElementsAre("a\\b\".rs"));
  EXPECT_THAT(includes("include!(concat!(env!(\"OUT\"), \"/a.rs\"));"), IsEmpty());
  EXPECT_THAT(includes("include_str!(\"a.rs\"); include(\"b.rs\"); r#include!(\"c.rs\");"), IsEmpty());
  EXPECT_THAT(includes("// include!(\"a.rs\")\nlet s = \"include!(\\\"b.rs\\\")\";"), IsEmpty());
  EXPECT_THAT(includes("include!(\"a.rs"), IsEmpty());
  EXPECT_THAT(Analyze(Language::kC, "include!(\"a.rs\");").rust.includes, IsEmpty());
}

TEST(RustFacts, SayWhetherTheHeadCommentTellsOfTheStandardLibrary) {
  const auto vendored = [](std::string_view bytes) { return Analyze(Language::kRust, bytes).rust.vendored; };
  EXPECT_TRUE(
      vendored("// SPDX\n\n//! Code.\n//!\n//! The contents of this file come from the Rust\n//! standard library, "
               "hosted at\nuse a;\n"));
  EXPECT_TRUE(vendored("/*!\n * These contents come from the Rust standard\n * library.\n */\n"));
  EXPECT_FALSE(vendored("//! Like the Rust standard library.\nuse a;\n"));
  EXPECT_FALSE(vendored("use a;\n// The contents of this file come from the Rust standard library.\n"));
  EXPECT_FALSE(vendored(""));
}

}  // namespace
}  // namespace ferrotype
