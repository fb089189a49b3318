// Fixtures whose expectations stand beside the sources: fixtures/unsafe_*.rs
//
//   unsafe { f() } //~ block documented                 the class and the state of the site on this line
//   m!(unsafe {}, unsafe {}) //~ macro-call/block missing; macro-call/block missing      several, with what they are
//   there unsafe { *p } //~ block missing in A::f ops 0 0 1 0 lines 1
//
// `in` is the enclosing item, `ops` binding calls, calls, dereferences, references; `lines` lines of code covered. The
// marks are cut off before the text is read, so that they are no comments near a site. A first line
// `//~ doc-tests 3` tells the tokens in examples.
#include "analyzer/unsafe_ledger.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace ferrotype {
namespace {

struct Fixture {
  std::string text;
  std::vector<std::pair<std::uint32_t, std::string>> expected;  // line, words
  std::uint32_t doc_tests = 0;
};

std::string Trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

Fixture Read(const std::filesystem::path& path) {
  Fixture fixture;
  std::ifstream file(path);
  std::string line;
  for (std::uint32_t number = 1; std::getline(file, line); ++number) {
    const std::size_t mark = line.find("//~ ");
    if (mark != std::string::npos) {
      std::istringstream all(line.substr(mark + 4));
      std::string one;
      while (std::getline(all, one, ';')) {
        if (Trimmed(one).starts_with("doc-tests ")) {
          fixture.doc_tests = static_cast<std::uint32_t>(std::stoul(Trimmed(one).substr(10)));
        } else {
          fixture.expected.emplace_back(number, Trimmed(one));
        }
      }
      line = line.substr(0, line.find_last_not_of(' ', mark == 0 ? 0 : mark - 1) + 1);
      if (mark == 0) line.clear();
    }
    fixture.text += line + "\n";
  }
  return fixture;
}

// In the words of the expectation, as far as it says anything.
std::string Told(const UnsafeSite& site, const std::string& expected) {
  std::string told(IdOf(site.kind));
  if (site.inner != site.kind) told += "/" + std::string(IdOf(site.inner));
  told += " " + std::string(IdOf(site.state));
  if (expected.find(" in ") != std::string::npos) told += " in " + site.item;
  if (expected.find(" ops ") != std::string::npos) {
    const UnsafeOperations& operations = site.operations;
    for (const auto count :
         {operations.binding_calls, operations.calls, operations.dereferences, operations.references}) {
      told += (told.find(" ops") == std::string::npos ? " ops " : " ") + std::to_string(count);
    }
  }
  if (expected.find(" lines ") != std::string::npos) told += " lines " + std::to_string(site.code_lines);
  return told;
}

TEST(UnsafeLedger, SaysWhatStandsBesideTheFixturesLines) {
  std::size_t fixtures = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FERROTYPE_SOURCE_DIR "/tests/unit/analyzer/fixtures")) {
    if (!entry.path().filename().string().starts_with("unsafe_")) continue;
    ++fixtures;
    const Fixture fixture = Read(entry.path());
    const UnsafeLedger ledger = ReadUnsafeLedger(fixture.text);
    const std::string name = entry.path().filename();
    EXPECT_EQ(ledger.doc_test_tokens, fixture.doc_tests) << name;
    for (std::size_t i = 0; i < std::max(ledger.sites.size(), fixture.expected.size()); ++i) {
      if (i >= ledger.sites.size() || i >= fixture.expected.size()) {
        ADD_FAILURE() << name << ": " << ledger.sites.size() << " sites, " << fixture.expected.size() << " expected";
        break;
      }
      const auto& [line, words] = fixture.expected[i];
      ASSERT_EQ(ledger.sites[i].line, line) << name << ": " << Told(ledger.sites[i], words) << ", expected " << words;
      EXPECT_EQ(Told(ledger.sites[i], words), words) << name << ":" << line;
    }
  }
  EXPECT_GE(fixtures, 4U);
}

}  // namespace
}  // namespace ferrotype
