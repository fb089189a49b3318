// Figures: picture, table, CSV and JSON hold the same values, and the words over them come from the data.
#include "renderer/page/figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/text.h"
#include "renderer/render.h"
#include "support/fake_library.h"
#include "support/files.h"

namespace ferrotype {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string>& Specs() {
  static const std::vector<std::string> specs = {
      "rust.authored.lines.code",
      "rust.authored.lines.code, rust.vendored.lines.code",
      "rust.authored.lines.code, rust.vendored.lines.code; as=area",
      "rust.authored.lines.code, rust.vendored.lines.code; as=stacked",
      "rust.authored.lines.code, rust.vendored.lines.code; as=column",
      "rust.share, rust.share.no_registers; as=dot",
      "rust.share; as=step",
      "rust.lines.code by owner",
      "rust.authored.lines.code, rust.lines.code by directory; as=bar",
      "rust.authored.lines.code, rust.vendored.lines.code by directory; as=stacked",
      "rust.lines.code by owner; as=line",
      "rust.lines.code by owner; as=area",
      "rust.lines.code by owner; as=stacked",
      "rust.lines.code by owner; as=slope",
      "rust.lines.code by subsystem; as=slope; since=v6.12.117-debian; top=3",
      "rust.lines.code by owner; as=heat",
      "rust.share by subsystem; as=heat",
      "rust.lines.code, rust.authored.lines.code by directory; as=heat",
      "rust.share by subsystem; as=dot",
      "rust.lines.code by directory; as=treemap"};
  return specs;
}

// Every form as an article shows it, in both languages.
const FileSet& Rendered() {
  static const FileSet site = [] {
    std::string charts;
    for (const std::string& spec : Specs()) charts += "```{chart} " + spec + "\n```\n\n";
    const auto article = [&](const std::string& title) {
      return "---\ntitle: " + title + "\nsummary: s\ndate: 2026-11-20\nauthor: A\nkeywords: [k]\n---\n\n" + charts;
    };
    FakeLibrary library;
    FillPlausible(library);
    const FileSet content = {{"articles/forms/en.md", article("Forms")}, {"articles/forms/zh.md", article("图形")}};
    Result<FileSet> files = RenderSite({library, content, ReadSourceFiles("site-templates"), {}}, 1);
    EXPECT_TRUE(files) << (files ? "" : files.error().message);
    return files ? *std::move(files) : FileSet();
  }();
  return site;
}

std::string Plain(std::string html) {
  html = std::regex_replace(html, std::regex("<[^>]*>"), "");
  for (const auto& [from, to] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    for (std::size_t at = html.find(from); at != std::string::npos; at = html.find(from, at + 1))
      html.replace(at, std::string(from).size(), to);
  }
  return html;
}

std::vector<std::string> Found(const std::string& text, const std::string& pattern) {
  std::vector<std::string> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it) found.push_back(Plain((*it)[1]));
  return found;
}

struct ShownFigure {
  std::string id;
  std::string title;
  std::vector<std::string> cells;  // of the table, "–" and zeros left out, sorted
  std::vector<std::string> svgs;
};

bool Says(const std::string& value) { return value != "–" && value.find_first_not_of("0.%") != std::string::npos; }

std::vector<ShownFigure> FiguresOf(const std::string& page) {
  std::vector<ShownFigure> figures;
  constexpr std::string_view kStart = "<figure class=\"fig\" id=\"fig-";
  for (std::size_t at = page.find(kStart); at != std::string::npos; at = page.find(kStart, at + 1)) {
    const std::string html = page.substr(at, page.find("</figure>", at) - at);
    ShownFigure figure;
    figure.id = html.substr(kStart.size(), html.find('"', kStart.size()) - kStart.size());
    figure.title = Found(html, "<p class=\"fig-title\">([^<]*)</p>").at(0);
    for (const std::string& cell : Found(html, "<td class=\"num\">([^<]*)</td>")) {
      if (Says(cell)) figure.cells.push_back(cell);
    }
    std::sort(figure.cells.begin(), figure.cells.end());
    for (std::size_t svg = html.find("<svg"); svg != std::string::npos; svg = html.find("<svg", svg + 1))
      figure.svgs.push_back(html.substr(svg, html.find("</svg>", svg) - svg));
    figures.push_back(std::move(figure));
  }
  return figures;
}

