#include "renderer/chart/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/text.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostTips = 96;

std::optional<double> DayOf(std::string_view text) {
  const std::optional<Date> date = ParseDate(text);
  if (!date) return std::nullopt;
  const std::chrono::sys_days days =
      std::chrono::year_month_day(std::chrono::year(date->year), std::chrono::month(static_cast<unsigned>(date->month)),
                                  std::chrono::day(static_cast<unsigned>(date->day)));
  return static_cast<double>(days.time_since_epoch().count());
}

// Steps are 1, 2 or 5 times a power of ten, never finer than what labels show.
double StepFor(double span, int decimals) {
  double step = std::pow(10.0, std::floor(std::log10(span)) - 1);
  const double finest = std::pow(10.0, -decimals);
  int turn = 0;
  while (step < finest * 0.999 || span / step > 4.001) {
    step *= turn % 3 == 1 ? 2.5 : 2;
    ++turn;
  }
  return step;
}

MetricValue TickAt(double value, int decimals) {
  std::int64_t denominator = 1;
  for (int i = 0; i < decimals; ++i) denominator *= 10;
  return {std::llround(value * static_cast<double>(denominator)), denominator};
}

}  // namespace

std::string_view ClassOf(Paint paint) {
  switch (paint) {
    case Paint::kRust:
      return "rust";
    case Paint::kSteel:
      return "steel";
    case Paint::kVendored:
      return "vend";
    case Paint::kOther:
      return "other";
  }
  return "other";
}

std::string_view ClassOf(Extent extent) {
  return extent == Extent::kWide ? "wide" : extent == Extent::kMedium ? "medium" : "narrow";
}

MetricValue ChartData::Total(std::size_t category) const {
  MetricValue sum{0, 1};
  bool first = true;
  for (const auto& row : values) {
    if (!row[category]) continue;
    if (first) {
      sum = *row[category];
      first = false;
    } else if (sum.denominator == row[category]->denominator) {
      sum.numerator += row[category]->numerator;
    }
  }
  return sum;
}

bool ChartData::Measured(std::size_t category) const {
  return std::any_of(values.begin(), values.end(), [&](const auto& row) { return row[category].has_value(); });
}

bool ChartData::ByDate() const {
  std::optional<double> before;
  for (const ChartCategory& category : categories) {
    const std::optional<double> day = DayOf(category.note);
    if (!day || (before && *day <= *before)) return false;
    before = day;
  }
  return categories.size() > 2;
}

Scale ScaleFor(double most, int decimals) {
  Scale scale;
  if (!(most > 0)) return scale;
  const double step = StepFor(most, decimals);
  const int count = static_cast<int>(std::ceil(most / step - 1e-9));
  scale.top = step * count;
  for (int i = 1; i <= count; ++i) scale.ticks.push_back(TickAt(step * i, decimals));
  return scale;
}

Scale RangeFor(double least, double most, int decimals, bool percent) {
  // Where zero is near it may as well be seen.
  if (!(most > 0) || least < 0.5 * most) {
    Scale scale = ScaleFor(most, decimals);
    if (percent && most <= 100 && scale.top > 100) scale.top = 100;
    scale.ticks.insert(scale.ticks.begin(), MetricValue{0, 1});
    return scale;
  }
  const double span = most - least > 0 ? most - least : std::max(most / 10, std::pow(10.0, -decimals));
  const double step = StepFor(span, decimals);
  Scale scale;
  scale.low = std::floor(least / step + 1e-9) * step;
  scale.top = std::ceil(most / step - 1e-9) * step;
  if (scale.top <= scale.low) scale.top = scale.low + step;
  if (percent && most <= 100) scale.top = std::min(scale.top, 100.0);
  if (scale.top <= scale.low) scale.low = scale.top - step;
  for (double at = scale.low; at < scale.top + step / 2; at += step) scale.ticks.push_back(TickAt(at, decimals));
  return scale;
}

Scale RangeOf(const ChartData& data) {
  double least = 0;
  double most = 0;
  bool first = true;
  for (const auto& row : data.values) {
    for (const auto& value : row) {
      if (!value) continue;
      least = first ? ToDouble(*value) : std::min(least, ToDouble(*value));
      most = first ? ToDouble(*value) : std::max(most, ToDouble(*value));
      first = false;
    }
  }
  return RangeFor(least, most, data.metric->decimals, data.metric->unit == Unit::kPercent);
}

