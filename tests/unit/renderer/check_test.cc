// Diagnostics as people and programs get them; each code is explained.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "renderer/check/print.h"
#include "renderer/text/codes.h"
#include "renderer/text/new_text.h"
#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Printed(const std::string& line, int column) {
  const Diagnostic diagnostic{"content/x/zh.md", 1, column, "F012", "m", Diagnostic::Severity::kError};
  const std::string text = PrintText({diagnostic}, {{"x/zh.md", line}});
  return text.substr(text.find('\n') + 1);
}

TEST(Carets, StandUnderTheCharacterThatIsMeant) {
  EXPECT_EQ(Printed("ab {x}", 4), "    1 | ab {x}\n      |    ^\n");
  EXPECT_EQ(Printed("一二 {x}", 4), "    1 | 一二 {x}\n      |      ^\n") << "Han is two columns wide";
  EXPECT_EQ(Printed("\tａ{x}", 3), "    1 |     ａ{x}\n      |       ^\n") << "a tab, then a full-width letter";
  EXPECT_EQ(Printed("e\u0301{x}", 3), "    1 | e\u0301{x}\n      |  ^\n") << "an accent takes no column";
  EXPECT_EQ(Printed("ab", 99), "    1 | ab\n      |   ^\n");
}

TEST(Carets, ShowNoControlAndNoEndlessLine) {
  EXPECT_THAT(Printed("a\x1b[31mb", 7), HasSubstr("a\\u{001b}[31mb"));
  const std::string shown = Printed(std::string(5000, 'x') + "{y}" + std::string(5000, 'z'), 5001);
  EXPECT_LT(shown.size(), 400U);
  const std::size_t line_end = shown.find('\n');
  EXPECT_EQ(WidthOf(shown.substr(0, shown.find('{'))),
            WidthOf(shown.substr(line_end + 1, shown.find('^') - line_end - 1)));
}

TEST(Sarif, NamesRulesPlacesAndLevels) {
  const std::vector<Diagnostic> diagnostics = {
      {"content/a b/zh.md", 3, 7, "F012", "unknown metric", Diagnostic::Severity::kError},
      {"content/x.md", 1, 1, "T002", "none yet", Diagnostic::Severity::kNote}};
  const nlohmann::json sarif = nlohmann::json::parse(PrintSarif(diagnostics, "1.0", "https://example.org/"));
  EXPECT_EQ(sarif["version"], "2.1.0");
  const nlohmann::json& run = sarif["runs"][0];
  const nlohmann::json& rules = run["tool"]["driver"]["rules"];
  EXPECT_EQ(rules.size(), Codes().size());
  for (const nlohmann::json& result : run["results"])
    EXPECT_EQ(rules[result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
  const nlohmann::json& place = run["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "content/a%20b/zh.md");
  EXPECT_EQ(place["region"]["startLine"], 3);
  EXPECT_EQ(place["region"]["startColumn"], 7);
  EXPECT_EQ(run["results"][1]["level"], "note");
}

// Every code that the program can tell is in the table, and none that it can't.
TEST(Codes, AreAllExplained) {
  std::set<std::string> told;
  const std::regex code("\"([AFLT][0-9]{3})\"");
  const std::filesystem::path services = std::filesystem::path(FERROTYPE_SOURCE_DIR) / "services/renderer";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(services)) {
    if (entry.path().extension() != ".cc" || entry.path().filename() == "codes.cc") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (auto it = std::sregex_iterator(text.begin(), text.end(), code); it != std::sregex_iterator(); ++it)
      told.insert((*it)[1]);
  }
  std::set<std::string> explained;
  std::string before;
  for (const CodeInfo& info : Codes()) {
    EXPECT_LT(before, std::string(info.id)) << "in order, each once";
    before = info.id;
    explained.insert(std::string(info.id));
    for (const Bilingual* text : {&info.name, &info.why, &info.cure}) {
      EXPECT_FALSE(text->en.empty()) << info.id;
      EXPECT_FALSE(text->zh.empty()) << info.id;
    }
  }
  EXPECT_EQ(told, explained);
}

TEST(NewTexts, AreAcceptedAsTheyAre) {
  for (const std::string kind : {"article", "case-study", "commentary", "event", "paper", "page"}) {
    const Result<FileSet> files = NewText(kind, "a-slug", "2026-11-20", "v7.2");
    ASSERT_TRUE(files) << kind << ": " << files.error().message;
    std::vector<Diagnostic> diagnostics;
    EXPECT_EQ(LoadDocuments(*files, diagnostics).size(), 2U) << kind;
    for (const Diagnostic& d : diagnostics) ADD_FAILURE() << Describe(d);
  }
  EXPECT_THAT(NewText("artcle", "x", "2026-11-20", "").error().message, HasSubstr("did you mean article?"));
  EXPECT_FALSE(NewText("article", "../x", "2026-11-20", ""));
  EXPECT_FALSE(NewText("article", "x", "2026-02-30", ""));
  EXPECT_FALSE(NewText("commentary", "x", "2026-11-20", ""));
  EXPECT_FALSE(NewText("commentary", "x", "2026-11-20", "v7\ntitle: y"));
}

}  // namespace
}  // namespace ferrotype
