// Statements over releases, and the pages of claims, translations and diagnostics.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "renderer/check/site_check.h"
#include "renderer/text/codes.h"
#include "support/files.h"
#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Statement Only(const std::string& body) {
  const TextCase made = RenderBody(body);
  EXPECT_EQ(made.text.record.statements.size(), 1U) << made.Messages();
  return made.text.record.statements.empty() ? Statement() : made.text.record.statements.front();
}

// The made-up releases hold, in order, 2, 1, 1 and 4 Rust files.
TEST(Statements, KnowSinceWhenTheyHoldOrDont) {
  const Statement holds = Only("```{assert} rust.files > 0\n```\n");
  EXPECT_EQ(holds.state, StatementState::kHolds);
  EXPECT_EQ(holds.since, "v6.12.117-debian");
  const Statement again = Only("```{assert} rust.files >= 2\n```\n");
  EXPECT_EQ(again.state, StatementState::kHolds);
  EXPECT_EQ(again.since, "v7.2.13-debian") << "not in the two between";
  const Statement ended = Only("```{assert} rust.files < 3\n```\n");
  EXPECT_EQ(ended.state, StatementState::kNoLonger);
  EXPECT_EQ(ended.since, "v7.2.13-debian");
  const Statement never = Only("{claim}`many; value=4000; rust.files`");
  EXPECT_EQ(never.state, StatementState::kNever);
  EXPECT_EQ(never.since, "v6.12.117-debian");
  EXPECT_EQ(never.measured, "4");
}

TEST(Statements, SayWhyTheyCantBeMeasured) {
  const Statement open = Only("{claim}`many; value=4000; rust.files@v6.9`");
  EXPECT_EQ(open.state, StatementState::kUnmeasured);
  EXPECT_THAT(open.reason, HasSubstr("v6.9"));
  EXPECT_EQ(open.since, "");
}

TEST(Statements, OfANamedReleaseDontChangeWithTheNext) {
  const Statement named = Only("{claim}`two; value=2; rust.files@v6.12.117-debian`");
  EXPECT_EQ(named.state, StatementState::kHolds);
  for (const Judgement& judgement : named.history) EXPECT_EQ(judgement.outcome, Judgement::Outcome::kHolds);
  const Statement later = Only("{claim}`one; value=1; rust.files@v7.2.6-debian`");
  EXPECT_EQ(later.since, "v7.2.6-debian") << "nobody could tell before";
}

TEST(Statements, OfASeriesAreJudgedAsThingsStood) {
  const Statement series = Only("{claim}`one; value=1; rust.files@v7.2.*-debian`");
  EXPECT_EQ(series.state, StatementState::kNoLonger);
  EXPECT_EQ(series.since, "v7.2.13-debian");
}

std::string Text(const std::string& title, const std::string& body) {
  return "---\ntitle: " + title + "\nsummary: S\ndate: 2026-11-20\nauthor: N.\nkeywords: [a]\n---\n" + body;
}

class SiteOfTexts : public ::testing::Test {
 protected:
  static CheckedSite Check(const FileSet& content) {
    static const FileSet templates = ReadSourceFiles("site-templates");
    Result<CheckedSite> checked = CheckSite({TextLibrary(), content, templates, {}}, 2);
    EXPECT_TRUE(checked) << (checked ? "" : checked.error().message);
    if (!checked) return {};
    for (const std::string& problem : checked->problems) ADD_FAILURE() << problem;
    return *std::move(checked);
  }
};

TEST_F(SiteOfTexts, NamesOnTheReleasesPageWhatItMadeFalse) {
  const std::string body =
      "Words.\n\n```{assert} rust.files < 3\nThere are few files.\n```\n\n```{assert} rust.files > 0\nThere is "
      "one.\n```\n";
  const CheckedSite site = Check({{"articles/x/en.md", Text("Few", body)}, {"articles/x/zh.md", Text("少", body)}});
  const std::string& page = site.files.at("en/releases/v7.2.13-debian/index.html");
  EXPECT_THAT(page, HasSubstr("There are few files."));
  EXPECT_THAT(page, Not(HasSubstr("There is one.")));
  EXPECT_THAT(site.files.at("en/releases/v7.2.6-debian/index.html"), Not(HasSubstr("There are few files.")));
  const std::string& claims = site.files.at("zh/claims/index.html");
  EXPECT_THAT(claims, HasSubstr("There are few files."));
  EXPECT_THAT(claims, HasSubstr("不再成立"));
  const auto data = nlohmann::json::parse(site.files.at("data/claims.json"));
  EXPECT_EQ(data["statements"].size(), 4U);
  EXPECT_EQ(data["statements"][0]["state"], "no-longer");
  EXPECT_EQ(data["statements"][0]["since"], "v7.2.13-debian");
}

TEST_F(SiteOfTexts, ShowsTheStateOfTranslations) {
  const std::string old =
      "---\ntitle: 题\nsummary: S\ndate: 2026-11-20\nauthor: N.\nkeywords: [a]\ntranslates: en\nseen:\n  _head: "
      "000000000000\n  "
      "_top: 000000000000\n---\n话。\n";
  const CheckedSite site = Check({{"articles/x/en.md", Text("Old", "Words.\n")},
                                  {"articles/x/zh.md", old},
                                  {"articles/y/en.md", Text("Alone", "Words.\n")}});
  const std::string& list = site.files.at("en/translations/index.html");
  EXPECT_THAT(list, HasSubstr("title and summary"));
  EXPECT_THAT(list, HasSubstr("none yet"));
  EXPECT_THAT(site.files.at("zh/articles/x/index.html"), HasSubstr("原文有了改动：标题与摘要"));
  EXPECT_THAT(site.files.at("en/articles/x/index.html"), Not(HasSubstr("has changed since")));
  EXPECT_THAT(site.files.at("zh/articles/y/index.html"), HasSubstr("noindex"));
}

TEST_F(SiteOfTexts, ExplainsEveryCodeInBothLanguages) {
  const CheckedSite site = Check({});
  for (const CodeInfo& code : Codes()) {
    for (const std::string lang : {"en", "zh"}) {
      const std::string path = lang + "/diagnostics/" + std::string(code.id) + "/index.html";
      ASSERT_TRUE(site.files.contains(path)) << path;
      EXPECT_THAT(site.files.at(lang + "/diagnostics/index.html"), HasSubstr(std::string(code.id) + "/index.html"));
    }
  }
}

TEST_F(SiteOfTexts, ShowsMistakesAtTheirSpotForAPreview) {
  const CheckedSite site = Check({{"articles/x/en.md", Text("Wrong", "One {metric}`rust.locs`, two.\n")}});
  ASSERT_FALSE(site.diagnostics.empty());
  EXPECT_EQ(site.diagnostics[1].code, "F012") << "after the missing translation";
  EXPECT_THAT(site.files.at("en/articles/x/index.html"), HasSubstr("<strong class=\"diagnostic\">[F012"));
}

}  // namespace
}  // namespace ferrotype
