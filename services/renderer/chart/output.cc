#include <fmt/format.h>

#include "renderer/chart/chart.h"
#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/html/html.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

// The tokens of the site's look, for the chart as a file of its own.
constexpr std::string_view kFileStyle =
    ".bg{fill:#faf8f4}text{font:13px system-ui,\"Noto Sans\",\"PingFang SC\",\"Noto Sans CJK "
    "SC\",sans-serif;fill:#1f1c19;"
    "font-variant-numeric:tabular-nums}.ti{font:600 17px Georgia,\"Noto Serif\",\"Songti SC\",\"Noto Serif CJK "
    "SC\",serif}"
    ".nt,.so{fill:#6a635a}.vl{font-weight:600}.in{fill:#faf8f4}.e{text-anchor:end}.m{text-anchor:middle}.ax{stroke:#"
    "1f1c19}.gr{stroke:#"
    "e2dcd1}"
    ".ld{stroke:#6a635a}.rust{fill:#a63f14}.steel{fill:#4f6475}.other{fill:#6a635a}.vend{fill:none;stroke:#6a635a;"
    "stroke-dasharray:4 3}"
    ".ln{fill:none;stroke-width:2}.ln.rust,.mk.rust{stroke:#a63f14}.ln.steel,.mk.steel{stroke:#4f6475}"
    ".ln.vend,.mk.vend,.ln.other,.mk.other{stroke:#6a635a;stroke-dasharray:none}.ln.d1{stroke-dasharray:7 "
    "4}.ln.d2{stroke-dasharray:2 3}"
    ".ln.d3{stroke-dasharray:9 3 2 3}.ln.d4{stroke-dasharray:1 4}.mk{stroke-width:2}.mk.hollow,.mk.vend{fill:#faf8f4}"
    "@media(prefers-color-scheme:dark){.bg{fill:#141618}text{fill:#e6e2da}.nt,.so{fill:#a39c90}.in{fill:#141618}.ax{"
    "stroke:#e6e2da}.gr{"
    "stroke:#2c3034}"
    ".ld{stroke:#a39c90}.rust{fill:#e58a5c}.steel{fill:#9db2c2}.other{fill:#a39c90}.vend{fill:none;stroke:#a39c90}"
    ".ln.rust,.mk.rust{stroke:#e58a5c}.ln.steel,.mk.steel{stroke:#9db2c2}.ln.vend,.mk.vend,.ln.other,.mk.other{stroke:#"
    "a39c90}"
    ".mk.hollow,.mk.vend{fill:#141618}}";

}  // namespace

std::string InlineSvg(const Drawing& drawing, std::string_view id, std::string_view css_class, std::string_view title,
                      std::string_view description, Lang lang) {
  return fmt::format(
      "<svg class=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" lang=\"{}\" aria-labelledby=\"{}-t {}-d\"><title "
      "id=\"{}-t\">{}</title>"
      "<desc id=\"{}-d\">{}</desc>{}</svg>",
      css_class, Coordinate(drawing.width), Coordinate(drawing.height), TagOf(lang), id, id, id, EscapeHtml(title), id,
      EscapeHtml(description), drawing.marks);
}

std::string FileSvg(const Drawing& drawing, std::string_view title, std::string_view unit, std::string_view source,
                    std::string_view description, Lang lang) {
  constexpr double kMargin = 24;
  const double width = drawing.width + 2 * kMargin;
  const double height = drawing.height + 74 + 44;
  SvgWriter frame;
  frame.Rect(0, 0, width, height, "bg");
  frame.Text(kMargin, 32, "ti", FitText(title, 17, drawing.width));
  frame.Text(kMargin, 54, "nt", FitText(unit, kTextSize, drawing.width));
  frame.Text(kMargin, height - 18, "so", FitText(source, kTextSize, drawing.width));
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "xml:lang=\"{2}\" "
      "aria-labelledby=\"t d\"><title id=\"t\">{3}</title><desc id=\"d\">{4}</desc><style>{5}</style>{6}<g "
      "transform=\"translate({7} "
      "74)\">{8}</g></svg>\n",
      Coordinate(width), Coordinate(height), TagOf(lang), EscapeXml(title), EscapeXml(description), kFileStyle,
      std::move(frame).Take(), Coordinate(kMargin), drawing.marks);
}

std::string Sparkline(const std::vector<double>& values, Paint paint, std::string_view title) {
  constexpr double kWidth = 96;
  constexpr double kHeight = 24;
  SvgWriter svg;
  double most = 0;
  for (const double value : values) most = std::max(most, value);
  const auto y_of = [&](double value) { return most > 0 ? kHeight - 4 - value / most * (kHeight - 8) : kHeight - 4; };
  const double step = values.size() > 1 ? (kWidth - 10) / static_cast<double>(values.size() - 1) : 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = 4 + step * static_cast<double>(i);
    if (i > 0) svg.Line(x - step, y_of(values[i - 1]), x, y_of(values[i]), fmt::format("ln d0 {}", ClassOf(paint)));
  }
  if (!values.empty())
    svg.Circle(4 + step * static_cast<double>(values.size() - 1), y_of(values.back()), 3,
               fmt::format("mk {}", ClassOf(paint)));
  return fmt::format("<svg class=\"spark\" viewBox=\"0 0 96 24\" role=\"img\" aria-label=\"{}\">{}</svg>",
                     EscapeHtml(title), std::move(svg).Take());
}

std::string ChartCsv(const ChartData& data) {
  std::string out = EscapeCsv(data.category_id);
  for (const ChartSeries& series : data.series) out += "," + EscapeCsv(series.id);
  out += "\n";
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    out += EscapeCsv(data.categories[i].id);
    for (const auto& row : data.values) out += "," + (row[i] ? FormatData(*row[i]) : std::string());
    out += "\n";
  }
  return out;
}

}  // namespace ferrotype
