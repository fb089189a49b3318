#include <fmt/format.h>

#include <algorithm>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {

Drawing DrawSlope(const ChartData& data, Extent extent, Lang lang) {
  const double width = WidthOf(extent);
  const std::size_t series = data.series.size();
  if (data.categories.empty()) return {width, 40, ""};
  const std::size_t last = data.categories.size() - 1;
  const double plot = std::max(extent == Extent::kNarrow ? 230.0 : 260.0, kLine * static_cast<double>(series));
  const Scale scale = RangeOf(data);

  std::vector<EndLabel> starts;
  std::vector<EndLabel> ends;
  double left_room = 20;
  double right_room = 20;
  const double most_room = width * (extent == Extent::kNarrow ? 0.52 : 0.46);
  for (std::size_t s = 0; s < series; ++s) {
    const auto& row = data.values[s];
    if (row.front()) {
      starts.push_back({s, ToDouble(*row.front()), LabelOf(row.front(), data, lang)});
      left_room = std::max(left_room, TextWidth(starts.back().text, kTextSize));
    }
    if (!row[last]) continue;
    const std::string value = LabelOf(row[last], data, lang) + " ";
    ends.push_back({s, ToDouble(*row[last]),
                    value + FitText(data.series[s].label, kTextSize, most_room - TextWidth(value, kTextSize))});
    right_room = std::max(right_room, TextWidth(ends.back().text, kTextSize));
  }
  const double left = left_room + 26;
  const double right = width - right_room - 26;
  constexpr double kHead = 44;
  const double base = kHead + plot;
  const auto y_of = [&](double value) { return base - (value - scale.low) / (scale.top - scale.low) * plot; };

  SvgWriter svg(MarksOf(data));
  std::vector<double> heights(series * 2);
  // What both ends are stands in the corners, each with half of the width.
  const auto head = [&](std::size_t category, double at, double x, std::string_view side) {
    const ChartCategory& release = data.categories[category];
    svg.Text(at, 14, fmt::format("vl{}", side), FitText(release.label, kTextSize, width / 2 - 8));
    if (!release.note.empty())
      svg.Text(at, 31, fmt::format("nt{}", side), FitText(release.note, kTextSize, width / 2 - 8));
    svg.Line(x, kHead - 4, x, base + 4, "gr");
  };
  head(0, 0, left, "");
  if (last > 0) head(last, width, right, " e");
  for (std::size_t s = 0; s < series; ++s) {
    const auto& row = data.values[s];
    const Paint paint = data.series[s].paint;
    if (row.front() && row[last])
      svg.Line(left, y_of(ToDouble(*row.front())), right, y_of(ToDouble(*row[last])), LineClass(s, paint));
    if (row.front()) {
      svg.Tip(TipOf(data, s, 0));
      WriteMarker(svg, left, y_of(ToDouble(*row.front())), s, paint);
    }
    if (row[last] && last > 0) {
      svg.Tip(TipOf(data, s, last));
      WriteMarker(svg, right, y_of(ToDouble(*row[last])), s, paint);
    }
  }
  const auto write = [&](std::vector<EndLabel>& labels, double x, double side, std::string_view css) {
    for (EndLabel& label : labels) {
      label.y = y_of(label.y);
      heights[label.series] = label.y;
    }
    Spread(labels, kHead + 6, base);
    for (const EndLabel& label : labels) {
      svg.Text(x + side * 22, label.y + 4.5, css, label.text);
      svg.Line(x + side * 7, heights[label.series], x + side * 18, label.y, "ld");
    }
  };
  write(starts, left, -1, "nt e");
  write(ends, right, 1, "vl");
  return {width, base + 12, std::move(svg).Take()};
}

}  // namespace ferrotype