std::vector<double> PlacesOf(const ChartData& data, double left, double right) {
  std::vector<double> places;
  const std::size_t count = data.categories.size();
  if (data.ByDate()) {
    const double first = *DayOf(data.categories.front().note);
    const double last = *DayOf(data.categories.back().note);
    constexpr double kAir = 16;
    for (const ChartCategory& category : data.categories)
      places.push_back(left + kAir + (*DayOf(category.note) - first) / (last - first) * (right - left - 2 * kAir));
    return places;
  }
  // Half a step of air at both ends: releases are occasions, not points of a running clock.
  const double step = (right - left) / static_cast<double>(std::max<std::size_t>(count, 1));
  for (std::size_t i = 0; i < count; ++i) places.push_back(left + step * (static_cast<double>(i) + 0.5));
  return places;
}

double Inside(double place, double label_width, double width) {
  const double half = std::min(label_width, width) / 2;
  return std::clamp(place, half, width - half);
}

std::vector<bool> Choose(const std::vector<double>& places, const std::vector<double>& widths, double width) {
  constexpr double kGap = 8;
  std::vector<bool> chosen(places.size());
  if (places.empty()) return chosen;
  const auto left = [&](std::size_t i) { return Inside(places[i], widths[i], width) - widths[i] / 2; };
  const auto right = [&](std::size_t i) { return left(i) + widths[i]; };
  const std::size_t last = places.size() - 1;
  chosen[last] = true;
  double limit = left(last) - kGap;
  double floor = 0;
  if (last > 0 && right(0) <= limit) {
    chosen[0] = true;
    floor = right(0) + kGap;
  }
  for (std::size_t i = last; i-- > 1;) {
    if (right(i) > limit || left(i) < floor) continue;
    chosen[i] = true;
    limit = left(i) - kGap;
  }
  return chosen;
}

double WriteCategories(SvgWriter& svg, const ChartData& data, const std::vector<double>& places, double base,
                       double width) {
  const std::size_t count = data.categories.size();
  std::vector<std::string> labels(count);
  // Notes as they are if all names can stand then, else dates to the month.
  std::vector<std::string> notes(count);
  std::vector<bool> chosen;
  std::size_t most = 0;
  for (const std::size_t length : {std::string::npos, std::size_t{7}}) {
    std::vector<double> widths(count);
    std::vector<std::string> cut(count);
    for (std::size_t i = 0; i < count; ++i) {
      const ChartCategory& category = data.categories[i];
      labels[i] = FitText(category.label, kTextSize, std::max(64.0, width / static_cast<double>(count + 1)));
      cut[i] = category.note.size() == 10 ? category.note.substr(0, length) : category.note;
      widths[i] = std::max(TextWidth(labels[i], kTextSize), TextWidth(cut[i], kTextSize));
    }
    const std::vector<bool> now = Choose(places, widths, width);
    const auto shown = static_cast<std::size_t>(std::count(now.begin(), now.end(), true));
    if (shown <= most) continue;
    most = shown;
    chosen = now;
    notes = cut;
  }
  bool noted = false;
  for (std::size_t i = 0; i < count; ++i) {
    noted = noted || !notes[i].empty();
    if (!chosen[i]) continue;
    const double x =
        Inside(places[i], std::max(TextWidth(labels[i], kTextSize), TextWidth(notes[i], kTextSize)), width);
    svg.Text(x, base + 20, "lb m", labels[i]);
    if (!notes[i].empty()) svg.Text(x, base + 38, "nt m", notes[i]);
  }
  return noted ? 45 : 27;
}

bool NamesBefore(double room, Extent extent) {
  return extent != Extent::kNarrow && room <= (extent == Extent::kWide ? 250.0 : 190.0);
}

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

Drawing DrawNothing(Extent extent) {
  SvgWriter svg(Marks::kEach);
  svg.Text(0, kTextSize + 2, "nt", "–");
  return {WidthOf(extent), kLine + 2, std::move(svg).Take()};
}

std::string LabelOf(const std::optional<MetricValue>& value, const ChartData& data, Lang lang) {
  return value ? FormatShort(*value, *data.metric, lang) : "–";
}

