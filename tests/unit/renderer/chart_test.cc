// Charts: what is drawn is what the table says, and every letter is on the paper.
#include "renderer/chart/chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "renderer/chart/measure.h"
#include "renderer/check/links.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;

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
    const double width = TextWidth((*it)[4].str(), 13);
    const double left = css.find(" e ") != std::string::npos   ? x - width
                        : css.find(" m ") != std::string::npos ? x - width / 2
                                                               : x;
    letters.push_back({left, left + width, std::stod((*it)[3]), (*it)[4]});
  }
  return letters;
}

TEST(Charts, KeepEveryLetterInsideAtEveryWidthAndForm) {
  const std::string long_name =
      "drivers/a-very-long-directory-name-that-nobody-expected/与一个很长的中文名字/with/more/";
  for (const Form form : {Form::kBars, Form::kColumns, Form::kLines}) {
    for (const Extent extent : kExtents) {
      for (const std::size_t categories : {1u, 2u, 4u, 13u, 40u}) {
        for (const std::size_t series : {1u, 2u, 5u}) {
          for (const std::string& label : {std::string("7.2.13"), long_name}) {
            const Drawing drawing = Draw(Sample(categories, series, label), form, extent, Lang::kZh);
            for (const Letter& letter : Letters(drawing.marks)) {
              EXPECT_GE(letter.left, -0.6) << letter.text;
              EXPECT_LE(letter.right, drawing.width + 0.6)
                  << letter.text << " of form " << static_cast<int>(form) << " at " << drawing.width;
              EXPECT_GE(letter.y, 9) << letter.text;
              EXPECT_LE(letter.y, drawing.height) << letter.text;
            }
          }
        }
      }
    }
  }
}

TEST(Charts, WriteNoStyleColourOrFontAndNamesOfClassesOnly) {
  for (const Form form : {Form::kBars, Form::kColumns, Form::kLines}) {
    const std::string svg = InlineSvg(Draw(Sample(4, 3), form, Extent::kWide, Lang::kEn), "c", "chart wide",
                                      "A <title>", "A & B", Lang::kEn);
    for (const HtmlTag& tag : TagsOf(svg)) {
      for (const auto& [name, value] : tag.attributes) {
        EXPECT_THAT((std::vector<std::string>{"class", "id", "viewBox", "role", "lang", "aria-labelledby", "x", "y",
                                              "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"}),
                    ::testing::Contains(name));
      }
    }
    EXPECT_THAT(svg, HasSubstr("<title id=\"c-t\">A &lt;title&gt;</title><desc id=\"c-d\">A &amp; B</desc>"));
    EXPECT_FALSE(std::regex_search(svg, std::regex("\\d\\.\\d\\d"))) << "coordinates of more than one decimal";
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
  for (const Form form : {Form::kBars, Form::kColumns, Form::kLines}) {
    for (const Extent extent : kExtents) {
      EXPECT_GT(Draw(Sample(0, 1), form, extent, Lang::kEn).height, 0);
      ChartData zeros = Sample(3, 2);
      for (auto& row : zeros.values) row = {MetricValue{0, 1}, std::nullopt, MetricValue{0, 1}};
      const std::string marks = Draw(zeros, form, extent, Lang::kEn).marks;
      EXPECT_EQ(marks.find("nan"), std::string::npos);
      EXPECT_EQ(marks.find("inf"), std::string::npos);
    }
  }
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

TEST(Measure, ShortensTheMiddleOfWhatDoesNotFit) {
  EXPECT_EQ(FitText("rust/kernel", 13, 500), "rust/kernel");
  const std::string fitted = FitText("drivers/gpu/drm/amd/include/asic_reg", 13, 120);
  EXPECT_LE(TextWidth(fitted, 13), 120);
  EXPECT_THAT(fitted, ::testing::StartsWith("dr"));
  EXPECT_THAT(fitted, ::testing::EndsWith("reg"));
}

}  // namespace
}  // namespace ferrotype
