#include <fmt/format.h>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

struct EndLabel {
  std::size_t series;
  double y;
  std::string text;
};

// Pushes labels apart so that no two overlap, keeping their order and all within [top, bottom].
void Spread(std::vector<EndLabel>& labels, double top, double bottom) {
  constexpr double kGap = 17;
  std::stable_sort(labels.begin(), labels.end(), [](const EndLabel& a, const EndLabel& b) { return a.y < b.y; });
  for (std::size_t i = 0; i < labels.size(); ++i) {
    labels[i].y = std::max(labels[i].y, i == 0 ? top : labels[i - 1].y + kGap);
  }
  double limit = bottom;
  for (std::size_t i = labels.size(); i > 0; --i) {
    labels[i - 1].y = std::min(labels[i - 1].y, limit);
    limit = labels[i - 1].y - kGap;
  }
}

}  // namespace

Drawing DrawLines(const ChartData& data, Extent extent, Lang lang) {
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  const std::size_t count = data.categories.size();
  const double plot = std::max(wide ? 230.0 : 190.0, 18.0 * static_cast<double>(data.series.size()));

  double most = 0;
  for (const auto& row : data.values) {
    for (const auto& value : row) most = value ? std::max(most, ToDouble(*value)) : most;
  }
  const Scale scale = ScaleFor(most, data.metric->decimals);
  double axis_room = TextWidth("0", kTextSize);
  for (const MetricValue& tick : scale.ticks) {
    axis_room = std::max(axis_room, TextWidth(TickOf(tick, data, lang), kTextSize));
  }

  // Names at the ends of lines where there is room, else in a key above and values alone at the ends.
  double name_room = 0;
  double value_room = 0;
  for (std::size_t s = 0; s < data.series.size(); ++s) {
    const std::string value = count == 0 ? "" : LabelOf(data.values[s].back(), data, lang);
    value_room = std::max(value_room, TextWidth(value, kTextSize));
    name_room = std::max(name_room, TextWidth(value + " " + data.series[s].label, kTextSize));
  }
  const bool direct = data.series.size() > 1 && name_room < width * 0.38;
  SvgWriter svg;
  const double key = direct ? 0 : WriteKey(svg, data, width, true);
  const double left = axis_room + 10;
  const double right = width - (direct ? name_room : value_room) - 12;
  const double top = key + 12;
  const double base = top + plot;
  const auto y_of = [&](double value) { return base - value / scale.top * plot; };
  // Half a step of air at both ends: releases are occasions, not points of a running clock.
  const double step = (right - left) / static_cast<double>(std::max<std::size_t>(count, 1));
  const auto x_of = [&](std::size_t i) { return left + step * (static_cast<double>(i) + 0.5); };
  const double last_x = count == 0 ? right : x_of(count - 1);

  for (const MetricValue& tick : scale.ticks) {
    const double y = y_of(ToDouble(tick));
    svg.Line(left, y, right, y, "gr");
    svg.Text(left - 8, y + 4.5, "nt e", TickOf(tick, data, lang));
  }
  svg.Text(left - 8, base + 4.5, "nt e", "0");
  svg.Line(left, base, right, base, "ax");

  double label_room = 0;
  for (const ChartCategory& category : data.categories) {
    label_room = std::max(label_room, TextWidth(category.label, kTextSize));
  }
  std::size_t every = 1;
  while (step * static_cast<double>(every) < label_room + 8 && every < count) ++every;
  bool notes = false;
  for (std::size_t i = 0; i < count; ++i) {
    const ChartCategory& category = data.categories[i];
    notes = notes || !category.note.empty();
    svg.Line(x_of(i), base, x_of(i), base + 4, "ax");
    if ((count - 1 - i) % every != 0) continue;
    const auto place = [&](const std::string& text) {
      const double half = TextWidth(text, kTextSize) / 2;
      return std::clamp(x_of(i), std::min(half, width / 2), std::max(width - half, width / 2));
    };
    const std::string label = FitText(category.label, kTextSize, std::max(step * static_cast<double>(every) - 4, 60.0));
    svg.Text(place(label), base + 20, "lb m", label);
    const std::string note = NoteFor(category, step * static_cast<double>(every) - 6);
    if (!note.empty()) svg.Text(place(note), base + 38, "nt m", note);
  }

  std::vector<EndLabel> ends;
  for (std::size_t s = 0; s < data.series.size(); ++s) {
    const auto& row = data.values[s];
    const Paint paint = data.series[s].paint;
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i]) continue;
      if (before)
        svg.Line(x_of(*before), y_of(ToDouble(*row[*before])), x_of(i), y_of(ToDouble(*row[i])), LineClass(s, paint));
      before = i;
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i]) WriteMarker(svg, x_of(i), y_of(ToDouble(*row[i])), s, paint);
    }
    if (!before) continue;
    std::string text = LabelOf(row[*before], data, lang);
    if (direct) text += " " + data.series[s].label;
    ends.push_back({s, y_of(ToDouble(*row[*before])), std::move(text)});
  }
  Spread(ends, top, base - 2);
  for (const EndLabel& end : ends) {
    svg.Text(right + 8, end.y + 4.5, "vl", end.text);
    if (last_x + 8 < right)
      svg.Line(last_x + 7, y_of(ToDouble(data.values[end.series].back().value_or(MetricValue{}))), right + 4, end.y,
               "ld");
  }
  return {width, base + (notes ? 45 : 27), std::move(svg).Take()};
}

}  // namespace ferrotype
