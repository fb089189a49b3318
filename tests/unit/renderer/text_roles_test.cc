#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "renderer/text/file_facts.h"
#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Words(const std::string& html) {
  std::string out;
  bool tag = false;
  for (const char c : html) {
    if (c == '<') tag = true;
    if (!tag && c != '\n') out += c;
    if (c == '>') tag = false;
  }
  return out;
}

TEST(Roles, PrintAMetricWithWhereItComesFrom) {
  const TextCase made = RenderBody("{metric}`rust.authored.lines.code@v7.2.13-debian`");
  EXPECT_THAT(made.diagnostics, IsEmpty()) << made.Messages();
  EXPECT_EQ(made.text.body_html,
            "<p><a class=\"bound\" href=\"../../../en/metrics/rust.authored.lines.code/index.html\" "
            "data-metric=\"rust.authored.lines.code\" "
            "data-release=\"v7.2.13-debian\" title=\"Kernel-authored Rust · v7.2.13-debian\">50,097</a></p>\n");
}

TEST(Roles, TakeANameExactlyAndAPatternForTheNewest) {
  EXPECT_EQ(Words(Html("{release}`v7.2`")), "v7.2");
  EXPECT_EQ(Words(Html("{release}`v7.2.*`")), "v7.2") << "Debian's trees are never passed off as kernel.org's";
  EXPECT_EQ(Words(Html("{release}`v7.2.*-debian`")), "v7.2.13-debian");
  EXPECT_EQ(Words(Html("{release}`v6.*-debian`")), "v6.12.117-debian");
  EXPECT_EQ(Words(Html("{release}`newest`")), "v7.2.13-debian");
  EXPECT_EQ(Words(Html("{release}`newest; show=date`")), "12 November 2026");
  EXPECT_EQ(Words(Html("{release}`newest; show=date`", Lang::kZh)), "2026年11月12日");
  EXPECT_THAT(RenderBody("{release}`v7.2.14-debian`").Messages(), HasSubstr("did you mean \"v7.2.13-debian\"?"));
  EXPECT_THAT(RenderBody("{release}`v8.*`").Messages(), HasSubstr("no measured release matches \"v8.*\""));
}

TEST(Roles, FormatByLanguageAndOption) {
  EXPECT_EQ(Words(Html("{metric}`rust.lines.code; owner=vendored`")), "63,000");
  EXPECT_EQ(Words(Html("{metric}`rust.lines.code; directory=drivers/net/phy`")), "97");
  EXPECT_EQ(Words(Html("{metric}`rust.lines.code; owner=macros`")), "0") << "counted, and none there";
  EXPECT_EQ(Words(Html("{metric}`rust.lines.code; unit=wan`", Lang::kZh)), "11.3万");
  EXPECT_EQ(Words(Html("{metric}`rust.lines.code; unit=wan`")), "113k");
  EXPECT_EQ(Words(Html("{metric}`rust.lines.code; owner=drivers; unit=wan`", Lang::kZh)), "97")
      << "万 only from 10,000 up";
  EXPECT_EQ(Words(Html("{metric}`rust.share; round=1`")), "6.3%");
  EXPECT_EQ(Words(Html("{share}`rust.vendored.lines.code / rust.lines.code`")), "55.7%");
  EXPECT_EQ(Words(Html("{share}`rust.lines.code; owner=vendored; round=0`")), "56%");
  EXPECT_EQ(Words(Html("{share}`rust.vendored.lines.code@v7.2.*-debian / rust.lines.code@v7.2.13-debian`")), "55.7%");
  EXPECT_THAT(RenderBody("{share}`rust.lines.code@v7.2.6-debian / rust.lines.code@v7.2.13-debian`").Messages(),
              HasSubstr("of the same release"));
  EXPECT_EQ(Words(Html("{delta}`rust.authored.lines.code`")), "+1,097")
      << "against the release before it in its series";
  EXPECT_EQ(Words(Html("{delta}`rust.authored.lines.code; from=v6.12.*-debian`")), "+41,004");
  EXPECT_EQ(Words(Html("{delta}`rust.authored.lines.code; from=v6.12.*-debian; as=factor`")), "5.5");
  EXPECT_EQ(Words(Html("{delta}`rust.authored.lines.code@v6.12.117-debian; from=v7.2`")), "−30,907");
}

TEST(FileFacts, KnowTheCCounterpartOfADriver) {
  Report report;
  report.survey.drivers.emplace_back().twin = {{"drivers/net/phy/one.c", 83, 5}};
  EXPECT_EQ(text::FileFact(report, "drivers/net/phy/one.c", "code").value(), 83);
  EXPECT_EQ(text::FileFact(report, "drivers/net/phy/one.c", "functions").value(), 5);
  EXPECT_FALSE(text::FileFact(report, "drivers/net/phy/one.c", "unsafe"));
  EXPECT_FALSE(text::FileFact(report, "drivers/net/phy/other.c", "code"));
}

