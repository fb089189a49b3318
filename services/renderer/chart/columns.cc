#include <fmt/format.h>

#include <algorithm>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

constexpr double kLeast = 0.5;  // a value that is no zero is seen

// A column that is a sum: its parts from the base up, those that have room for it with their value.
void WriteStack(SvgWriter& svg, const ChartData& data, std::size_t i, double left, double thick, double base,
                double scale, Lang lang) {
  double y = base;
  for (std::size_t s = 0; s < data.series.size(); ++s) {
    if (!data.values[s][i]) continue;
    const double size = ToDouble(*data.values[s][i]) * scale;
    const std::string tint = data.series.size() == 1 ? std::string(ClassOf(data.categories[i].paint)) : TintOf(data, s);
    if (size > 0)
      svg.Tip(TipOf(data, s, i)).Rect(left, y - std::max(size, kLeast), thick, std::max(size, kLeast), "bar " + tint);
    const std::string part = LabelOf(data.values[s][i], data, lang);
    if (data.series.size() > 1 && size > 26 && TextWidth(part, kTextSize) + 6 < thick)
      svg.Text(left + thick / 2, y - size / 2 + 4.5, IsDark(tint) ? "in m" : "lb m", part);
    y -= size;
  }
}

}  // namespace

Drawing DrawColumns(const ChartData& data, Extent extent, Lang lang) {
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  const std::size_t count = data.categories.size();
  const std::size_t series = data.series.size();
  const bool beside = series > 1 && !data.stacked;
  const double plot = wide ? 220 : 170;

  double most = 0;
  double widest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!beside) most = std::max(most, ToDouble(data.Total(i)));
    for (std::size_t s = 0; beside && s < series; ++s) {
      most = std::max(most, ToDouble(data.values[s][i].value_or(MetricValue{})));
      widest = std::max(widest, TextWidth(LabelOf(data.values[s][i], data, lang), kTextSize));
    }
  }
  const double band = width / static_cast<double>(std::max<std::size_t>(count, 1));
  const double thick = std::min((wide ? 88.0 : 64.0) * (beside ? 1.6 : 1), band * (beside ? 0.8 : 0.62));
  const double each = beside ? thick / static_cast<double>(series) : thick;
  // Values that don't fit over columns side by side do behind bars.
  if (beside && widest + 6 > each) return DrawBars(data, extent);

  SvgWriter svg(MarksOf(data));
  const double top = WriteKey(svg, data, width, false) + 22;
  const double base = top + plot;
  const double scale = most > 0 ? plot / most : 0;
  std::vector<double> places(count);
  std::vector<double> widths(count);
  std::vector<std::string> sums(count);
  for (std::size_t i = 0; i < count; ++i) {
    places[i] = band * (static_cast<double>(i) + 0.5);
    sums[i] = data.Measured(i) ? LabelOf(data.Total(i), data, lang) : "–";
    widths[i] = TextWidth(sums[i], kTextSize);
  }
  const std::vector<bool> told = Choose(places, widths, width);
  for (std::size_t i = 0; i < count; ++i) {
    if (!beside) {
      WriteStack(svg, data, i, places[i] - thick / 2, thick, base, scale, lang);
      const double y = base - ToDouble(data.Total(i)) * scale - 7;
      if (told[i]) svg.Text(Inside(places[i], widths[i], width), y, "vl m", sums[i]);
      continue;
    }
    for (std::size_t s = 0; s < series; ++s) {
      const double x = places[i] - thick / 2 + each * static_cast<double>(s);
      const double size = ToDouble(data.values[s][i].value_or(MetricValue{})) * scale;
      if (size > 0)
        svg.Tip(TipOf(data, s, i))
            .Rect(x + 1, base - std::max(size, kLeast), each - 2, std::max(size, kLeast), "bar " + TintOf(data, s));
      svg.Text(x + each / 2, base - size - 7, "vl m", LabelOf(data.values[s][i], data, lang));
    }
  }
  svg.Line(0, base, width, base, "ax");
  const double names = WriteCategories(svg, data, places, base - 1, width);
  return {width, base + names, std::move(svg).Take()};
}

}  // namespace ferrotype
