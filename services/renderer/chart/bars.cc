#include <fmt/format.h>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {

Drawing DrawBars(const ChartData& data, Extent extent) {
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  const std::size_t count = data.categories.size();

  double label_room = 0;
  double value_room = 0;
  double most = 0;
  std::vector<std::string> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const MetricValue total = data.Total(i);
    const bool measured =
        std::any_of(data.values.begin(), data.values.end(), [&](const auto& row) { return row[i].has_value(); });
    values[i] = measured ? FormatValue(total, *data.metric) : "–";
    most = std::max(most, ToDouble(total));
    value_room = std::max(value_room, TextWidth(values[i], kTextSize));
    label_room = std::max(label_room, TextWidth(data.categories[i].label, kTextSize));
  }
  label_room = std::min(label_room, extent == Extent::kWide ? 250.0 : 170.0);

  SvgWriter svg;
  const double top = WriteKey(svg, data, width, false);
  // Narrow: the label stands above its bar, which then has the whole width.
  const double left = wide ? label_room + 12 : 0.5;
  const double room = width - left - value_room - 10;
  const double band = wide ? 30 : 42;
  const double thick = wide ? 18 : 12;
  for (std::size_t i = 0; i < count; ++i) {
    const double y = top + band * static_cast<double>(i) + (wide ? 6 : 22);
    const ChartCategory& category = data.categories[i];
    if (wide) {
      svg.Text(left - 10, y + thick / 2 + 4.5, "lb e", FitText(category.label, kTextSize, label_room));
    } else {
      svg.Text(0, y - 6, "lb", FitText(category.label, kTextSize, width));
    }
    double x = left;
    for (std::size_t s = 0; s < data.series.size(); ++s) {
      if (!data.values[s][i]) continue;
      const double length = most > 0 ? ToDouble(*data.values[s][i]) / most * room : 0;
      const Paint paint = data.series.size() == 1 ? category.paint : data.series[s].paint;
      if (length > 0) svg.Rect(x, y, std::max(length, 0.5), thick, fmt::format("bar {}", ClassOf(paint)));
      x += length;
    }
    if (!wide) svg.Line(left, y - 2, left, y + thick + 2, "ax");
    svg.Text(x + 7, y + thick / 2 + 4.5, "vl", values[i]);
  }
  const double height = top + band * static_cast<double>(count) + 4;
  if (wide) svg.Line(left, top, left, height - 2, "ax");
  return {width, height, std::move(svg).Take()};
}

}  // namespace ferrotype
