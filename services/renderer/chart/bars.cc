#include <fmt/format.h>

#include <algorithm>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

// What stands behind a category: one value of a sum, or one for each series.
struct Row {
  std::vector<std::string> values;
  double longest = 0;
};

}  // namespace

Drawing DrawBars(const ChartData& data, Extent extent) {
  const double width = WidthOf(extent);
  const std::size_t count = data.categories.size();
  const std::size_t series = data.series.size();
  const bool beside = series > 1 && !data.stacked;

  double label_room = 0;
  double value_room = 0;
  double most = 0;
  std::vector<Row> rows(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t s = 0; beside && s < series; ++s) {
      const auto& value = data.values[s][i];
      rows[i].values.push_back(value ? FormatValue(*value, *data.metric) : "–");
      if (value) rows[i].longest = std::max(rows[i].longest, ToDouble(*value));
    }
    if (!beside) {
      rows[i].values.push_back(data.Measured(i) ? FormatValue(data.Total(i), *data.metric) : "–");
      rows[i].longest = ToDouble(data.Total(i));
    }
    most = std::max(most, rows[i].longest);
    for (const std::string& value : rows[i].values) value_room = std::max(value_room, TextWidth(value, kTextSize));
    label_room = std::max(label_room, TextWidth(data.categories[i].label, kTextSize));
  }
  const bool wide = NamesBefore(label_room, extent);

  SvgWriter svg(MarksOf(data));
  const double top = WriteKey(svg, data, width, false);
  // Else the label stands above its bar, which then has the whole width.
  const double left = wide ? label_room + 12 : 0.5;
  const double room = width - left - value_room - 10;
  const double thick = beside ? 14 : wide ? 18 : 12;
  const double each = beside ? kLine : thick;  // from one bar of a row to the next
  const double bars = each * static_cast<double>(beside ? series : 1);
  const double band = bars + (wide ? 12 : 30);
  for (std::size_t i = 0; i < count; ++i) {
    double y = top + band * static_cast<double>(i) + (wide ? 6 : 22);
    const ChartCategory& category = data.categories[i];
    if (wide) {
      svg.Text(left - 10, y + bars / 2 + 4.5, "lb e", FitText(category.label, kTextSize, label_room));
    } else {
      svg.Text(0, y - 6, "lb", FitText(category.label, kTextSize, width));
      svg.Line(left, y - 2, left, y + bars + 2, "ax");
    }
    double x = left;
    for (std::size_t s = 0; s < series; ++s) {
      const auto& value = data.values[s][i];
      const double length = value && most > 0 ? ToDouble(*value) / most * room : 0;
      const std::string tint = series == 1 ? std::string(ClassOf(category.paint)) : TintOf(data, s);
      if (length > 0) svg.Tip(TipOf(data, s, i)).Rect(x, y, std::max(length, 0.5), thick, "bar " + tint);
      x += length;
      if (!beside) continue;
      svg.Text(x + 7, y + thick / 2 + 4.5, "vl", rows[i].values[s]);
      x = left;
      y += each;
    }
    if (!beside) svg.Text(x + 7, y + thick / 2 + 4.5, "vl", rows[i].values.front());
  }
  const double height = top + band * static_cast<double>(count) + 4;
  if (wide) svg.Line(left, top, left, height - 2, "ax");
  return {width, height, std::move(svg).Take()};
}

}  // namespace ferrotype