// The values that marks tell, each as often as it is drawn.
std::vector<std::string> Drawn(const std::string& svg) {
  std::vector<std::string> values;
  for (const std::string& tip : Found(svg, "<title>([^<]*)</title></")) {
    const std::string value = tip.substr(tip.rfind(": ") + 2);
    if (Says(value)) values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  return values;
}

double Number(std::string text) {
  std::erase(text, ',');
  return std::stod(text);
}

TEST(Figures, ShowTheSameValuesInPictureTableCsvAndJson) {
  std::size_t compared = 0;
  for (const std::string lang : {"en", "zh"}) {
    const std::vector<ShownFigure> figures = FiguresOf(Rendered().at(lang + "/articles/forms/index.html"));
    ASSERT_EQ(figures.size(), Specs().size());
    for (const ShownFigure& figure : figures) {
      const std::string base = "data/charts/" + figure.id;
      // Data: CSV and JSON cell by cell.
      const std::vector<std::string_view> lines = Split(Rendered().at(base + ".csv"), '\n');
      const std::vector<std::string_view> head = Split(lines.at(0), ',');
      const nlohmann::json json = nlohmann::json::parse(Rendered().at(base + ".json"));
      std::vector<double> data;
      for (std::size_t r = 0; r < json.at("rows").size(); ++r) {
        const std::vector<std::string_view> cells = Split(lines.at(r + 1), ',');
        ASSERT_EQ(cells.size(), head.size()) << base;
        EXPECT_EQ(json["rows"][r].at(std::string(head[0])), std::string(cells[0]));
        for (std::size_t c = 1; c < cells.size(); ++c) {
          const nlohmann::json& cell = json["rows"][r].at("values").at(std::string(head[c]));
          EXPECT_EQ(cell.is_null(), cells[c].empty());
          if (cell.is_null()) continue;
          EXPECT_EQ(cell.get<double>(), Number(std::string(cells[c]))) << base;
          data.push_back(cell.get<double>());
        }
      }
      // People: the table, and every drawing, the file's included.
      for (const std::string& svg : figure.svgs) EXPECT_EQ(Drawn(svg), figure.cells) << base;
      EXPECT_EQ(Drawn(Rendered().at(base + "." + lang + ".svg")), figure.cells) << base;
      EXPECT_EQ(figure.svgs.size(), 3U);
      // And people read what data says, to the digits shown.
      std::vector<double> shown;
      for (const std::string& cell : figure.cells) shown.push_back(Number(cell));
      std::erase_if(data, [](double value) { return value < 0.0005; });
      std::sort(shown.begin(), shown.end());
      std::sort(data.begin(), data.end());
      ASSERT_EQ(shown.size(), data.size()) << base;
      for (std::size_t i = 0; i < data.size(); ++i) EXPECT_NEAR(shown[i], data[i], 0.000501) << base;
      compared += data.size();
    }
  }
  EXPECT_GT(compared, 500U);
}

TEST(Figures, TellTheirFindingAndDescribeNewestTrendAndExtremes) {
  const std::vector<ShownFigure> en = FiguresOf(Rendered().at("en/articles/forms/index.html"));
  EXPECT_EQ(en.at(0).title.substr(0, 22), "Kernel-authored Rust: ");
  EXPECT_THAT(en.at(0).title, HasSubstr(" since 6.12.117"));
  EXPECT_THAT(en.at(0).svgs.at(0), HasSubstr("in 7.2.13, the newest; up from "));
  const std::vector<ShownFigure> zh = FiguresOf(Rendered().at("zh/articles/forms/index.html"));
  EXPECT_THAT(zh.at(0).svgs.at(0), HasSubstr("逐次上升"));
  for (const ShownFigure& figure : zh) EXPECT_THAT(figure.svgs.at(0), ::testing::Not(HasSubstr("the newest")));
}

TEST(Figures, SayThatReleasesStandInOrderOfVersionWhereDatesDoNotGrow) {
  EXPECT_THAT(Rendered().at("en/articles/forms/index.html"), HasSubstr("4 measured releases in order of version"));
  EXPECT_THAT(Rendered().at("zh/articles/forms/index.html"), HasSubstr("按版本先后排列"));
}

std::string Refusal(const std::string& spec) {
  FakeLibrary library;
  FillPlausible(library);
  const FileSet content = {
      {"articles/a/en.md",
       "---\ntitle: A\nsummary: s\ndate: 2026-11-20\nauthor: A\nkeywords: [k]\n---\n\n```{chart} " + spec + "\n```\n"}};
  const Result<FileSet> site = RenderSite({library, content, ReadSourceFiles("site-templates"), {}}, 1);
  return site ? std::string() : site.error().message;
}

TEST(Figures, RefuseWhatAFormCantShowHonestly) {
  EXPECT_THAT(Refusal("rust.share by subsystem; as=treemap"), HasSubstr("shares don't add up"));
  EXPECT_THAT(Refusal("rust.share, rust.share.no_registers; as=area"), HasSubstr("shares don't add up"));
  EXPECT_THAT(Refusal("toolchain.rustc.minimum; as=bar"), HasSubstr("a chart as=step"));
  EXPECT_THAT(Refusal("rust.lines.code; as=slope"), HasSubstr("a slope wants a dimension"));
  EXPECT_THAT(Refusal("rust.lines.code by owner; as=line; since=v6.12.117-debian"), HasSubstr("since= is for a slope"));
  EXPECT_THAT(Refusal("rust.lines.code by owner; as=slope; since=v6.12-debian"), HasSubstr("unknown release"));
  EXPECT_THAT(Refusal("rust.lines.code by owner; as=pie"), HasSubstr("unknown form of chart"));
}

}  // namespace
}  // namespace ferrotype
