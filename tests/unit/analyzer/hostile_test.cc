// Input that somebody made to hurt: it must come back counted, in time linear in its size, without recursion. No test
// is timed here, but what were quadratic would not end before the test run's own limit.
#include <gtest/gtest.h>

#include <string>

#include "analyzer/analyze.h"
#include "support/print_counts.h"
#include "support/tricky_text.h"

namespace ferrotype {
namespace {

std::string Times(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

LineCounts Lines(Language language, std::string_view bytes) { return Analyzer().Analyze(language, {}, bytes).lines; }

void ExpectOneLineEach(std::string_view bytes) {
  for (const LanguageInfo& info : Languages()) EXPECT_EQ(Lines(info.language, bytes).Lines(), 1U) << info.id;
}

TEST(Hostile, ManyOpenBraces) { ExpectOneLineEach(Times("{", 65536)); }

TEST(Hostile, ManyNestedCommentsAndStrings) {
  constexpr std::size_t kMany = 1 << 18;
  for (const std::string_view open :
       {"/*",   "\"", "'",    "(*",  "<!--", "{#", "\"\"\"", "r#\"", "R\"(",        "b'", "'a", "r#", "<<A ",
        "/* *", "\\", "\"//", "'//", "//",   "/",  "*/",     "$",    "include!(\"", "=",  "- ", "#",  ".. "}) {
    ExpectOneLineEach(Times(open, kMany / open.size()));
  }
}

TEST(Hostile, ManyHashesBeforeAndAfterARawString) {
  EXPECT_EQ(Lines(Language::kRust, "r" + std::string(1 << 20, '#') + "\"" + Times("\"#", 1 << 19)).code, 1U);
  EXPECT_EQ(Lines(Language::kRust, Times("r##", 1 << 19)).code, 1U);
}

TEST(Hostile, ManyContinuedLinesWithACommentEach) {
  EXPECT_EQ(Lines(Language::kC, Times("\"a\" /* b */ \\\n", 1 << 19)).code, 1U << 19);
  EXPECT_EQ(Lines(Language::kC, Times("/**/ \\\n", 1 << 19)).code, 1U << 19);
  EXPECT_EQ(Lines(Language::kC, std::string(1 << 20, 'x') + "\\\n" + Times("/**/", 1 << 19)).code, 1U);
  EXPECT_EQ(Lines(Language::kC, Times("// a \\\n", 1 << 19)).comment, 1U << 19);
}

TEST(Hostile, ManyHeredocsAndBlockScalarsThatNeverEnd) {
  EXPECT_EQ(Lines(Language::kShell, Times("cat <<A\n", 1 << 18)).code, 1U << 18);
  EXPECT_EQ(Lines(Language::kPerl, Times("print <<A;\n", 1 << 18)).code, 1U << 18);
  EXPECT_EQ(Lines(Language::kYaml, Times("a: |\n\n", 1 << 18)).code, 1U << 18);
  EXPECT_EQ(Lines(Language::kKconfig, Times("\thelp\n\n", 1 << 18)).Lines(), 1U << 19);
}

TEST(Hostile, ALineOf128MiB) {
  const std::string quiet(128U << 20, 'x');
  EXPECT_EQ(Lines(Language::kC, quiet).code, 1U);
  EXPECT_EQ(Lines(Language::kJson, quiet).code, 1U);
  EXPECT_EQ(Lines(Language::kRust, quiet).code, 1U);
  const std::string noisy = Times("\"//\" /* */ ", (128U << 20) / 11);
  EXPECT_EQ(Lines(Language::kC, noisy).code, 1U);
}

TEST(Hostile, AMegabyteOfAnything) {
  TrickyText random(1);
  std::string bytes = random.AnyBytes(1 << 20);
  for (char& c : bytes) {
    if (c == '\0') c = '\1';
  }
  const std::uint64_t lines = Lines(Language::kPlainText, bytes).Lines();
  EXPECT_GT(lines, 1000U);
  for (const LanguageInfo& info : Languages()) EXPECT_EQ(Lines(info.language, bytes).Lines(), lines) << info.id;
}

TEST(Hostile, InvalidUtf8IsText) {
  const LineCounts lines = Lines(Language::kRust, "let \xC3\x28 = '\xF0\x28'; // \x80\n'\xFF\n\xED\xA0\x80'\n");
  EXPECT_EQ(lines.code, 3U);
}

}  // namespace
}  // namespace ferrotype
