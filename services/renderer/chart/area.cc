#include <fmt/format.h>

#include <algorithm>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {

Drawing DrawArea(const ChartData& data, Extent extent, Lang lang) {
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  const std::size_t count = data.categories.size();
  const std::size_t series = data.series.size();
  const double plot = std::max(wide ? 240.0 : 190.0, kLine * static_cast<double>(series + 1));

  // sums[s][i]: the lower edge of series s at category i; sums[series] is the whole.
  std::vector<std::vector<double>> sums(series + 1, std::vector<double>(count));
  double most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t s = 0; s < series; ++s)
      sums[s + 1][i] = sums[s][i] + ToDouble(data.values[s][i].value_or(MetricValue{}));
    most = std::max(most, sums[series][i]);
  }
  const Scale scale = ScaleFor(most, data.metric->decimals);
  double axis_room = TextWidth("0", kTextSize);
  for (const MetricValue& tick : scale.ticks)
    axis_room = std::max(axis_room, TextWidth(TickOf(tick, data, lang), kTextSize));

  std::vector<EndLabel> ends;
  double name_room = 0;
  double value_room = 0;
  for (std::size_t s = 0; count > 0 && s < series; ++s) {
    const std::string value = LabelOf(data.values[s].back(), data, lang);
    value_room = std::max(value_room, TextWidth(value, kTextSize));
    name_room = std::max(name_room, TextWidth(value + " " + data.series[s].label, kTextSize));
    ends.push_back({s, (sums[s].back() + sums[s + 1].back()) / 2, value});
  }
  const bool direct = series > 1 && name_room < width * 0.38;
  SvgWriter svg(MarksOf(data));
  const double key = direct ? 0 : WriteKey(svg, data, width, false);
  const double left = axis_room + 10;
  const double right = width - (direct ? name_room : value_room) - 14;
  const double top = key + 12;
  const double base = top + plot;
  const auto y_of = [&](double value) { return base - value / scale.top * plot; };

  for (const MetricValue& tick : scale.ticks) {
    svg.Line(left, y_of(ToDouble(tick)), right, y_of(ToDouble(tick)), "gr");
    svg.Text(left - 8, y_of(ToDouble(tick)) + 4.5, "nt e", TickOf(tick, data, lang));
  }
  svg.Text(left - 8, base + 4.5, "nt e", "0");
  const std::vector<double> places = PlacesOf(data, left, right);
  // Releases of another kind of tree are no next step: the area ends before them.
  for (std::size_t from = 0; from < count;) {
    std::size_t to = from + 1;
    while (to < count && data.categories[to].group == data.categories[from].group) ++to;
    for (std::size_t s = 0; s < series; ++s) {
      std::vector<Point> shape;
      constexpr double kAlone = 4;  // half the width of a single release
      const double air = to - from == 1 ? kAlone : 0;
      for (std::size_t i = from; i < to; ++i) {
        shape.push_back({places[i] - air, y_of(sums[s + 1][i])});
        if (air > 0) shape.push_back({places[i] + air, y_of(sums[s + 1][i])});
      }
      for (std::size_t i = to; i > from; --i) {
        if (air > 0) shape.push_back({places[i - 1] + air, y_of(sums[s][i - 1])});
        shape.push_back({places[i - 1] - air, y_of(sums[s][i - 1])});
      }
      svg.Path(shape, "ar " + TintOf(data, s), true);
    }
    from = to;
  }
  // Where something was measured; what lies between leads the eye.
  for (std::size_t i = 0; i < count; ++i) {
    svg.Line(places[i], base, places[i], base + 4, "ax");
    for (std::size_t s = 0; s < series; ++s) {
      if (const std::string tip = TipOf(data, s, i); !tip.empty())
        svg.Tip(tip).Line(places[i], y_of(sums[s][i]), places[i], y_of(sums[s + 1][i]), "at");
    }
  }
  svg.Line(left, base, right, base, "ax");
  const double names = WriteCategories(svg, data, places, base, width);
  std::vector<double> middles(series);
  for (EndLabel& end : ends) {
    end.y = y_of(end.y);
    middles[end.series] = end.y;
    if (direct) end.text += " " + data.series[end.series].label;
  }
  Spread(ends, top, base - 2);
  for (const EndLabel& end : ends) {
    svg.Text(right + 10, end.y + 4.5, "vl", end.text);
    svg.Line(places.back() + 2, middles[end.series], right + 6, end.y, "ld");
  }
  return {width, base + names, std::move(svg).Take()};
}

}  // namespace ferrotype
