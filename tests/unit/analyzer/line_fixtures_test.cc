// Every fixture of tests/golden/lines: each line's class, and what cloc says of the whole.
#include <gtest/gtest.h>

#include "analyzer/analyze.h"
#include "support/line_fixture.h"

namespace ferrotype {
namespace {

BlobFinding Analyze(const LineFixture& fixture, std::size_t lines) {
  return Analyzer().Analyze(LanguageOfName(fixture.file_name), {}, fixture.Text(lines));
}

class LineFixtures : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(LineFixtures, CountEachLineAsItIsMarked) {
  const LineFixture fixture = ReadLineFixture(GetParam());
  ASSERT_FALSE(fixture.lines.empty());
  ASSERT_NE(LanguageOfName(fixture.file_name), Language::kByShebang);
  LineCounts expected;
  std::uint64_t doc = 0;
  for (std::size_t i = 0; i < fixture.lines.size(); ++i) {
    const char mark = fixture.classes[i];
    ++(mark == 'C' ? expected.code : mark == 'B' ? expected.blank : expected.comment);
    doc += mark == 'D' ? 1U : 0U;
    // Up to a line that isn't empty, so that whether empty lines belong to what is around them is decided; nor may a
    // backslash leave open what it is.
    const bool decided =
        fixture.lines[i].find_first_not_of(" \t") != std::string::npos && !fixture.lines[i].ends_with('\\');
    if (!decided && i + 1 < fixture.lines.size()) continue;
    const BlobFinding finding = Analyze(fixture, i + 1);
    ASSERT_EQ(finding.outcome, Outcome::kCounted);
    ASSERT_EQ(finding.lines.code, expected.code) << "code, line " << i + 1 << ": " << fixture.lines[i];
    ASSERT_EQ(finding.lines.comment, expected.comment) << "comment, line " << i + 1 << ": " << fixture.lines[i];
    ASSERT_EQ(finding.lines.blank, expected.blank) << "blank, line " << i + 1 << ": " << fixture.lines[i];
    ASSERT_EQ(finding.doc, doc) << "doc, line " << i + 1 << ": " << fixture.lines[i];
  }
  const BlobFinding finding = Analyze(fixture, fixture.lines.size());
  if (fixture.cloc) {
    EXPECT_EQ(finding.cloc.code, fixture.cloc->code);
    EXPECT_EQ(finding.cloc.comment, fixture.cloc->comment);
    EXPECT_EQ(finding.cloc.blank, fixture.cloc->blank);
  }
  if (fixture.unsafe_tokens) {
    EXPECT_EQ(finding.unsafe_tokens, *fixture.unsafe_tokens);
  }
}

std::string NameOf(const testing::TestParamInfo<std::filesystem::path>& path) {
  std::string name = path.param.stem().string();
  for (char& c : name) {
    if (c == '.' || c == '-') c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Golden, LineFixtures, testing::ValuesIn(LineFixturePaths()), NameOf);

TEST(LineFixturesFolder, HoldsFixturesWithClocsCountsForItsThreeLanguages) {
  std::size_t with_cloc = 0;
  for (const auto& path : LineFixturePaths()) with_cloc += ReadLineFixture(path).cloc ? 1U : 0U;
  EXPECT_GE(with_cloc, 8U);
}

}  // namespace
}  // namespace ferrotype
