// fixtures/traps.kbuild and traps.kconfig say behind each line what is read of it; then laws for any bytes.
#include "analyzer/kbuild.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "support/tricky_text.h"

namespace ferrotype {
namespace {

std::string ReadFixture(std::string_view name) {
  std::ifstream in(std::string(FERROTYPE_SOURCE_DIR "/tests/unit/analyzer/fixtures/") + std::string(name));
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// What stands behind "#~ ", by its line; the mark alone promises nothing.
std::map<std::uint32_t, std::string> Expectations(const std::string& text) {
  std::map<std::uint32_t, std::string> found;
  std::istringstream in(text);
  std::string line;
  for (std::uint32_t number = 1; std::getline(in, line); ++number) {
    const std::size_t at = line.find("#~ ");
    if (at != std::string::npos) found[number] = line.substr(at + 3);
  }
  return found;
}

std::string Join(const auto& parts, std::string_view separator) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += separator;
    out += part;
  }
  return out;
}

std::string Shown(const KbuildSyntax& syntax, const KbuildRule& rule) {
  std::string out = rule.variable + ": " + Join(rule.values, " ");
  for (const std::string_view condition : Enclosing(syntax.conditions, rule.condition))
    out += " | " + std::string(condition);
  return out;
}

std::string In(const KconfigSyntax& syntax, std::uint32_t condition) {
  const auto around = Enclosing(syntax.conditions, condition);
  return around.empty() ? "" : "in " + Join(around, " | ");
}

std::string Shown(const KconfigSyntax& syntax, const KconfigSymbol& symbol) {
  std::string out = symbol.name + (symbol.menuconfig ? " menu " : " ") + symbol.type + " \"" + symbol.prompt + "\"";
  std::vector<std::string> more;
  for (const std::string& depends : symbol.depends) more.push_back("on " + depends);
  for (const std::string& implied : symbol.implies) more.push_back("imply " + implied);
  if (symbol.condition != kNoCondition) more.push_back(In(syntax, symbol.condition));
  if (symbol.help_line != 0)
    more.push_back("help " + std::to_string(symbol.help_line) + "-" + std::to_string(symbol.help_end_line));
  return more.empty() ? out : out + " " + Join(more, " ; ");
}

TEST(Kbuild, ReadsEachRuleAsItIsMarked) {
  const std::string text = ReadFixture("traps.kbuild");
  const KbuildSyntax syntax = ReadKbuild(text);
  std::vector<std::string> expected;
  for (const auto& [line, mark] : Expectations(text)) expected.push_back(mark);
  std::vector<std::string> read;
  for (const KbuildRule& rule : syntax.rules) read.push_back(Shown(syntax, rule));
  EXPECT_EQ(read, expected);
  EXPECT_EQ(syntax.rules.at(0).line, 3U);
}

TEST(Kbuild, KnowsTheLineWhereARuleBeginsWhenItGoesOn) {
  const KbuildSyntax syntax = ReadKbuild("# c\na-y := \\\n  b.o \\\n  c.o\nd-y := e.o");
  ASSERT_EQ(syntax.rules.size(), 2U);
  EXPECT_EQ(syntax.rules[0].line, 2U);
  EXPECT_EQ(syntax.rules[1].line, 5U);
}

TEST(Kconfig, ReadsEachEntryAsItIsMarked) {
  const std::string text = ReadFixture("traps.kconfig");
  const KconfigSyntax syntax = ReadKconfig(text);
  std::map<std::uint32_t, std::string> read;
  for (const KconfigSymbol& symbol : syntax.symbols) read[symbol.line] = Shown(syntax, symbol);
  for (const KconfigSource& source : syntax.sources) {
    const std::string in = In(syntax, source.condition);
    read[source.line] = (source.relative ? "rsource " : "source ") + source.path + (in.empty() ? "" : " " + in);
  }
  EXPECT_EQ(read, Expectations(text));
  EXPECT_EQ(syntax.symbols.at(0).selects, std::vector<std::string>{"OTHER"});
}

// Indices point at what is there, lines ascend, and what is encoded is what comes back.
void ExpectLaws(std::string_view text) {
  const KbuildSyntax make = ReadKbuild(text);
  const Result<KbuildSyntax> make_back = DecodeKbuildSyntax(Encode(make));
  ASSERT_TRUE(make_back.has_value()) << make_back.error().message;
  EXPECT_EQ(*make_back, make);
  std::uint32_t line = 0;
  for (const KbuildRule& rule : make.rules) {
    EXPECT_GT(rule.line, line);
    line = rule.line;
    EXPECT_FALSE(rule.values.empty());
  }
  const KconfigSyntax config = ReadKconfig(text);
  const Result<KconfigSyntax> config_back = DecodeKconfigSyntax(Encode(config));
  ASSERT_TRUE(config_back.has_value()) << config_back.error().message;
  EXPECT_EQ(*config_back, config);
  line = 0;
  for (const KconfigSymbol& symbol : config.symbols) {
    EXPECT_GT(symbol.line, line);
    line = symbol.line;
    EXPECT_FALSE(symbol.name.empty());
    EXPECT_LE(symbol.help_line, symbol.help_end_line);
  }
}

TEST(KbuildAndKconfig, HoldTheirLawsForEveryBeginningOfATextAndForAnyBytes) {
  for (const std::string_view name : {"traps.kbuild", "traps.kconfig"}) {
    const std::string text = ReadFixture(name);
    for (std::size_t size = 0; size <= text.size(); ++size) ExpectLaws(std::string_view(text).substr(0, size));
  }
  TrickyText random(7);
  for (int i = 0; i < 300; ++i) ExpectLaws(random.AnyBytes(2000));
}

std::string Times(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(KbuildAndKconfig, EndSoonHoweverDeepTheyNestAndHoweverOftenTheyGoOn) {
  for (const std::string_view part :
       {"ifdef A\nx-y := a.o\n", "if A\nconfig X\n", "menu \"m\"\ndepends on A\nconfig X\n", "define\n", "\\\n",
        "a \\\n", "ifdef A\nx := a.o\nelse ifdef B\nx := a.o\nelse\nx := b.o\n", "else\n", "endif\n",
        "config A\nhelp\n\n\n", "$(", "config \"", "a.o ", "a:=a.o "}) {
    ExpectLaws(Times(part, 100'000));
  }
  ExpectLaws("ifdef A\n" + Times("else ifdef B\nx := a.o\n", 100'000));
}

TEST(KbuildAndKconfig, RefuseAMessageThatPointsAtNothing) {
  KbuildSyntax make;
  make.rules.push_back({"obj-y", {"a.o"}, 3, 1});
  EXPECT_FALSE(DecodeKbuildSyntax(Encode(make)).has_value());
  KconfigSyntax config;
  config.conditions.push_back({"A", 0});  // its own parent
  EXPECT_FALSE(DecodeKconfigSyntax(Encode(config)).has_value());
  EXPECT_FALSE(DecodeKconfigSyntax("no message").has_value());
  EXPECT_TRUE(DecodeKbuildSyntax("").has_value());
}

}  // namespace
}  // namespace ferrotype
