// The parts that pages are made of: escaping, messages, templates, numbers, spaces.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <type_traits>

#include "base/utf8.h"
#include "renderer/html/html.h"
#include "renderer/i18n/catalogue.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/han_spaces.h"
#include "renderer/template/templates.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;

static_assert(!std::is_convertible_v<std::string, Html>, "a string is no markup");
static_assert(!std::is_convertible_v<const char*, Html>, "nor is a literal");

TEST(Escape, FitsItsPlace) {
  EXPECT_EQ(EscapeHtml("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
  EXPECT_EQ(EscapeXml(std::string("a\x01"
                                  "b\xFF",
                                  4)),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
  EXPECT_EQ(EscapeUrlPart("a b/ü"), "a%20b%2F%C3%BC");
  EXPECT_EQ(EscapeCsv("a,\"b\""), "\"a,\"\"b\"\"\"");
}

TEST(Slug, IsAFileNameAndDiffersForDifferentNames) {
  EXPECT_EQ(Slug("v7.2.13-debian"), "v7.2.13-debian");
  EXPECT_EQ(Slug(".."), "~2e~2e");
  EXPECT_EQ(Slug("a/b"), "a~2fb");
  EXPECT_NE(Slug("con"), "con");
  EXPECT_NE(Slug("CON.txt"), "CON.txt");
  EXPECT_NE(Slug("index.html"), "index.html");
  EXPECT_NE(Slug("~2e"), Slug("."));
  EXPECT_LE(Slug(std::string(4000, 'x')).size(), 120u);
  EXPECT_NE(Slug(std::string(4000, 'x')), Slug(std::string(4001, 'x')));
}

TEST(Numbers, AreWrittenAsPeopleOfTheLanguageWriteThem) {
  EXPECT_EQ(FormatShort(8'800, Lang::kZh), "8,800");
  EXPECT_EQ(FormatShort(50'000, Lang::kZh), "5万");
  EXPECT_EQ(FormatShort(114'646, Lang::kZh), "11.5万");
  EXPECT_EQ(FormatShort(120'000'000, Lang::kZh), "1.2亿");
  EXPECT_EQ(FormatShort(50'000, Lang::kEn), "50k");
  EXPECT_EQ(FormatShort(1'250'000, Lang::kEn), "1.3M");
  EXPECT_EQ(FormatDate("2026-11-20", Lang::kEn), "20 November 2026");
  EXPECT_EQ(FormatDate("2026-11-20", Lang::kZh), "2026年11月20日");
  EXPECT_EQ(FormatDate("2026-11", Lang::kEn), "November 2026") << "as much as is known";
  EXPECT_EQ(FormatDate("2026-11", Lang::kZh), "2026年11月");
  EXPECT_EQ(FormatDate("2013", Lang::kZh), "2013年");
  EXPECT_EQ(FormatDate("2026-13", Lang::kZh), "2026-13");
  EXPECT_EQ(TimeElement("2013", Lang::kEn).str(), "<time datetime=\"2013\">2013</time>");
  EXPECT_EQ(FormatRfc822(*ParseDate("2026-11-20")), "Fri, 20 Nov 2026 00:00:00 GMT");
  EXPECT_EQ(FormatRfc822(*ParseDate("2024-02-29")), "Thu, 29 Feb 2024 00:00:00 GMT");
  EXPECT_FALSE(ParseDate("2026-02-29"));
  EXPECT_FALSE(ParseDate("2026-1-1"));
}

TEST(Numbers, SignEveryChangeAndHideNone) {
  const MetricInfo& lines = *FindMetric("rust.lines.code");
  const MetricInfo& share = *FindMetric("rust.share");
  EXPECT_EQ(FormatChange({12'345, 1}, {5, 1}, lines), "+12,340");
  EXPECT_EQ(FormatChange({5, 1}, {12'345, 1}, lines), "−12,340");
  EXPECT_EQ(FormatChange({5, 1}, {5, 1}, lines), "±0");
  EXPECT_EQ(FormatChange({1, 2}, {1, 4}, share), "+0.250");
  EXPECT_EQ(FormatChange({2, 4}, {1, 2}, share), "±0");
  EXPECT_EQ(FormatChange({500'001, 1'000'000}, {1, 2}, share), "≈0") << "not +0.000";
}

TEST(HanSpaces, CloseAcrossTagsButNotInCodeOrTitles) {
  EXPECT_EQ(CloseHanSpaces("<p>共 <a>12</a> 行 Rust 代码</p>"),
            "<p>共<span class=\"nb\"><a>12</a>行</span>Rust代码</p>");
  EXPECT_EQ(CloseHanSpaces("<title>内核中的 Rust</title>"), "<title>内核中的 Rust</title>");
  EXPECT_EQ(CloseHanSpaces("<p>见 <code>rust/ 目录</code> 中</p>"), "<p>见 <code>rust/ 目录</code> 中</p>");
  EXPECT_EQ(CloseHanSpaces("<p>two words 和 more words</p>"), "<p>two words和more words</p>");
  EXPECT_EQ(CloseHanSpaces("中 <"), "中 <");
}

TEST(HanSpaces, KeepANumberAndItsMeasureWordOnOneLine) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"共 9,496 行，52 个", "共[9,496行]，[52个]"},
      {"约 3.1 万行", "约[3.1万行]"},
      {"20 多个文件", "[20多个]文件"},
      {"20万", "[20万]"},
      {"<b>12</b> 处", "[<b>12</b>处]"},
      {"<b>12处</b>", "<b>[12处]</b>"},
      {"<b>见 12</b>处", "<b>见12</b>处"},  // the element holds more
      {"<br>12</b>处", "<br>12</b>处"},
      {"<td>12</td>处", "<td>12</td>处"},
      {"<time>2026年11月29日</time>", "<time>2026年11月29日</time>"},
      {"x86 个", "x86个"},
      {"7 8 个", "7 [8个]"},
      {"12\n个", "12\n个"},
      {"第 12。个", "第12。个"},
      {"<code>12 个</code> 12", "<code>12 个</code> 12"}};
  for (const auto& [html, shown] : cases) {
    std::string expected;
    for (const char c : shown) expected += c == '[' ? "<span class=\"nb\">" : c == ']' ? "</span>" : std::string(1, c);
    EXPECT_EQ(CloseHanSpaces(html), expected) << html;
  }
}

FileSet Messages(const std::string& en, const std::string& zh) { return {{"i18n/en.json", en}, {"i18n/zh.json", zh}}; }

TEST(Catalogue, RefusesWhatOneLanguageLacks) {
  const auto lacking = Catalogue::Load(Messages(R"({"a":"A","b":"B"})", R"({"a":"甲"})"));
  ASSERT_FALSE(lacking);
  EXPECT_THAT(lacking.error().message, HasSubstr("i18n/zh.json: lacks \"b\", which en.json has"));
  const auto twice = Catalogue::Load(Messages(R"({"a":"A","a":"B"})", R"({"a":"甲"})"));
  ASSERT_FALSE(twice);
  EXPECT_NE(twice.error().message.find("en.json: \"a\" stands there twice"), std::string::npos)
      << twice.error().message;
  const auto arguments = Catalogue::Load(Messages(R"({"a":"{x}"})", R"({"a":"{y}"})"));
  ASSERT_FALSE(arguments);
  const auto pattern = Catalogue::Load(Messages(R"({"a":"{x"})", R"({"a":"甲"})"));
  ASSERT_FALSE(pattern);
  EXPECT_THAT(pattern.error().message, HasSubstr("is no message pattern"));
}

TEST(Catalogue, CountsAndEscapes) {
  const auto catalogue = Catalogue::Load(Messages(
      R"({"n":"{count, plural, one {# file} other {# files}} in <{where}>"})", R"({"n":"{where}有 {count} 个文件"})"));
  ASSERT_TRUE(catalogue) << catalogue.error().message;
  Problems problems;
  EXPECT_EQ(catalogue->Text(Lang::kEn, "n", {{"count", std::int64_t{1}}, {"where", "x"}}, problems), "1 file in <x>");
  EXPECT_EQ(
      catalogue->Markup(Lang::kEn, "n", {{"count", std::int64_t{2}}, {"where", Html::Trusted("<b>y</b>")}}, problems)
          .str(),
      "2 files in &lt;<b>y</b>&gt;");
  EXPECT_EQ(catalogue->Markup(Lang::kEn, "n", {{"count", std::int64_t{2}}, {"where", "\xEE\x84\x80<"}}, problems).str(),
            "2 files in &lt;\xEE\x84\x80&lt;&gt;");
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(catalogue->Text(Lang::kEn, "m", {}, problems), "m");
  EXPECT_THAT(problems.Text(), HasSubstr("did you mean \"n\"?"));
}

TEST(Catalogue, ShipsChineseWithFullWidthPunctuation) {
  const auto files = ReadSourceFiles("site-templates");
  const nlohmann::json zh = nlohmann::json::parse(files.at("i18n/zh.json"));
  for (const auto& [key, value] : zh.items()) {
    char32_t before = 0;
    const std::string text = value.get<std::string>();
    for (std::string_view rest = text; !rest.empty();) {
      const DecodedRune rune = DecodeUtf8(rest);
      const bool narrow = std::string_view(",;:?!()").find(static_cast<char>(rune.value < 128 ? rune.value : 'x')) !=
                          std::string_view::npos;
      EXPECT_FALSE(narrow && before >= 0x4E00 && before <= 0x9FFF) << key << ": " << text;
      before = rune.value;
      rest.remove_prefix(rune.bytes);
    }
  }
}

Result<std::unique_ptr<Templates>> LoadOne(const std::string& text) {
  static const Catalogue catalogue = *Catalogue::Load(Messages(R"({"hello":"Hello"})", R"({"hello":"你好"})"));
  return Templates::Load({{"t.tpl", text}}, catalogue);
}

constexpr const char* kStart = "{{%AUTOESCAPE context=\"HTML\"}}\n";

TEST(Templates, NameFileAndLineOfEveryMistake) {
  const auto error = [](const std::string& body) {
    const auto loaded = LoadOne(kStart + body);
    return loaded ? std::string("no error") : loaded.error().message;
  };
  EXPECT_THAT(error("\n{{#A}}x"), HasSubstr("site-templates/t.tpl:3: {{#A}} is never closed"));
  EXPECT_THAT(error("{{#A}}{{#B}}{{/A}}{{/B}}"), HasSubstr("t.tpl:2: {{/A}} stands where {{#B}}"));
  EXPECT_THAT(error("{{A"), HasSubstr("t.tpl:2"));
  EXPECT_THAT(error("{{A:none}}"), HasSubstr("markup is called X_HTML"));
  EXPECT_THAT(error("{{A_HTML}}"), HasSubstr("markup is called X_HTML"));
  EXPECT_THAT(error("{{>OTHER}}"), HasSubstr("is no marker"));
  EXPECT_THAT(error("<a href={{A}}>"), HasSubstr("t.tpl:1: ctemplate"));
  EXPECT_THAT(LoadOne("<p>").error().message, HasSubstr("t.tpl:1: a template begins with"));
}

TEST(Templates, EscapeForThePlaceAndTellWhatNobodySets) {
  const auto templates =
      LoadOne(std::string(kStart) +
              "<a href=\"{{URL}}\" "
              "title=\"{{TEXT}}\">{{TEXT}}</a>{{BODY_HTML:none}}{{t_hello}}\n{{#ROW}}[{{TEXT}}]{{/ROW}}\n{{MISSING}}");
  ASSERT_TRUE(templates) << templates.error().message;
  Values values;
  values.Set("URL", "javascript:alert(1)");
  values.Set("TEXT", "<\"'&>");
  values.Set("BODY_HTML", Html::Trusted("<b>x</b>"));
  values.Add("ROW").Set("TEXT", "1");
  values.Add("ROW").Set("TEXT", "<2>");
  Problems problems;
  const std::string out = (*templates)->Render("t", Lang::kZh, values, problems).str();
  EXPECT_EQ(out.find("javascript"), std::string::npos) << out;
  EXPECT_THAT(out, HasSubstr("title=\"&lt;&quot;&#39;&amp;&gt;\">&lt;&quot;&#39;&amp;&gt;</a><b>x</b>你好"));
  EXPECT_THAT(out, HasSubstr("[1][&lt;2&gt;]"));
  EXPECT_THAT(problems.Text(), HasSubstr("site-templates/t.tpl:4: nothing sets {{MISSING}}"));
}

}  // namespace
}  // namespace ferrotype