TEST(Roles, PrintFactsOfAFile) {
  EXPECT_EQ(Words(Html("{file}`drivers/net/phy/one_rust.rs; lines`")), "133");
  EXPECT_EQ(Words(Html("{file}`drivers/net/phy/one_rust.rs; code; release=v6.12.*-debian`")), "93");
  EXPECT_EQ(Html("{file}`drivers/net/phy/one.c`"),
            "<p><code class=\"path\" title=\"v7.2.13-debian\">drivers/net/phy/one.c</code></p>\n");
  EXPECT_THAT(RenderBody("{file}`drivers/net/phy/one.c; code`").Messages(), HasSubstr("has no Rust file"));
  EXPECT_THAT(RenderBody("{file}`drivers/net/phy/one_rus.rs`").Messages(),
              HasSubstr("did you mean \"drivers/net/phy/one_rust.rs\"?"));
  EXPECT_THAT(RenderBody("{file}`drivers/net/phy/one_rust.rs; cod`").Messages(), HasSubstr("did you mean \"code\"?"));
}

TEST(Roles, LeadFromATermToItsEntryInTheGlossary) {
  EXPECT_THAT(Html("{term}`unsafe block`"),
              AllOf(HasSubstr("<a class=\"term\" href=\""),
                    HasSubstr("en/glossary/index.html#t-unsafe-block\" title=\"unsafe 块\">unsafe block</a>")));
  EXPECT_THAT(Html("{term}`unsafe block`", Lang::kZh),
              HasSubstr("zh/glossary/index.html#t-unsafe-block\" title=\"unsafe block\">unsafe块</a>"));
  EXPECT_THAT(RenderBody("{term}`unsafe blok`").Messages(), HasSubstr("did you mean \"unsafe block\"?"));
}

TEST(Roles, NumberSourcesInTheOrderOfTheirFirstUse) {
  const std::string html = Html("One{cite}`talk` two{cite}`report` three{cite}`talk`.");
  EXPECT_EQ(Words(html.substr(0, html.find("<section"))), "One[1] two[2] three[1].");
  EXPECT_THAT(html, HasSubstr("<li id=\"ref-1\"><cite>A talk</cite>"));
  EXPECT_THAT(html, HasSubstr("<li id=\"ref-2\">A. Author. <cite><a href=\"https://example.org/r\" rel=\"noopener\">A "
                              "report</a></cite>, <time"));
  EXPECT_THAT(RenderBody("{cite}`repot`").Messages(), HasSubstr("did you mean \"report\"?"));
  EXPECT_THAT(Html("Nothing is cited."), Not(HasSubstr("<section")));
}

TEST(Claims, SayWhetherTheyHold) {
  const TextCase holds =
      RenderBody("{claim}`about 113,000 lines; value=113000; rust.lines.code; within=1%; source=report`");
  EXPECT_THAT(holds.text.body_html, HasSubstr("data-state=\"holds\""));
  const TextCase wrong = RenderBody("{claim}`31,000 lines; value=31000; rust.lines.code@v7.2.*-debian; within=5%`");
  EXPECT_THAT(wrong.text.body_html, HasSubstr("data-state=\"false\""));
  EXPECT_THAT(Words(wrong.text.body_html), HasSubstr("31,000 lines (measured: 113,097)"));
  const TextCase open = RenderBody("{claim}`31,000 lines; value=31000; rust.lines.code@v6.9`");
  EXPECT_THAT(open.text.body_html, HasSubstr("data-state=\"unmeasured\""));
  const TextCase file =
      RenderBody("{claim}`about 135 lines; value=135; file=drivers/net/phy/one_rust.rs; fact=lines; within=2%`");
  EXPECT_THAT(file.text.body_html, HasSubstr("data-state=\"holds\""));
  for (const TextCase* made : {&holds, &file}) EXPECT_THAT(made->diagnostics, IsEmpty()) << made->Messages();
  EXPECT_THAT(wrong.Places(), ElementsAre("1:9 A004"));
  EXPECT_THAT(open.Places(), ElementsAre("1:9 A003"));
  const TextCase shown = RenderBody("{claim}`31,000 lines; value=31000; rust.lines.code@v7.2.*-debian; expect=false`");
  EXPECT_THAT(shown.text.body_html, HasSubstr("data-state=\"false\""));
  EXPECT_THAT(shown.diagnostics, IsEmpty()) << "its editor knows";
  EXPECT_THAT(RenderBody("{claim}`x; value=113097; rust.lines.code; expect=false`").Places(), ElementsAre("1:9 A005"));
}