std::string TickOf(const MetricValue& tick, const ChartData& data, Lang lang) {
  if (data.metric->unit == Unit::kVersion) return FormatShort(tick, *data.metric, lang);
  if (data.metric->unit != Unit::kPercent) return FormatShort(tick.numerator / tick.denominator, lang);
  if (tick.numerator % tick.denominator == 0) return GroupThousands(tick.numerator / tick.denominator) + "%";
  std::string digits = FormatRatio(tick.numerator, tick.denominator, data.metric->decimals);
  if (digits.find('.') != std::string::npos) {
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
  }
  return digits + "%";
}

Marks MarksOf(const ChartData& data) {
  return data.series.size() * data.categories.size() > kMostTips ? Marks::kShared : Marks::kEach;
}

std::string TipOf(const ChartData& data, std::size_t series, std::size_t category) {
  if (MarksOf(data) == Marks::kShared || !data.values[series][category]) return {};
  const std::string name = data.series.size() == 1
                               ? data.categories[category].label
                               : data.categories[category].label + " · " + data.series[series].label;
  return name + ": " + FormatValue(*data.values[series][category], *data.metric);
}

std::string TintOf(const ChartData& data, std::size_t series) {
  const Paint paint = data.series[series].paint;
  std::size_t tint = 0;
  for (std::size_t i = 0; i < series; ++i) tint += data.series[i].paint == paint ? 1U : 0U;
  if (tint == 0 || paint == Paint::kVendored) return std::string(ClassOf(paint));
  return fmt::format("{} k{}", ClassOf(paint), std::min<std::size_t>(tint, 4));
}

bool IsDark(std::string_view tint) { return tint != ClassOf(Paint::kVendored) && tint.find(" k") == std::string::npos; }

std::string LineClass(std::size_t n, Paint paint) { return fmt::format("ln d{} {}", n % 5, ClassOf(paint)); }

void WriteMarker(SvgWriter& svg, double x, double y, std::size_t n, Paint paint) {
  const std::string css = fmt::format("{} {}", n % 2 == 0 ? "mk" : "mk hollow", ClassOf(paint));
  switch (n % 6 / 2) {
    case 0:
      svg.Circle(x, y, 4, css);
      break;
    case 1:
      svg.Rect(x - 3.5, y - 3.5, 7, 7, css);
      break;
    default:
      svg.Path({{x, y - 5}, {x + 5, y}, {x, y + 5}, {x - 5, y}}, css, true);
  }
}

double WriteKey(SvgWriter& svg, const ChartData& data, double width, bool lines) {
  if (data.series.size() < 2) return 0;
  double x = 0;
  double y = 14;
  for (std::size_t i = 0; i < data.series.size(); ++i) {
    const ChartSeries& series = data.series[i];
    const double mark = lines ? 26 : 12;
    const std::string label = FitText(series.label, kTextSize, width - mark - 6);
    const double needed = mark + 6 + TextWidth(label, kTextSize);
    if (x > 0 && x + needed > width) {
      x = 0;
      y += 22;
    }
    if (lines) {
      svg.Line(x, y - 4.5, x + mark, y - 4.5, LineClass(i, series.paint));
      WriteMarker(svg, x + mark / 2, y - 4.5, i, series.paint);
    } else {
      svg.Rect(x + 0.5, y - 10.5, 11, 11, "bar " + TintOf(data, i));
    }
    svg.Text(x + mark + 6, y, "lb", label);
    x += needed + 18;
  }
  return y + 14;
}

Drawing Draw(const ChartData& data, Form form, Extent extent, Lang lang) {
  bool measured = false;
  for (std::size_t i = 0; i < data.categories.size() && !measured; ++i) measured = data.Measured(i);
  if (!measured) return DrawNothing(extent);
  switch (form) {
    case Form::kBars:
      return DrawBars(data, extent);
    case Form::kColumns:
      return DrawColumns(data, extent, lang);
    case Form::kLines:
      return DrawLines(data, extent, lang, false);
    case Form::kStep:
      return DrawLines(data, extent, lang, true);
    case Form::kArea:
      return DrawArea(data, extent, lang);
    case Form::kDots:
      return DrawDots(data, extent, lang);
    case Form::kSlope:
      return DrawSlope(data, extent, lang);
    case Form::kHeat:
      return DrawHeat(data, extent, lang);
    case Form::kTreemap:
      return DrawTreemap(data, extent);
  }
  return {};
}

}  // namespace ferrotype
