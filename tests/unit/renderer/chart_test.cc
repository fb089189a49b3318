// Charts: what is drawn is what the table says, and every letter is on the paper.
#include "renderer/chart/chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <set>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/check/links.h"
#include "renderer/i18n/numbers.h"
#include "support/chart_fixtures.h"

namespace ferrotype {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ChartData Sample(std::size_t categories, std::size_t series, const std::string& label = "drivers/gpu") {
  ChartData data;
  data.metric = FindMetric("rust.lines.code");
  data.category_header = "Directory";
  data.category_id = "directory";
  for (std::size_t i = 0; i < categories; ++i)
    data.categories.push_back(
        {"k" + std::to_string(i), label + std::to_string(i), i % 2 == 0 ? "2026-11-12" : "", Paint::kRust});
  for (std::size_t s = 0; s < series; ++s) {
    data.series.push_back(
        {"s" + std::to_string(s), "内核自有 Rust 代码 " + std::to_string(s), s == 1 ? Paint::kVendored : Paint::kRust});
    auto& row = data.values.emplace_back();
    for (std::size_t i = 0; i < categories; ++i)
      row.push_back(MetricValue{static_cast<std::int64_t>(1'234'567 / (i + 1) / (s + 1)), 1});
  }
  return data;
}

std::string Unescaped(std::string text) {
  for (const auto& [from, to] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
      text.replace(at, std::string(from).size(), to);
  }
  return text;
}

struct Letter {
  double left;
  double right;
  double y;
  std::string text;
};

// Every text of a drawing with the room that it takes.
std::vector<Letter> Letters(const std::string& marks) {
  static const std::regex kText("<text class=\"([^\"]*)\" x=\"([^\"]*)\" y=\"([^\"]*)\">([^<]*)</text>");
  std::vector<Letter> letters;
  for (std::sregex_iterator it(marks.begin(), marks.end(), kText), end; it != end; ++it) {
    const std::string css = " " + (*it)[1].str() + " ";
    const double x = std::stod((*it)[2]);
    const std::string text = Unescaped((*it)[4].str());
    const bool code = css.find(" cd ") != std::string::npos;
    const double width = code ? CodeWidth(text, kCodeSize) : TextWidth(text, kTextSize);
    const double left = css.find(" e ") != std::string::npos   ? x - width
                        : css.find(" m ") != std::string::npos ? x - width / 2
                                                               : x;
    letters.push_back({left, left + width, std::stod((*it)[3]), text});
  }
  return letters;
}

std::string Where(const NamedDrawing& each) {
  return each.name + " in " + std::string(TagOf(each.lang)) + ", " + std::string(ClassOf(each.extent));
}

TEST(Axis, GroupsThousandsOfPercentToo) {
  ChartData data = Sample(3, 1);
  data.metric = FindMetric("rust.share");
  EXPECT_EQ(TickOf({20'000, 1}, data, Lang::kEn), "20,000%");
  EXPECT_EQ(TickOf({20'000'000, 1'000}, data, Lang::kZh), "20,000%");
  EXPECT_EQ(TickOf({250, 1'000}, data, Lang::kEn), "0.25%");
}

TEST(Charts, KeepEveryLetterInsideAndOffTheOthersInEitherLanguageAtEveryWidth) {
  std::size_t letters_seen = 0;
  for (const NamedDrawing& each : AllDrawings()) {
    const std::vector<Letter> letters = Letters(each.drawing.marks);
    letters_seen += letters.size();
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const Letter& letter = letters[i];
      EXPECT_GE(letter.left, -0.6) << letter.text << " of " << Where(each);
      EXPECT_LE(letter.right, each.drawing.width + 0.6) << letter.text << " of " << Where(each);
      EXPECT_GE(letter.y, 9) << letter.text << " of " << Where(each);
      EXPECT_LE(letter.y, each.drawing.height) << letter.text << " of " << Where(each);
      for (std::size_t j = 0; j < i; ++j) {
        const Letter& other = letters[j];
        const bool apart =
            letter.right <= other.left + 0.6 || other.right <= letter.left + 0.6 || std::abs(letter.y - other.y) >= 14;
        EXPECT_TRUE(apart) << letter.text << " lies on " << other.text << " in " << Where(each);
      }
    }
  }
  EXPECT_GT(letters_seen, 10'000U);
}

TEST(Charts, AreTheSameBytesForTheSameData) {
  const std::vector<NamedDrawing> once = AllDrawings();
  const std::vector<NamedDrawing> again = AllDrawings();
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_EQ(once[i].drawing.marks, again[i].drawing.marks);
}

TEST(Charts, WriteNoStyleColourOrFontAndNamesOfClassesOnly) {
  const std::set<std::string> known = {"class", "id", "viewBox", "role", "lang",  "aria-labelledby",
                                       "x",     "y",  "x1",      "x2",   "y1",    "y2",
                                       "cx",    "cy", "r",       "d",    "width", "height"};
  static const std::regex kDecimals("\\d\\.\\d\\d");
  for (const NamedDrawing& each : AllDrawings()) {
    const std::string svg = InlineSvg(each.drawing, "c", "chart wide", "A <title>", "A & B", each.lang);
    for (const HtmlTag& tag : TagsOf(svg)) {
      for (const auto& [name, value] : tag.attributes)
        EXPECT_TRUE(known.contains(name)) << name << " in " << Where(each);
    }
    EXPECT_THAT(svg, HasSubstr("<title id=\"c-t\">A &lt;title&gt;</title><desc id=\"c-d\">A &amp; B</desc>"));
    // What stands between tags are words of readers, numbers among them.
    bool in_tag = false;
    std::string letterless;
    for (const char c : each.drawing.marks) {
      in_tag = c == '<' || (in_tag && c != '>');
      if (in_tag) letterless += c;
    }
    EXPECT_FALSE(std::regex_search(letterless, kDecimals)) << Where(each);
  }
}

TEST(Charts, DrawBarsAsLongAsTheirValuesFromZero) {
  ChartData data = Sample(3, 1);
  data.values[0] = {MetricValue{1000, 1}, MetricValue{500, 1}, MetricValue{0, 1}};
  const std::string marks = Draw(data, Form::kBars, Extent::kWide, Lang::kEn).marks;
  static const std::regex kBar("<rect class=\"bar rust\" x=\"([^\"]*)\" y=\"[^\"]*\" width=\"([^\"]*)\"");
  std::vector<double> widths;
  for (std::sregex_iterator it(marks.begin(), marks.end(), kBar), end; it != end; ++it)
    widths.push_back(std::stod((*it)[2]));
  ASSERT_EQ(widths.size(), 2u) << "zero is no bar";
  EXPECT_NEAR(widths[0], 2 * widths[1], 0.2);
  EXPECT_THAT(marks, HasSubstr(">0</text>")) << "but its number stands";
}

TEST(Charts, SurviveNothingZeroAndGaps) {
  for (const auto& [form, name] : kFormNames) {
    for (const Extent extent : kExtents) {
      EXPECT_GT(Draw(Sample(0, 1), form, extent, Lang::kEn).height, 0);
      ChartData zeros = Sample(3, 2);
      for (auto& row : zeros.values) row = {MetricValue{0, 1}, std::nullopt, MetricValue{0, 1}};
      const std::string marks = Draw(zeros, form, extent, Lang::kEn).marks;
      EXPECT_EQ(marks.find("nan"), std::string::npos) << name;
      EXPECT_EQ(marks.find("inf"), std::string::npos) << name;
    }
  }
}

std::vector<double> Numbers(const std::string& marks, const std::string& pattern) {
  std::vector<double> numbers;
  const std::regex regex(pattern);
  for (std::sregex_iterator it(marks.begin(), marks.end(), regex), end; it != end; ++it)
    numbers.push_back(std::stod((*it)[1]));
  return numbers;
}

TEST(Charts, PutReleasesByDateOnlyWhereDatesGrowWithVersions) {
  ChartData data = Sample(3, 1);
  data.categories[0].note = "2022-12-11";
  data.categories[1].note = "2023-12-11";
  data.categories[2].note = "2025-12-11";
  EXPECT_TRUE(data.ByDate());
  std::vector<double> x = Numbers(Draw(data, Form::kLines, Extent::kWide, Lang::kEn).marks, "cx=\"([^\"]*)\"");
  ASSERT_EQ(x.size(), 3U);
  EXPECT_NEAR((x[2] - x[1]) / (x[1] - x[0]), 731.0 / 365.0, 0.02) << "two years are twice as wide as one";
  // A point release of an old series that came out later: time would run backwards.
  data.categories[0].note = "2025-11-02";
  EXPECT_FALSE(data.ByDate());
  x = Numbers(Draw(data, Form::kLines, Extent::kWide, Lang::kEn).marks, "cx=\"([^\"]*)\"");
  EXPECT_NEAR(x[2] - x[1], x[1] - x[0], 0.2);
}

TEST(Charts, LinkNoTreesOfDifferentKinds) {
  ChartData data = Sample(4, 1);
  for (std::size_t i = 0; i < 4; ++i) data.categories[i].group = i < 2 ? "" : "debian";
  const std::string marks = Draw(data, Form::kLines, Extent::kWide, Lang::kEn).marks;
  EXPECT_EQ(Numbers(marks, "<path class=\"ln[^>]* d=\"M([0-9.]*) ").size(), 2U) << "two lines of two releases each";
}

TEST(Charts, DrawAreasFromZeroThatAddUp) {
  ChartData data = Sample(2, 2);
  data.stacked = true;
  data.values = {{MetricValue{100, 1}, MetricValue{100, 1}}, {MetricValue{300, 1}, MetricValue{100, 1}}};
  const std::string marks = Draw(data, Form::kArea, Extent::kWide, Lang::kEn).marks;
  const std::vector<double> low = Numbers(marks, "<path class=\"ar rust\" d=\"M[0-9.]* ([0-9.]*)");
  const std::vector<double> high = Numbers(marks, "<path class=\"ar vend\" d=\"M[0-9.]* ([0-9.]*)");
  const std::vector<double> base = Numbers(marks, "<line class=\"ax\" x1=\"[0-9.]*\" y1=\"([0-9.]*)\"");
  ASSERT_FALSE(low.empty() || high.empty() || base.empty());
  EXPECT_NEAR((base[0] - high[0]) / (base[0] - low[0]), 4, 0.02) << "100 and 300 on it";
}

TEST(Charts, DrawTreemapsWhoseAreasAreTheirValues) {
  ChartData data = Sample(4, 1);
  data.values[0] = {MetricValue{4000, 1}, MetricValue{2000, 1}, MetricValue{1000, 1}, MetricValue{1000, 1}};
  const std::string marks = Draw(data, Form::kTreemap, Extent::kWide, Lang::kEn).marks;
  const std::vector<double> widths = Numbers(marks, " width=\"([^\"]*)\"");
  const std::vector<double> heights = Numbers(marks, " height=\"([^\"]*)\"");
  ASSERT_EQ(widths.size(), 4U);
  double all = 0;
  for (std::size_t i = 0; i < 4; ++i) all += (widths[i] + 2) * (heights[i] + 2);  // with their share of paper between
  EXPECT_NEAR((widths[0] + 2) * (heights[0] + 2) / all, 0.5, 0.01);
  EXPECT_NEAR((widths[3] + 2) * (heights[3] + 2) / all, 0.125, 0.01);
}

TEST(Charts, GiveSeriesOfOneColourTintsAndVendoredCodeAnOutline) {
  ChartData data = Sample(3, 3);
  data.series[2].paint = Paint::kRust;
  data.stacked = true;
  const std::string marks = Draw(data, Form::kColumns, Extent::kWide, Lang::kEn).marks;
  EXPECT_THAT(marks, HasSubstr("class=\"bar rust\""));
  EXPECT_THAT(marks, HasSubstr("class=\"bar vend\""));
  EXPECT_THAT(marks, HasSubstr("class=\"bar rust k1\""));
}

TEST(Charts, PutWhatDoesNotAddUpSideBySide) {
  ChartData data = Sample(2, 2);
  data.values = {{MetricValue{100, 1}, MetricValue{50, 1}}, {MetricValue{40, 1}, MetricValue{20, 1}}};
  const std::string marks = Draw(data, Form::kBars, Extent::kWide, Lang::kEn).marks;
  for (const std::string value : {"100", "50", "40", "20"}) EXPECT_THAT(marks, HasSubstr(">" + value + "</text>"));
  EXPECT_THAT(marks, Not(HasSubstr(">140<"))) << "a sum that nobody asked for";
}

TEST(Charts, MarkEventsAndMilestonesByShape) {
  TimelineData data = TimelineFixture(Lang::kEn, 2);
  data.bands.resize(1);
  data.bands[0].marks = {{"a", 0.2, 0, false}, {"b", 0.7, 0, true}};
  const std::string marks = DrawTimeline(data, Extent::kWide).marks;
  EXPECT_EQ(Numbers(marks, "M([0-9.]*) [0-9.]*a").size(), 2U) << "a circle, and one in the key";
  EXPECT_EQ(Numbers(marks, "M([0-9.]*) [0-9.]*L[0-9.]* [0-9.]*L").size(), 2U) << "a lozenge, and one in the key";
  EXPECT_THAT(marks, AllOf(HasSubstr("<path class=\"mk other\""), HasSubstr("<path class=\"mk hollow rust\"")));
  EXPECT_THAT(marks, HasSubstr(">Milestone, derived from measured trees</text>"));
}

TEST(Charts, ShareAPathWhereMarksAreTooManyToTellThemselves) {
  const std::string few = Draw(Sample(10, 5), Form::kBars, Extent::kWide, Lang::kEn).marks;
  const std::string many = Draw(Sample(40, 5), Form::kBars, Extent::kWide, Lang::kEn).marks;
  EXPECT_THAT(few, HasSubstr("<rect class=\"bar"));
  EXPECT_THAT(many, Not(HasSubstr("<rect class=\"bar")));
  const std::size_t at = many.find("<path class=\"bar rust\"");
  ASSERT_NE(at, std::string::npos);
  const std::string outline = many.substr(at, many.find("/>", at) - at);
  EXPECT_EQ(std::count(outline.begin(), outline.end(), 'z'), 41) << "each bar of the first series, and its key";
}

TEST(Charts, CsvHoldsWhatIsDrawn) {
  ChartData data = Sample(2, 2);
  data.categories[1].id = "a,\"b\"";
  data.values[1][1] = std::nullopt;
  EXPECT_EQ(ChartCsv(data), "directory,s0,s1\nk0,1234567,617283\n\"a,\"\"b\"\"\",617283,\n");
}

TEST(Charts, TheFileBringsItsOwnStyleForLightAndDark) {
  const std::string svg =
      FileSvg(Draw(Sample(3, 1), Form::kBars, Extent::kWide, Lang::kZh), "标题", "行", "来源", "说明", Lang::kZh);
  EXPECT_THAT(svg, HasSubstr("xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_THAT(svg, HasSubstr("prefers-color-scheme:dark"));
  EXPECT_THAT(svg, HasSubstr("xml:lang=\"zh-Hans\""));
}

TEST(Charts, TheFileKeepsTheWholeOfALongTitle) {
  std::string title;
  for (int i = 0; i < 40; ++i) title += "word" + std::to_string(i) + " ";
  const std::string svg =
      FileSvg(Draw(Sample(3, 1), Form::kBars, Extent::kWide, Lang::kEn), title, "u", "s", "d", Lang::kEn);
  const std::string letters = svg.substr(svg.find("</style>"));
  for (int i = 0; i < 40; ++i) EXPECT_THAT(letters, HasSubstr("word" + std::to_string(i)));
}

TEST(Measure, BreaksNamesOfTheSourceWhereTheyMayBeBroken) {
  EXPECT_THAT(WrapCode("kernel::net::phy::Device", 13, 130), ElementsAre("kernel::net::", "phy::Device"));
  for (const std::string& line : WrapCode(std::string(200, 'x'), 13, 100)) EXPECT_LE(CodeWidth(line, 13), 100);
}

TEST(Measure, ShortensTheMiddleOfWhatDoesNotFit) {
  EXPECT_EQ(FitText("rust/kernel", 13, 500), "rust/kernel");
  const std::string fitted = FitText("drivers/gpu/drm/amd/include/asic_reg", 13, 120);
  EXPECT_LE(TextWidth(fitted, 13), 120);
  EXPECT_THAT(fitted, ::testing::StartsWith("dr"));
  EXPECT_THAT(fitted, ::testing::EndsWith("reg"));
}

}  // namespace
}  // namespace ferrotype
