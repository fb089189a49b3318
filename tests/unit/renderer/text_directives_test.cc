#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "renderer/text/assertion.h"
#include "renderer/text/items.h"
#include "text_support.h"

namespace ferrotype {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using text::FindItem;
using text::Grammar;

// "first-last", or what is wrong.
std::string Lines(std::string_view item, Grammar grammar = Grammar::kRust) {
  const auto range = FindItem(grammar == Grammar::kRust ? kRustSource : kCSource, grammar, item);
  return range ? std::to_string(range->first) + "-" + std::to_string(range->last) : range.error().message;
}

TEST(Items, StandWithTheirCommentsAndAttributes) {
  EXPECT_EQ(Lines("fn reset"), "12-17");
  EXPECT_EQ(Lines("struct First"), "19-19");
  EXPECT_EQ(Lines("impl Driver for First"), "21-25");
  EXPECT_EQ(Lines("fn probe in impl Driver for Second"), "30-32");
  EXPECT_EQ(Lines("macro module_phy_driver"), "7-10");
  EXPECT_EQ(Lines("fn reset", Grammar::kC), "5-9");
  EXPECT_EQ(Lines("static drivers", Grammar::kC), "11-13");
  EXPECT_EQ(Lines("define PHY_ID", Grammar::kC), "3-3");
}

TEST(Items, SayWhatIsMissingOrMoreThanOne) {
  EXPECT_EQ(Lines("fn resett"), "no item \"fn resett\"; did you mean \"fn reset\"?");
  EXPECT_EQ(Lines("fn probe"), "2 items are called \"fn probe\"; say in which: fn probe in impl ...");
  EXPECT_EQ(Lines("fn probe in impl Nobody"), "0 items are called \"impl Nobody\"");
}

TEST(Items, StandInAnyOfTheImplsOfAType) {
  constexpr std::string_view kTwice = "impl<T> Lock<T> {\n    fn new() {}\n}\nimpl<T> Lock<T> {\n    fn lock() {}\n}\n";
  const auto range = FindItem(kTwice, Grammar::kRust, "fn lock in impl Lock<T>");
  ASSERT_TRUE(range) << range.error().message;
  EXPECT_EQ(range->first, 5);
}

TEST(Source, QuotesWithPathLinesReleaseAndLicense) {
  const TextCase made = RenderBody(
      "```{source} path=drivers/net/phy/one_rust.rs; item=fn reset; release=v7.2.*-debian\nHow it **resets**.\n```\n");
  EXPECT_THAT(made.diagnostics, IsEmpty()) << made.Messages();
  EXPECT_THAT(made.text.body_html,
              HasSubstr("<figcaption><span class=\"words\">How it <strong>resets</strong>.</span> "
                        "<span class=\"origin\"><code class=\"path\">"
                        "drivers/<wbr>net/<wbr>phy/<wbr>one_rust.rs</code>, lines 12–17 · v7.2.13-debian · <span "
                        "class=\"license\">GPL-2.0</span></span></figcaption>"));
  EXPECT_THAT(
      made.text.body_html,
      HasSubstr("<span class=\"line\" data-n=\"12\"><span class=\"co\">/// Resets the device.</span>\n</span>"));
  EXPECT_THAT(made.text.body_html, HasSubstr("data-n=\"17\">}\n</span></code></pre>"));
}

TEST(Source, TakesTheIndentOfAllLinesOff) {
  EXPECT_THAT(Html("```{source} path=drivers/net/phy/one_rust.rs; lines=22-24\n```\n"),
              HasSubstr("data-n=\"23\">    <span class=\"fn\">reset"));
}

TEST(Source, PrintsNoAddressOfAPerson) {
  const std::string html = Html("```{source} path=drivers/net/phy/one_rust.rs; lines=1-10\n```\n");
  EXPECT_THAT(html, Not(HasSubstr("@")));
  EXPECT_THAT(html, HasSubstr("A. Writer &lt;…&gt;"));
}

TEST(Source, WithoutBytesIsAWarningAndSaysSo) {
  const TextCase made = RenderBody("```{source} path=drivers/net/phy/unquoted.rs\n```\n", Lang::kZh);
  ASSERT_EQ(made.diagnostics.size(), 1U);
  EXPECT_EQ(made.diagnostics[0].severity, Diagnostic::Severity::kWarning);
  EXPECT_THAT(made.text.body_html, HasSubstr("数据仓库中没有该内核版本的这段源码"));
}

TEST(Source, NamesMistakes) {
  const auto message = [](const std::string& arguments) {
    return RenderBody("```{source} " + arguments + "\n```\n").Messages();
  };
  EXPECT_THAT(message("path=drivers/net/phy/one_rst.rs"), HasSubstr("did you mean \"drivers/net/phy/one_rust.rs\"?"));
  EXPECT_THAT(message("path=drivers/net/phy/one_rust.rs; lines=30-99"), HasSubstr("the file has 33"));
  EXPECT_THAT(message("path=drivers/net/phy/one_rust.rs; lines=9-3"), HasSubstr("a range such as 10-20 is wanted"));
  EXPECT_THAT(message("path=drivers/net/phy/one_rust.rs; lines=1; item=fn reset"), HasSubstr("not both"));
  EXPECT_THAT(message("item=fn reset"), HasSubstr("which file?"));
  EXPECT_THAT(message("path=drivers/net/phy/one_rust.rs; itm=fn reset"),
              HasSubstr("unknown option \"itm\"; did you mean \"item\"?"));
}

TEST(Compare, SetsCBesideRust) {
  const TextCase made = RenderBody(
      "```{compare} release=v7.2.*-debian\nc: path=drivers/net/phy/one.c; item=fn reset\nrust: "
      "path=drivers/net/phy/one_rust.rs; item=fn reset\n```\n");
  EXPECT_THAT(made.diagnostics, IsEmpty()) << made.Messages();
  EXPECT_THAT(
      made.text.body_html,
      HasSubstr("<div class=\"compare\">\n<figure class=\"source\">\n<figcaption><span class=\"words\">C</span>"));
  EXPECT_THAT(made.text.body_html, HasSubstr("<span class=\"license\">GPL-2.0+</span>"));
  const TextCase wrong = RenderBody("x\n\n```{compare}\nc: path=drivers/net/phy/one.c; item=fn rest\njava: x\n```\n");
  EXPECT_THAT(wrong.Places(), ElementsAre("4:1 F022", "5:1 F021", "3:1 F021"));
}

TEST(Tables, PrintMetricsByDimension) {
  const TextCase made =
      RenderBody("```{table} rust.lines.code by owner; release=v6.12.*-debian,v7.2.*-debian\nCode by owner\n```\n");
  EXPECT_THAT(made.diagnostics, IsEmpty()) << made.Messages();
  EXPECT_THAT(made.text.body_html, HasSubstr("<caption id=\"table-1\">Code by owner</caption>"));
  EXPECT_THAT(
      made.text.body_html,
      HasSubstr(
          "<th scope=\"col\" class=\"num\">v6.12.117-debian</th><th scope=\"col\" class=\"num\">v7.2.13-debian</th>"));
  EXPECT_THAT(made.text.body_html, HasSubstr("<td class=\"num\">0</td><td class=\"num\">63,000</td>"));
  EXPECT_THAT(Html("```{table} rust.lines.code by directory; top=1\n```\n"),
              HasSubstr("<code class=\"path\">rust</code>"));
  EXPECT_THAT(RenderBody("```{table} rust.lines.code by owners\n```\n").Messages(),
              HasSubstr("is not known by \"owners\""));
}

TEST(Tables, ShowTheReleasesThereAreAndSayWhichAreNotMeasured) {
  const TextCase made = RenderBody("```{table} rust.lines.code by owner; release=v6.9,v7.2.*-debian,v5.*\nCode\n```\n");
  EXPECT_THAT(made.text.body_html, HasSubstr("<caption id=\"table-1\">Code · <span class=\"absent\">Not measured here: "
                                             "v6.9, v5.*</span></caption>"));
  EXPECT_THAT(made.text.body_html, HasSubstr("<td class=\"num\">63,000</td>"));
  EXPECT_EQ(made.diagnostics.size(), 2U) << made.Messages();
  for (const Diagnostic& told : made.diagnostics) EXPECT_EQ(told.severity, Diagnostic::Severity::kWarning);
}

TEST(Tables, PrintFilesOfADirectory) {
  const std::string html = Html("```{table} files; directory=drivers/net/phy\n```\n", Lang::kZh);
  EXPECT_THAT(html, HasSubstr("<tr><th scope=\"row\"><code class=\"path\">one_rust.rs</code></th>"));
  EXPECT_THAT(
      html,
      HasSubstr("<td class=\"num\">94</td><td class=\"num\">22</td><td class=\"num\">17</td><td class=\"num\">1</td>"));
  EXPECT_THAT(RenderBody("```{table} files; directory=fs/ext4\n```\n").Messages(),
              HasSubstr("has no Rust below \"fs/ext4\""));
}

TEST(Tables, PrintTheFilesWithMostCodeAndTheOthersInOneLine) {
  const std::string html = Html("```{table} files; directory=rust; top=1\n```\n");
  EXPECT_THAT(html, HasSubstr("<code class=\"path\">syn/<wbr>lib.rs</code></th>"));
  EXPECT_THAT(html, HasSubstr("<tr><th scope=\"row\">1 other</th><td class=\"num\">50,000</td>"));
  EXPECT_THAT(RenderBody("```{table} files; directory=rust; top=0\n```\n").Messages(), HasSubstr("top=\"0\""));
}

TEST(Owners, PrintTheTableOfRules) {
  const std::string html = Html("```{owners}\n```\n");
  EXPECT_THAT(html, HasSubstr("<caption"));
  EXPECT_THAT(html, HasSubstr("rust/syn/"));
}

TEST(Charts, AreDrawnByThePagesSide) {
  EXPECT_EQ(Html("```{chart} rust.lines.code by owner\n```\n"),
            "<figure class=\"chart\">rust.lines.code by owner</figure>\n");
  EXPECT_THAT(
      Html("```{chart} rust.lines.code\n{metric}`rust.lines.code` *lines*\n```\n"),
      AllOf(HasSubstr("<figure class=\"chart\">rust.lines.code<a"), HasSubstr("113,097</a> <em>lines</em></figure>")));
  EXPECT_THAT(RenderBody("```{chart} rust.lines.code\nSee {metrik}`x`\n```\n").Messages(),
              HasSubstr("2:14: error[F010]"))
      << "its place is its own line's";
  EXPECT_THAT(RenderBody("```{chart} rust.lines.code; title=A\nB\n```\n").Messages(),
              HasSubstr("a chart has one title"));
  EXPECT_THAT(RenderBody("~~~{chart} rust.lines.code; title={metric}`files`\n~~~\n").Messages(),
              HasSubstr("title= is plain words"));
  EXPECT_THAT(RenderBody("a\n\n```{chart} bad\n```\n").Messages(), HasSubstr("3:1: error[F024]: no such chart"));
}

TEST(Notes, HoldMarkdownButNoOtherNote) {
  EXPECT_EQ(Html("```{note} kind=warning\nMind **this**.\n\n- one\n```\n"),
            "<aside class=\"note warning\" role=\"note\">\n<p class=\"note-label\">Mind</p>\n<p>Mind "
            "<strong>this</strong>.</p>\n<ul>\n<li>one</li>\n</ul>\n</aside>\n");
  EXPECT_THAT(RenderBody("````{note}\n```{note}\nx\n```\n````\n").Places(), ElementsAre("2:1 F021"));
  EXPECT_THAT(RenderBody("````{note}\na\n\nb {metric}`x`\n````\n").Places(), ElementsAre("4:12 F012"));
}

TEST(Directives, NobodyKnowsAreNamed) {
  const TextCase made = RenderBody("a\n\n```{sorce} path=x\n```\n");
  EXPECT_THAT(made.Messages(), HasSubstr("3:1: error[F020]: unknown directive \"sorce\"; did you mean \"source\"?"));
  EXPECT_THAT(made.text.body_html, HasSubstr("<p class=\"diagnostic\">[F020: unknown directive"));
}

TEST(Assertions, AreSilentWhileTheyHold) {
  EXPECT_EQ(Html("```{assert} rust.vendored.lines.code > rust.authored.lines.code\nMore than half is vendored.\n```\n"),
            "");
}

TEST(Assertions, SpeakUpWhenTheyDoNot) {
  const TextCase made = RenderBody(
      "```{assert} rust.vendored.lines.code > 2 * rust.authored.lines.code\nTwo thirds are vendored.\n```\n");
  ASSERT_EQ(made.diagnostics.size(), 1U);
  EXPECT_EQ(made.diagnostics[0].code, "A002");
  EXPECT_EQ(made.diagnostics[0].severity, Diagnostic::Severity::kWarning);
  EXPECT_THAT(made.diagnostics[0].message, HasSubstr("the text says \"Two thirds are vendored.\""));
  EXPECT_THAT(made.text.body_html, HasSubstr("class=\"note warning stale\""));
}

TEST(Assertions, AreAlsoReadInWords) {
  for (const std::string condition :
       {"rust.files grew since v6.12.*-debian", "rust.files grew by 100% since v6.12.*-debian",
        "rust.authored.lines.code grew by 400% since v6.12.*-debian", "subsystems has drivers/net",
        "subsystems lacks fs/ext4", "subsystems@v6.12.117-debian has drivers/net", "modules lacks kernel::nothing"}) {
    const TextCase made = RenderBody("```{assert} " + condition + "\n```\n");
    EXPECT_EQ(made.text.body_html, "") << condition;
    EXPECT_TRUE(made.diagnostics.empty()) << made.Messages();
  }
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"rust.files grew by 101% since v6.12.*-debian", "A002"},
      {"rust.files shrank since v7.2.6-debian", "A002"},
      {"subsystems has drivers/net since v7.2.*-debian", "A002"},
      {"subsystems has drivers/nett", "F014"},
      {"subsystems lacks drivers/nett", "F014"},
      {"drivrs has one", "F021"},
      {"drivers has", "F021"},
      {"rust.files grew by much since v6.12.*-debian", "F021"},
      {"rust.files grew", "F021"},
      {"rust.fils grew since v6.12.*-debian", "F012"}};
  for (const auto& [condition, code] : wrong) {
    const TextCase made = RenderBody("```{assert} " + condition + "\n```\n");
    ASSERT_EQ(made.diagnostics.size(), 1U) << condition << made.Messages();
    EXPECT_EQ(made.diagnostics[0].code, code) << made.Messages();
  }
}

