#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "renderer/chart/frame.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

constexpr int kLevels = 5;
constexpr double kGap = 2;

// 4 for the lowest fifth of the scale, 0 for the highest.
int LevelOf(const MetricValue& value, const Scale& scale) {
  const double part = (ToDouble(value) - scale.low) / (scale.top - scale.low);
  return kLevels - 1 - std::clamp(static_cast<int>(std::floor(part * kLevels)), 0, kLevels - 1);
}

std::string CellClass(Paint paint, int level) {
  return level == 0 ? fmt::format("hc {}", ClassOf(paint)) : fmt::format("hc {} k{}", ClassOf(paint), level);
}

// The scale in boxes, from low to high.
double WriteLegend(SvgWriter& svg, const ChartData& data, const Scale& scale, Paint paint, double y, Lang lang) {
  const std::string low = scale.low > 0 ? TickOf(scale.ticks.front(), data, lang) : "0";
  const std::string high = scale.ticks.empty() ? "" : TickOf(scale.ticks.back(), data, lang);
  svg.Text(0, y + 13, "nt", low);
  double x = TextWidth(low, kTextSize) + 8;
  for (int level = kLevels - 1; level >= 0; --level) {
    svg.Rect(x + 0.5, y + 1.5, 21, 14, CellClass(paint, level));
    x += 24;
  }
  svg.Text(x + 5, y + 13, "nt", high);
  return y + 24;
}

// A strip for each group, a cell for each category of it.
Drawing DrawStrips(const ChartData& data, Extent extent, Lang lang) {
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  const Scale scale = RangeOf(data);
  std::vector<std::string> groups;
  std::vector<std::vector<std::size_t>> cells;
  double label_room = 0;
  std::size_t most = 1;
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    const auto at = std::find(groups.begin(), groups.end(), data.categories[i].group);
    const auto row = static_cast<std::size_t>(at - groups.begin());
    if (at == groups.end()) {
      groups.push_back(data.categories[i].group);
      cells.emplace_back();
      label_room = std::max(label_room, TextWidth(groups.back(), kTextSize));
    }
    cells[row].push_back(i);
    most = std::max(most, cells[row].size());
  }
  label_room = std::min(label_room, extent == Extent::kWide ? 230.0 : 170.0);
  const double left = wide ? label_room + 12 : 0;
  const double cell = std::min(34.0, (width - left) / static_cast<double>(most));
  const double gap = cell > 8 ? kGap : 0.5;
  const double band = wide ? 30 : 46;
  SvgWriter svg(MarksOf(data));
  for (std::size_t row = 0; row < groups.size(); ++row) {
    const double y = band * static_cast<double>(row) + (wide ? 2 : 20);
    if (wide) {
      svg.Text(left - 12, y + 16, "lb e", FitText(groups[row], kTextSize, label_room));
    } else {
      svg.Text(0, y - 6, "lb", FitText(groups[row], kTextSize, width));
    }
    for (std::size_t c = 0; c < cells[row].size(); ++c) {
      const std::size_t i = cells[row][c];
      const double x = left + cell * static_cast<double>(c) + 0.5;
      if (!data.values[0][i]) continue;
      svg.Tip(TipOf(data, 0, i))
          .Rect(x, y, cell - gap, 22, CellClass(data.series[0].paint, LevelOf(*data.values[0][i], scale)));
    }
  }
  const double base = band * static_cast<double>(groups.size()) + 10;
  return {width, WriteLegend(svg, data, scale, data.series[0].paint, base, lang), std::move(svg).Take()};
}

}  // namespace

Drawing DrawHeat(const ChartData& data, Extent extent, Lang lang) {
  const bool over_releases = data.category_id == "release";
  const bool grouped = !over_releases && data.series.size() == 1 &&
                       std::any_of(data.categories.begin(), data.categories.end(),
                                   [](const ChartCategory& category) { return !category.group.empty(); });
  if (grouped) return DrawStrips(data, extent, lang);

  // Keys are rows: series over releases, categories of one release.
  const bool wide = extent != Extent::kNarrow;
  const double width = WidthOf(extent);
  const std::size_t rows = over_releases ? data.series.size() : data.categories.size();
  const std::size_t columns = over_releases ? data.categories.size() : data.series.size();
  const auto series_at = [&](std::size_t row, std::size_t column) { return over_releases ? row : column; };
  const auto category_at = [&](std::size_t row, std::size_t column) { return over_releases ? column : row; };
  const auto row_label = [&](std::size_t row) {
    return over_releases ? data.series[row].label : data.categories[row].label;
  };
  const auto column_label = [&](std::size_t column) {
    return over_releases ? data.categories[column].label : data.series[column].label;
  };
  const Scale scale = RangeOf(data);
  double label_room = 0;
  for (std::size_t row = 0; row < rows; ++row) label_room = std::max(label_room, TextWidth(row_label(row), kTextSize));
  label_room = std::min(label_room, extent == Extent::kWide ? 230.0 : 150.0);
  const double left = wide ? label_room + 12 : 0;
  const double cell = std::min(150.0, (width - left) / static_cast<double>(std::max<std::size_t>(columns, 1)));

  SvgWriter svg(MarksOf(data));
  double top = 4;
  if (columns > 1 || over_releases) {
    std::vector<double> places(columns);
    std::vector<double> widths(columns);
    std::vector<std::string> labels(columns);
    for (std::size_t column = 0; column < columns; ++column) {
      places[column] = left + cell * (static_cast<double>(column) + 0.5);
      labels[column] = FitText(column_label(column), kTextSize, std::max(cell - 8, 60.0));
      widths[column] = TextWidth(labels[column], kTextSize);
    }
    const std::vector<bool> chosen = Choose(places, widths, width);
    for (std::size_t column = 0; column < columns; ++column) {
      if (chosen[column]) svg.Text(Inside(places[column], widths[column], width), 15, "nt m", labels[column]);
    }
    top = 26;
  }
  const double band = wide ? 28 : 46;
  for (std::size_t row = 0; row < rows; ++row) {
    const double y = top + band * static_cast<double>(row) + (wide ? 0 : 18);
    const std::string label = row_label(row);
    if (wide) {
      svg.Text(left - 12, y + 18, "lb e", FitText(label, kTextSize, label_room));
    } else {
      svg.Text(0, y - 5, "lb", FitText(label, kTextSize, width));
    }
    for (std::size_t column = 0; column < columns; ++column) {
      const std::size_t s = series_at(row, column);
      const std::size_t i = category_at(row, column);
      const auto& value = data.values[s][i];
      const double x = left + cell * static_cast<double>(column);
      int level = kLevels;
      if (value) {
        level = LevelOf(*value, scale);
        svg.Tip(TipOf(data, s, i)).Rect(x + 1, y, cell - kGap, 26, CellClass(data.series[s].paint, level));
      }
      const std::string text = LabelOf(value, data, lang);
      if (TextWidth(text, kTextSize) + 6 < cell) svg.Text(x + cell / 2, y + 18, level == 0 ? "in m" : "lb m", text);
    }
  }
  const double base = top + band * static_cast<double>(rows) + 10;
  return {width, WriteLegend(svg, data, scale, data.series[0].paint, base, lang), std::move(svg).Take()};
}

}  // namespace ferrotype
