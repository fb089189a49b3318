// fixtures/mentions.rs says behind each line which names and ids of it are read.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "analyzer/rust_syntax.h"

namespace ferrotype {
namespace {

TEST(RustMentions, AreReadAsTheyAreMarked) {
  std::ifstream in(FERROTYPE_SOURCE_DIR "/tests/unit/analyzer/fixtures/mentions.rs");
  std::map<std::uint32_t, std::multiset<std::string>> expected;
  std::string text;
  std::string line;
  for (std::uint32_t number = 1; std::getline(in, line); ++number) {
    text += line + "\n";
    const std::size_t mark = line.find("//~ ");
    if (mark == std::string::npos) continue;
    std::istringstream words(line.substr(mark + 4));
    for (std::string word; words >> word;) expected[number].insert(word);
  }
  ASSERT_FALSE(expected.empty());
  const RustSyntax syntax = ReadRustSyntax(text, nullptr);
  std::map<std::uint32_t, std::multiset<std::string>> read;
  for (const RustMention& mention : syntax.mentions) read[mention.line].insert(mention.path);
  for (const RustLiteral& literal : syntax.literals) read[literal.line].insert(literal.key + "=" + literal.text);
  EXPECT_EQ(read, expected);
  const Result<RustSyntax> back = DecodeRustSyntax(Encode(syntax));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(*back, syntax);
}

TEST(RustMentions, AreCountedOnceAScope) {
  const RustSyntax syntax = ReadRustSyntax("fn f() { a::b(); a::b(); }\nmod m { fn g() { a::b() } }\n", nullptr);
  ASSERT_EQ(syntax.mentions.size(), 2U);
  EXPECT_EQ(syntax.mentions[0].uses, 2U);
  EXPECT_EQ(syntax.mentions[0].scope, kNoItem);
  EXPECT_EQ(syntax.mentions[1].uses, 1U);
  EXPECT_NE(syntax.mentions[1].scope, kNoItem);
}

}  // namespace
}  // namespace ferrotype
