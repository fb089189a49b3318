#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "renderer/chart/chart.h"
#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/html/html.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

// The tokens of the site's look (site.css), for a chart as a file of its own.
struct Tokens {
  std::string_view paper, ink, soft, line, rust, steel, brass;
};
constexpr Tokens kLight = {"#faf8f4", "#1f1c19", "#6a635a", "#e2dcd1", "#a63f14", "#4f6475", "#8a6a12"};
constexpr Tokens kDark = {"#141618", "#e6e2da", "#a39c90", "#2c3034", "#e58a5c", "#9db2c2", "#d3b45c"};

// What has a colour. Later rules win, so the order is that of site.css.
std::string Colours(const Tokens& t) {
  return fmt::format(
      ".bg,.in{{fill:{0}}}text{{fill:{1}}}.nt,.so{{fill:{2}}}.ax{{stroke:{1}}}.gr{{stroke:{3}}}.ld,.rg{{stroke:{2}}}"
      ".rust{{fill:{4}}}.steel{{fill:{5}}}.brass{{fill:{6}}}.other{{fill:{2}}}.bar.vend,.ar.vend,.hc.vend{{fill:none;"
      "stroke:{2}}}"
      ".ar.rust,.hc.rust,.k1.rust,.k2.rust,.k3.rust,.k4.rust,.ln.rust,.mk.rust{{stroke:{4}}}"
      ".ar.steel,.hc.steel,.k1.steel,.k2.steel,.k3.steel,.k4.steel,.ln.steel,.mk.steel{{stroke:{5}}}"
      ".ar.other,.hc.other,.k1.other,.k2.other,.k3.other,.k4.other,.ln.vend,.mk.vend,.ln.other,.mk.other{{stroke:{2}}}"
      ".mk.hollow,.mk.vend{{fill:{0}}}.ln{{fill:none}}.bx{{fill:none;stroke:{3}}}",
      t.paper, t.ink, t.soft, t.line, t.rust, t.steel, t.brass);
}

const std::string& FileStyle() {
  static const std::string style =
      "text{font:13px system-ui,\"Noto Sans\",\"PingFang SC\",\"Noto Sans CJK SC\",sans-serif;font-variant-numeric:"
      "tabular-nums}.ti{font:600 17px Georgia,\"Noto Serif\",\"Songti SC\",\"Noto Serif CJK SC\",serif}"
      ".cd{font:13px ui-monospace,\"Noto Sans Mono\",monospace}.vl{font-weight:600}.e{text-anchor:end}.m{text-anchor:"
      "middle}"
      ".vend{stroke-dasharray:4 3}.at{stroke:transparent;stroke-width:12}.ln{stroke-width:1.5}.ln.vend,.mk.vend{"
      "stroke-dasharray:none}"
      ".ln.d1{stroke-dasharray:7 4}.ln.d2{stroke-dasharray:2 3}.ln.d3{stroke-dasharray:9 3 2 3}.ln.d4{stroke-dasharray:"
      "1 4}.mk{stroke-width:2}.rg{stroke-width:3}"
      ".k1{fill-opacity:.55}.k2{fill-opacity:.4}.k3{fill-opacity:.25}.k4{fill-opacity:.1}" +
      Colours(kLight) + "@media(prefers-color-scheme:dark){" + Colours(kDark) + "}";
  return style;
}

// Whether everything that `selector` names (".mk.rust") is a class of an element of `marks`.
bool IsUsed(std::string_view selector, const std::set<std::string, std::less<>>& classes) {
  for (std::size_t dot = selector.find('.'); dot != std::string_view::npos; dot = selector.find('.', dot + 1)) {
    const std::size_t end = std::min(selector.find('.', dot + 1), selector.size());
    if (!classes.contains(selector.substr(dot + 1, end - dot - 1))) return false;
  }
  return true;
}

