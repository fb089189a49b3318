// What holds of the unsafe ledger for any bytes, and how it takes input that somebody made to hurt. No test is timed,
// but what were quadratic would not end before the test run's own limit.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "analyzer/rust_lexer.h"
#include "analyzer/unsafe_ledger.h"
#include "support/tricky_text.h"

namespace ferrotype {
namespace {

void ExpectLaws(std::string_view text) {
  std::string scratch;
  const UnsafeLedger ledger = ReadUnsafeLedger(text);
  const RustScan scan = ScanRust(text, scratch);
  ASSERT_EQ(ledger.sites.size(), scan.unsafe_tokens) << text.substr(0, 500);
  std::uint64_t covered = 0;
  std::pair<std::uint32_t, std::uint32_t> before{0, 0};
  for (const UnsafeSite& site : ledger.sites) {
    const std::pair<std::uint32_t, std::uint32_t> here{site.line, site.column};
    ASSERT_LT(before, here);
    ASSERT_GE(site.end_line, site.line);
    ASSERT_LE(site.end_line, scan.lines.Lines());
    ASSERT_LE(site.item.size(), 200U);
    covered += site.code_lines;
    before = here;
  }
  ASSERT_LE(covered, scan.lines.code);
}

TEST(UnsafeLaws, HoldForRandomBytesAndFragments) {
  static constexpr std::array<std::string_view, 48> kFragments = {"unsafe ",
                                                                  "unsafe{",
                                                                  "unsafe fn f() {",
                                                                  "unsafe impl A for B {",
                                                                  "unsafe extern \"C\" ",
                                                                  "unsafe trait T;",
                                                                  "fn f() {",
                                                                  "impl<T> A for B<T> {",
                                                                  "impl A {",
                                                                  "trait T {",
                                                                  "mod m {",
                                                                  "const A: u8 = ",
                                                                  "static A: u8 = ",
                                                                  "let x =",
                                                                  "}",
                                                                  "{",
                                                                  ")",
                                                                  "(",
                                                                  "[",
                                                                  "]",
                                                                  ";",
                                                                  ",",
                                                                  "=>",
                                                                  "::<",
                                                                  ">",
                                                                  "$(",
                                                                  "#[allow(clippy::undocumented_unsafe_blocks)]",
                                                                  "#![allow(",
                                                                  "quote!{",
                                                                  "macro_rules! m {",
                                                                  "m!(",
                                                                  "#[",
                                                                  "// SAFETY: a\n",
                                                                  "/* SAFETY: */",
                                                                  "/// # Safety\n",
                                                                  "///\n",
                                                                  "```\n",
                                                                  "//! ```rust\n",
                                                                  "r#\"",
                                                                  "\"",
                                                                  "'",
                                                                  "b'",
                                                                  "*",
                                                                  "&",
                                                                  "?",
                                                                  "bindings::f(",
                                                                  "if ",
                                                                  "\n"};
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    TrickyText random(seed);
    std::string text = random.Fragments(60);
    for (int i = 0; i < 60; ++i) text += kFragments[random.Below(kFragments.size())];
    ASSERT_NO_FATAL_FAILURE(ExpectLaws(text)) << "seed " << seed;
    ASSERT_NO_FATAL_FAILURE(ExpectLaws(random.AnyBytes(200) + text)) << "seed " << seed;
  }
}

TEST(UnsafeLaws, HoldForEveryBeginningOfTheFixtures) {
  for (const auto& entry : std::filesystem::directory_iterator(FERROTYPE_SOURCE_DIR "/tests/unit/analyzer/fixtures")) {
    if (!entry.path().filename().string().starts_with("unsafe_")) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    for (std::size_t size = 0; size <= text.size(); ++size) {
      ASSERT_NO_FATAL_FAILURE(ExpectLaws(std::string_view(text).substr(0, size))) << entry.path() << " " << size;
    }
  }
}

TEST(UnsafeLaws, HoldForWhatWouldBeQuadratic) {
  for (const std::string_view part : {"/*",
                                      "\"",
                                      "'",
                                      "(",
                                      "[",
                                      "{",
                                      "r#\"",
                                      "b'",
                                      "r#",
                                      "/* *",
                                      "$",
                                      "#",
                                      "$(",
                                      "unsafe ",
                                      "unsafe{",
                                      "unsafe fn a(",
                                      "unsafe fn a{",
                                      "#[a unsafe{} ]\n",
                                      "(unsafe{},",
                                      "[unsafe{};",
                                      "$(unsafe impl ",
                                      "#[a] unsafe fn b",
                                      "/*SAFETY:*/\n unsafe{};unsafe{} ",
                                      "/*\n",
                                      "const A: u8 = unsafe {};",
                                      "const A: ()",
                                      " a::<b>(unsafe{} ",
                                      "mod a {",
                                      "mod aaaaaaaaaaaaaaaaaaaaaaaaaaaaa { unsafe impl A for B {} ",
                                      "// SAFETY:\n unsafe {}\n",
                                      "// SAFETY:\n",
                                      "/// # Safety\n",
                                      "/// ```\n",
                                      "m!{",
                                      "quote!(",
                                      "macro_rules! a {",
                                      "let a = unsafe { ",
                                      "if unsafe {} ",
                                      "= unsafe {}",
                                      "unsafe impl<",
                                      "#[allow(clippy::undocumented_unsafe_blocks)]",
                                      "#[doc = \"# Safety\"] unsafe fn a();",
                                      "{ ( "}) {
    constexpr std::size_t kBytes = 1 << 20;
    std::string text;
    while (text.size() < kBytes) text += part;
    ASSERT_NO_FATAL_FAILURE(ExpectLaws(text)) << part;
    // After one long comment, name and line.
    const std::string many = text.substr(0, kBytes / 4);
    ASSERT_NO_FATAL_FAILURE(ExpectLaws("/* " + std::string(kBytes / 4, 'x') + " SAFETY: */\n" + many)) << part;
    ASSERT_NO_FATAL_FAILURE(ExpectLaws("mod " + std::string(kBytes / 4, 'x') + " { " + many)) << part;
    ASSERT_NO_FATAL_FAILURE(ExpectLaws(std::string(kBytes / 4, 'x') + " // SAFETY: a\n" + many)) << part;
  }
}

TEST(UnsafeLaws, ATextThatIsTooLongHasAnEmptyLedger) {
  EXPECT_EQ(ReadUnsafeLedger(std::string(kMaxLedgerBytes, ' ') + "unsafe"), UnsafeLedger());
}

}  // namespace
}  // namespace ferrotype
