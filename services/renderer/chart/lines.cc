#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

// From the axis up. Versions are no amounts: each that occurs is a step.
class Height {
 public:
  explicit Height(const ChartData& data, Lang lang) : versions_(data.metric->unit == Unit::kVersion) {
    double most = 0;
    std::vector<std::int64_t> seen;
    for (const auto& row : data.values) {
      for (const auto& value : row) {
        if (!value) continue;
        most = std::max(most, ToDouble(*value));
        seen.push_back(value->numerator);
      }
    }
    if (!versions_) {
      const Scale scale = ScaleFor(most, data.metric->decimals);
      top_ = scale.top;
      for (const MetricValue& tick : scale.ticks) ticks_.emplace_back(ToDouble(tick) / top_, TickOf(tick, data, lang));
      return;
    }
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const std::int64_t version : seen) {
      ranks_[version] = (static_cast<double>(ranks_.size()) + 1) / (static_cast<double>(seen.size()) + 0.5);
      ticks_.emplace_back(ranks_[version], VersionText(version));
    }
  }

  // 0 at the axis, 1 at the top.
  [[nodiscard]] double Of(const MetricValue& value) const {
    return versions_ ? ranks_.at(value.numerator) : ToDouble(value) / top_;
  }
  [[nodiscard]] const std::vector<std::pair<double, std::string>>& ticks() const { return ticks_; }
  [[nodiscard]] bool versions() const { return versions_; }

 private:
  bool versions_;
  double top_ = 1;
  std::map<std::int64_t, double> ranks_;
  std::vector<std::pair<double, std::string>> ticks_;
};

// Points of a series that may be linked: those of one group, each after the one before it.
std::map<std::string, std::vector<std::size_t>> Runs(const ChartData& data, std::size_t series) {
  std::map<std::string, std::vector<std::size_t>> runs;
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    if (data.values[series][i]) runs[data.categories[i].group].push_back(i);
  }
  return runs;
}

}  // namespace

Drawing DrawLines(const ChartData& data, Extent extent, Lang lang, bool steps) {
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  const double plot = std::max(wide ? 230.0 : 190.0, 18.0 * static_cast<double>(data.series.size()));
  const Height height(data, lang);

  double axis_room = TextWidth("0", kTextSize);
  for (const auto& [at, label] : height.ticks()) axis_room = std::max(axis_room, TextWidth(label, kTextSize));

  // Names at the ends of lines where there is room, else in a key above and values alone at the ends.
  std::vector<EndLabel> ends;
  double name_room = 0;
  double value_room = 0;
  for (std::size_t s = 0; s < data.series.size(); ++s) {
    const auto& row = data.values[s];
    for (std::size_t i = row.size(); i > 0; --i) {
      if (!row[i - 1]) continue;
      const std::string value = LabelOf(row[i - 1], data, lang);
      ends.push_back({s, height.Of(*row[i - 1]), value});
      value_room = std::max(value_room, TextWidth(value, kTextSize));
      name_room = std::max(name_room, TextWidth(value + " " + data.series[s].label, kTextSize));
      break;
    }
  }
  const bool direct = data.series.size() > 1 && name_room < width * 0.38;
  SvgWriter svg(MarksOf(data));
  const double key = direct ? 0 : WriteKey(svg, data, width, true);
  const double left = axis_room + 10;
  const double right = width - (direct ? name_room : value_room) - 12;
  const double top = key + 12;
  const double base = top + plot;
  const auto y_of = [&](double part) { return base - part * plot; };

  for (const auto& [at, label] : height.ticks()) {
    svg.Line(left, y_of(at), right, y_of(at), "gr");
    svg.Text(left - 8, y_of(at) + 4.5, "nt e", label);
  }
  if (!height.versions()) svg.Text(left - 8, base + 4.5, "nt e", "0");
  svg.Line(left, base, right, base, "ax");
  const std::vector<double> places = PlacesOf(data, left, right);
  for (const double x : places) svg.Line(x, base, x, base + 4, "ax");
  const double names = WriteCategories(svg, data, places, base, width);

  for (std::size_t s = 0; s < data.series.size(); ++s) {
    const Paint paint = data.series[s].paint;
    for (const auto& [group, run] : Runs(data, s)) {
      std::vector<Point> points;
      for (const std::size_t i : run) {
        const Point point{places[i], y_of(height.Of(*data.values[s][i]))};
        if (steps && !points.empty()) points.push_back({point.x, points.back().y});
        points.push_back(point);
      }
      if (points.size() > 1) svg.Path(points, LineClass(s, paint));
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (!data.values[s][i]) continue;
      svg.Tip(TipOf(data, s, i));
      WriteMarker(svg, places[i], y_of(height.Of(*data.values[s][i])), s, paint);
    }
  }
  for (EndLabel& end : ends) {
    end.y = y_of(end.y);
    if (direct) end.text += " " + data.series[end.series].label;
  }
  std::vector<double> heights(data.series.size());
  for (const EndLabel& end : ends) heights[end.series] = end.y;
  Spread(ends, top, base - 2);
  const double last_x = places.empty() ? right : places.back();
  for (const EndLabel& end : ends) {
    svg.Text(right + 8, end.y + 4.5, "vl", end.text);
    if (last_x + 8 < right) svg.Line(last_x + 7, heights[end.series], right + 4, end.y, "ld");
  }
  return {width, base + names, std::move(svg).Take()};
}

}  // namespace ferrotype
