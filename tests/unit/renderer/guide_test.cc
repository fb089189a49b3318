// The editors' guide shows each example twice, as it is written and as it comes out: both are the same text, and the
// program takes it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <set>

#include "base/text.h"
#include "renderer/text/codes.h"
#include "renderer/text/directives.h"
#include "renderer/text/front_matter.h"
#include "renderer/text/roles.h"
#include "support/files.h"
#include "text_support.h"

namespace ferrotype {
namespace {

struct Example {
  std::string info;  // "markdown", "yaml articles"
  std::string text;
  std::string after;  // what follows it
};

std::string Guide(Lang lang) {
  return ReadSourceFiles("content/pages/editors-guide").at(std::string(PathOf(lang)) + ".md");
}

std::vector<Example> ExamplesOf(const std::string& guide) {
  std::vector<Example> examples;
  std::size_t at = 0;
  for (const std::string_view fence : {"````", "```"}) {
    at = 0;
    while ((at = guide.find(fmt::format("\n{}", fence), at)) != std::string::npos) {
      at += 1 + fence.size();
      if (guide[at] == '`' || guide[at] == '\n' || guide[at] == '{') continue;
      const std::size_t line = guide.find('\n', at);
      const std::size_t end = guide.find(fmt::format("\n{}\n", fence), line);
      if (end == std::string::npos) break;
      examples.push_back(
          {guide.substr(at, line - at), guide.substr(line + 1, end - line), guide.substr(end + fence.size() + 2)});
      at = end;
    }
  }
  return examples;
}

class TheGuide : public ::testing::TestWithParam<Lang> {};

TEST_P(TheGuide, ShowsItsExamplesAsTheyComeOut) {
  int shown = 0;
  for (const Example& example : ExamplesOf(Guide(GetParam()))) {
    if (example.info != "markdown") continue;
    ++shown;
    EXPECT_EQ(example.after.substr(0, example.text.size() + 1), "\n" + example.text);
  }
  EXPECT_GE(shown, 15);
}

TEST_P(TheGuide, HasOnlyExamplesThatTheProgramTakes) {
  // Of what this made-up library can't know, a mistake would be told with the code of a mistake all the same.
  const std::set<std::string> of_data = {"F013", "F014", "F017", "F022", "F023",
                                         "F042", "A001", "A002", "A003", "A004"};
  int taken = 0;
  for (const Example& example : ExamplesOf(Guide(GetParam()))) {
    if (!example.info.starts_with("markdown")) continue;
    std::string text = example.text;
    for (std::size_t key = text.find("phoronix-2025"); key != std::string::npos; key = text.find("phoronix-2025"))
      text.replace(key, 13, "report");
    for (const Diagnostic& d : RenderBody(text, GetParam()).diagnostics) {
      EXPECT_TRUE(of_data.contains(d.code)) << Describe(d) << "\n" << text;
    }
    ++taken;
  }
  EXPECT_GE(taken, 18);
}

TEST_P(TheGuide, ShowsFrontMatterThatTheSchemaTakes) {
  int taken = 0;
  for (const Example& example : ExamplesOf(Guide(GetParam()))) {
    const std::size_t blank = example.info.find(' ');
    const std::string form = example.info.substr(0, blank);
    if (form != "yaml" && form != "toml") continue;
    const std::string mark = form == "yaml" ? "---\n" : "+++\n";
    std::vector<Diagnostic> diagnostics;
    const text::FrontMatter front =
        text::ReadFrontMatter("guide", mark + example.text + mark, example.info.substr(blank + 1), diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << Describe(diagnostics.front());
    EXPECT_EQ(front.values.at("date"), "2026-11-29");
    ++taken;
  }
  EXPECT_EQ(taken, 2);
}

TEST_P(TheGuide, NamesEveryRoleDirectiveAndKind) {
  const std::string guide = Guide(GetParam());
  for (const std::string& role : text::RoleNames()) EXPECT_NE(guide.find("{" + role + "}`"), std::string::npos) << role;
  for (const std::string& directive : text::DirectiveNames())
    EXPECT_NE(guide.find("```{" + directive + "}"), std::string::npos) << directive;
  for (const std::string& kind : text::Kinds()) EXPECT_NE(guide.find("| " + kind + " |"), std::string::npos) << kind;
}

INSTANTIATE_TEST_SUITE_P(Languages, TheGuide, ::testing::Values(Lang::kEn, Lang::kZh));

// The golden page of everything does as well, in both languages.
TEST(TheGoldenPage, HasEveryRoleAndDirective) {
  for (const std::string name : {"everything.en.md", "everything.zh.md"}) {
    const std::string page = ReadSourceFiles("tests/golden/text").at(name);
    for (const std::string& role : text::RoleNames())
      EXPECT_NE(page.find("{" + role + "}`"), std::string::npos) << name << ": " << role;
    for (const std::string& directive : text::DirectiveNames())
      EXPECT_NE(page.find("```{" + directive + "}"), std::string::npos) << name << ": " << directive;
  }
}

TEST(TomlFrontMatter, GivesTheSameAsYaml) {
  const std::string toml =
      "+++\ntitle = \"A \\\"b\\\"\"\nsummary = \"\"\"\nTwo\nlines\"\"\"\ndate = 2026-11-20\nauthor = 'N. N.'\nkeywords "
      "= [\"a\", \"b\"]\ntranslates = "
      "\"en\"\n[seen]\n_head = \"0123456789ab\"\n+++\nBody.\n";
  std::vector<Diagnostic> diagnostics;
  const text::FrontMatter front = text::ReadFrontMatter("x.md", toml, "articles", diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << Describe(diagnostics.front());
  EXPECT_EQ(front.values.at("title"), "A \"b\"");
  EXPECT_EQ(front.values.at("summary"), "Two\nlines");
  EXPECT_EQ(front.values.at("date"), "2026-11-20");
  EXPECT_EQ(front.values.at("keywords"), "a, b");
  EXPECT_EQ(front.seen.at("_head"), "0123456789ab");
  EXPECT_EQ(toml.substr(front.body_offset), "Body.\n");
  EXPECT_EQ(front.body_line, 13);
}

TEST(TomlFrontMatter, TellsMistakesWhereTheyStand) {
  const auto told = [](const std::string& toml) {
    std::vector<Diagnostic> diagnostics;
    static_cast<void>(text::ReadFrontMatter("x.md", "+++\n" + toml + "+++\n", "pages", diagnostics));
    std::vector<std::string> places;
    for (const Diagnostic& d : diagnostics) places.push_back(fmt::format("{}:{} {}", d.line, d.column, d.code));
    return places;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(told("title = \"T\"\nsumary = \"S\"\nsummary = \"S\"\n"), ElementsAre("3:1 F004"));
  EXPECT_THAT(told("title = \"标题\"\nsummary = [\"S\"]\n"), ElementsAre("3:11 F006"));
  EXPECT_THAT(told("title = \"T\"\nsummary = \"S\"\ndraft = \"perhaps\"\n"), ElementsAre("4:10 F006"));
  EXPECT_THAT(told("title = \"T\"\ntitle = \"T\"\n"), ElementsAre("3:9 F003"));
  EXPECT_THAT(told("title = \"T\nsummary = \"S\"\n"), ElementsAre("2:11 F003"));
  EXPECT_THAT(told("title = \"T\"\nsummary = {a = {b = 1}}\n"), ElementsAre("3:16 F003"));
}

}  // namespace
}  // namespace ferrotype
