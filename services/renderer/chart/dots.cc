#include <algorithm>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {

Drawing DrawDots(const ChartData& data, Extent extent, Lang lang) {
  const double width = WidthOf(extent);
  const std::size_t count = data.categories.size();
  const std::size_t series = data.series.size();
  const Scale scale = RangeOf(data);

  double label_room = 0;
  double value_room = 0;
  for (std::size_t i = 0; i < count; ++i) {
    label_room = std::max(label_room, TextWidth(data.categories[i].label, kTextSize));
    for (const auto& row : data.values)
      if (row[i]) value_room = std::max(value_room, TextWidth(FormatValue(*row[i], *data.metric), kTextSize));
  }
  const bool wide = NamesBefore(label_room, extent);

  SvgWriter svg(MarksOf(data));
  const double top = WriteKey(svg, data, width, true);
  const double edge = wide ? label_room + 12 : 0;
  const double left = edge + (series > 1 ? value_room + 12 : 8);
  const double right = width - value_room - 14;
  const double band = wide ? 26 : 40;
  const double base = top + band * static_cast<double>(count) + 4;
  const auto x_of = [&](double value) { return left + (value - scale.low) / (scale.top - scale.low) * (right - left); };

  std::vector<double> places;
  std::vector<double> widths;
  for (const MetricValue& tick : scale.ticks) {
    const double x = x_of(ToDouble(tick));
    if (x > right + 1) continue;
    places.push_back(x);
    widths.push_back(TextWidth(TickOf(tick, data, lang), kTextSize));
    svg.Line(x, top, x, base, "gr");
  }
  const std::vector<bool> chosen = Choose(places, widths, width);
  for (std::size_t t = 0; t < places.size(); ++t) {
    if (chosen[t]) svg.Text(Inside(places[t], widths[t], width), base + 16, "nt m", TickOf(scale.ticks[t], data, lang));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const double y = top + band * static_cast<double>(i) + (wide ? 14 : 28);
    const ChartCategory& category = data.categories[i];
    if (wide) {
      svg.Text(edge - 12, y + 4.5, "lb e", FitText(category.label, kTextSize, label_room));
    } else {
      svg.Text(0, y - 13, "lb", FitText(category.label, kTextSize, width));
    }
    const MetricValue* least = nullptr;
    const MetricValue* most = nullptr;
    for (const auto& row : data.values) {
      if (!row[i]) continue;
      if (least == nullptr || Compare(*row[i], *least) < 0) least = &*row[i];
      if (most == nullptr || Compare(*row[i], *most) > 0) most = &*row[i];
    }
    if (most == nullptr) {
      svg.Text(left, y + 4.5, "nt", "–");
      continue;
    }
    const double from = x_of(ToDouble(*least));
    const double to = x_of(ToDouble(*most));
    if (to - from > 1) svg.Line(from, y, to, y, "rg");
    for (std::size_t s = 0; s < series; ++s) {
      if (!data.values[s][i]) continue;
      svg.Tip(TipOf(data, s, i));
      WriteMarker(svg, x_of(ToDouble(*data.values[s][i])), y, s, series == 1 ? category.paint : data.series[s].paint);
    }
    svg.Text(to + 10, y + 4.5, "vl", FormatValue(*most, *data.metric));
    if (Compare(*least, *most) != 0) svg.Text(from - 10, y + 4.5, "nt e", FormatValue(*least, *data.metric));
  }
  svg.Line(left, base, right, base, "ax");
  return {width, base + 24, std::move(svg).Take()};
}

}  // namespace ferrotype