TEST(Assertions, CalculateExactly) {
  const TextContext context{TextLibrary(), nullptr, Lang::kEn, "", nullptr};
  const auto holds = [&](std::string_view condition) {
    const auto finding = text::JudgeCondition(context, condition);
    return finding ? std::string(finding->holds ? "yes" : "no") : finding.error().message;
  };
  EXPECT_EQ(holds("1 + 2 * 3 == 7"), "yes");
  EXPECT_EQ(holds("10 - 2 - 3 == 5"), "yes");
  EXPECT_EQ(holds("12 / 4 / 3 == 1"), "yes");
  EXPECT_EQ(holds("1 / 3 + 1 / 3 + 1 / 3 == 1"), "yes") << "fractions, not floating point";
  EXPECT_EQ(holds("0.1 + 0.2 == 0.3"), "yes");
  EXPECT_EQ(holds("2 != 2"), "no");
  EXPECT_EQ(holds("2 <= 2"), "yes");
  EXPECT_EQ(holds("2 < 2"), "no");
  EXPECT_EQ(holds("rust.lines.code[owner=vendored]@v7.2.*-debian == 63000"), "yes");
  EXPECT_EQ(holds("rust.lines.code@v6.12.117-debian < rust.lines.code"), "yes");
  EXPECT_EQ(holds("drivers/net/phy/one_rust.rs:code == 94"), "yes");
  EXPECT_EQ(holds("rust.lines.code[directory=drivers/net/phy] == 97"), "yes");
  EXPECT_EQ(holds("drivers/net/phy/one_rust.rs:code@v6.12.*-debian == 93"), "yes");
  EXPECT_THAT(holds("drivers/net/phy/one_rust.rs == 1"), HasSubstr("what of the file"));
  EXPECT_EQ(holds("1 / 0 == 1"), "a division by zero, or a number too large");
  EXPECT_THAT(holds("rust.lines.cod > 1"), HasSubstr("did you mean \"rust.lines.code\"?"));
  EXPECT_THAT(holds("1 < 2 < 3"), HasSubstr("one comparison only"));
  EXPECT_THAT(holds("rust.lines.code"), HasSubstr("write a comparison"));
  EXPECT_THAT(holds("> 1"), HasSubstr("a side is"));
  EXPECT_THAT(holds("1 2 > 1"), HasSubstr("a side is"));
  EXPECT_THAT(holds("1 % 2 > 1"), HasSubstr("a side is"));
}

}  // namespace
}  // namespace ferrotype