TEST(Claims, StayOpenInSilenceWhenTheirEditorKnows) {
  const TextCase open = RenderBody("{claim}`31,000 lines; value=31000; rust.lines.code@v6.9; expect=unmeasured`");
  EXPECT_THAT(open.text.body_html, HasSubstr("data-state=\"unmeasured\""));
  EXPECT_THAT(open.diagnostics, IsEmpty()) << open.Messages();
  const TextCase closed = RenderBody("{claim}`x; value=31000; rust.lines.code@v7.2.*-debian; expect=unmeasured`");
  EXPECT_THAT(closed.text.body_html, HasSubstr("data-state=\"false\"")) << "readers see what comes of it";
  EXPECT_THAT(closed.Places(), ElementsAre("1:9 A006"));
  EXPECT_THAT(closed.Messages(), HasSubstr("doesn't hold"));
}

TEST(Claims, MeasureToleranceAtItsEdge) {
  // 113,097 lines: 5 % of that is 5,654.85.
  EXPECT_THAT(Html("{claim}`x; value=118751; rust.lines.code; within=5%`"), HasSubstr("data-state=\"holds\""));
  EXPECT_THAT(Html("{claim}`x; value=118752; rust.lines.code; within=5%`"), HasSubstr("data-state=\"false\""));
  EXPECT_THAT(Html("{claim}`x; value=113097; rust.lines.code`"), HasSubstr("data-state=\"holds\""));
  EXPECT_THAT(Html("{claim}`x; value=113098; rust.lines.code`"), HasSubstr("data-state=\"false\""));
}

TEST(Roles, NameEveryMistakeAtItsPlaceInOneRun) {
  const TextCase made = RenderBody(
      "一 {metric}`rust.locs` 二 {metrik}`rust.lines.code`\n\n> **重要。**引 {metric}`rust.lines.code@v9`\n\n- 项\n  "
      "{metric}`rust.lines.code; ownr=drivers`\n\n"
      "| 名 | 值 |\n|---|---|\n| 甲 | {metric}`rust.lines.code; owner=driver` |\n\n脚注[^a]。\n\n[^a]: 一\n    "
      "{claim}`x; value=y; files`\n",
      Lang::kZh);
  EXPECT_THAT(made.Places(),
              ElementsAre("1:12 F012", "1:34 F010", "3:21 F013", "6:12 F011", "8:1 F034", "10:16 F014", "15:13 F011"))
      << made.Messages();
  EXPECT_EQ(
      Describe(made.diagnostics[0]),
      "content/articles/x/zh.md:1:12: error[F012]: unknown metric \"rust.locs\"; did you mean \"rust.lines.code\"?");
  EXPECT_THAT(made.text.body_html, HasSubstr("<strong class=\"diagnostic\">[F012: unknown metric"));
}

TEST(Roles, StandInTitlesWithoutLinks) {
  Document document;
  document.lang = Lang::kZh;
  document.path = "content/articles/x/zh.md";
  document.front_matter = {{"title", "内核中的 {metric}`rust.lines.code` 行"},
                           {"summary", "见[此](https://example.org/){cite}`a`"}};
  document.front_matter_spots = {{"title", {2, 8}}, {"summary", {3, 10}}};
  std::vector<Diagnostic> diagnostics;
  const RenderedText text = RenderText(document, {TextLibrary(), nullptr, Lang::kZh, "", nullptr}, diagnostics);
  EXPECT_EQ(text.title_text, "内核中的 113,097 行");
  EXPECT_THAT(text.title_html, HasSubstr("<span class=\"bound\""));
  EXPECT_THAT(text.title_html + text.summary_html, Not(HasSubstr("<a ")));
  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].line, 3);
  EXPECT_EQ(diagnostics[0].column, 43);
}

TEST(Roles, SayInWordsWhatThisStoreLacks) {
  // Not a mistake of the writer's: another store has other releases and trees.
  for (const std::string body : {"{metric}`files@v5.*`", "{file}`drivers/net/phy/other_rust.rs; lines`",
                                 "{metric}`files; directory=crypto/krypton`"}) {
    const TextCase made = RenderBody(body);
    ASSERT_EQ(made.diagnostics.size(), 1U) << body;
    EXPECT_EQ(made.diagnostics[0].severity, Diagnostic::Severity::kWarning) << body;
    EXPECT_EQ(Words(made.text.body_html), "(not measured here)");
  }
  EXPECT_EQ(Words(RenderBody("In {release}`v5.*-debian` there was none.").text.body_html),
            "In 5 (not measured here) there was none.");
  EXPECT_EQ(RenderBody("{metric}`files; directory=drivers/nett`").diagnostics.at(0).severity,
            Diagnostic::Severity::kError)
      << "a slip of the pen";
}

TEST(Roles, AreOrdinaryCodeWithoutAName) {
  EXPECT_EQ(Html("a `rust.lines.code` b {x y}`c`"), "<p>a <code>rust.lines.code</code> b {x y}<code>c</code></p>\n");
}

}  // namespace
}  // namespace ferrotype