// The rules of `style` for what `marks` holds: a file of few marks needs no sheet for all.
std::string StyleFor(std::string_view style, std::string_view marks) {
  constexpr std::string_view kClass = " class=\"";
  std::set<std::string, std::less<>> classes;
  for (std::size_t at = marks.find(kClass); at != std::string_view::npos; at = marks.find(kClass, at)) {
    at += kClass.size();
    for (const std::string_view name : Split(marks.substr(at, marks.find('"', at) - at), ' ')) classes.emplace(name);
  }
  std::string out;
  std::size_t at = 0;
  while (at < style.size()) {
    if (style[at] == '}' || style[at] == '@') {  // an at-rule's head, or its end
      const std::size_t end = style[at] == '}' ? at + 1 : style.find('{', at) + 1;
      out += style.substr(at, end - at);
      at = end;
      continue;
    }
    const std::size_t open = style.find('{', at);
    const std::size_t close = style.find('}', open) + 1;
    std::string selectors;
    for (const std::string_view selector : Split(style.substr(at, open - at), ',')) {
      if (IsUsed(selector, classes)) selectors += (selectors.empty() ? "" : ",") + std::string(selector);
    }
    if (!selectors.empty()) out += selectors + std::string(style.substr(open, close - open));
    at = close;
  }
  return out;
}

double WriteLines(SvgWriter& svg, std::string_view text, double size, double x, double y, double width,
                  std::string_view css) {
  for (const std::string& line : WrapText(text, size, width)) {
    svg.Text(x, y, css, line);
    y += size + 6;
  }
  return y;
}

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
  SvgWriter letters;
  double y = WriteLines(letters, title, 17, kMargin, 34, drawing.width, "ti");
  y = WriteLines(letters, unit, kTextSize, kMargin, y, drawing.width, "nt");
  const double top = y + 2;
  const double height = WriteLines(letters, source, kTextSize, kMargin, top + drawing.height + 26, drawing.width, "so");
  SvgWriter ground;
  ground.Rect(0, 0, width, height, "bg");
  const std::string written = std::move(letters).Take();
  const std::string paper = std::move(ground).Take();
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "xml:lang=\"{2}\" "
      "aria-labelledby=\"t d\"><title id=\"t\">{3}</title><desc id=\"d\">{4}</desc><style>{5}</style>{6}{7}<g "
      "transform=\"translate({8} {9})\">{10}</g></svg>\n",
      Coordinate(width), Coordinate(height), TagOf(lang), EscapeXml(title), EscapeXml(description),
      StyleFor(FileStyle(), paper + written + drawing.marks), paper, written, Coordinate(kMargin), Coordinate(top),
      drawing.marks);
}

Drawing DrawSparkline(const std::vector<std::optional<double>>& values, Paint paint) {
  constexpr double kWidth = 96;
  constexpr double kHeight = 24;
  SvgWriter svg;
  double most = 0;
  for (const auto& value : values) most = std::max(most, value.value_or(0));
  const auto y_of = [&](double value) { return most > 0 ? kHeight - 4 - value / most * (kHeight - 8) : kHeight - 4; };
  const double step = values.size() > 1 ? (kWidth - 10) / static_cast<double>(values.size() - 1) : 0;
  std::vector<Point> points;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i]) points.push_back({4 + step * static_cast<double>(i), y_of(*values[i])});
  }
  svg.Line(2, kHeight - 3.5, kWidth - 2, kHeight - 3.5, "gr");
  if (points.size() > 1) svg.Path(points, fmt::format("ln d0 {}", ClassOf(paint)));
  if (!points.empty()) svg.Circle(points.back().x, points.back().y, 3, fmt::format("mk {}", ClassOf(paint)));
  return {kWidth, kHeight, std::move(svg).Take()};
}

std::string Sparkline(const std::vector<std::optional<double>>& values, Paint paint, std::string_view title) {
  return fmt::format("<svg class=\"spark\" viewBox=\"0 0 96 24\" role=\"img\" aria-label=\"{}\">{}</svg>",
                     EscapeHtml(title), DrawSparkline(values, paint).marks);
}

std::string ChartCsv(const ChartData& data) {
  std::string out = EscapeCsv(data.category_id);
  for (const ChartSeries& series : data.series) out += "," + EscapeCsv(series.id);
  out += "\n";
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    out += EscapeCsv(data.categories[i].id);
    for (const auto& row : data.values) out += "," + (row[i] ? FormatData(*row[i], data.metric->unit) : std::string());
    out += "\n";
  }
  return out;
}

}  // namespace ferrotype
