#include "renderer/chart/frame.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "renderer/chart/measure.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {

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

Scale ScaleFor(double most, int decimals) {
  Scale scale;
  if (!(most > 0)) return scale;
  // Steps are 1, 2 or 5 times a power of ten, never finer than what labels show.
  double step = std::pow(10.0, std::floor(std::log10(most)) - 1);
  const double finest = std::pow(10.0, -decimals);
  int turn = 0;
  while (step < finest * 0.999 || most / step > 4.001) {
    step *= turn % 3 == 1 ? 2.5 : 2;
    ++turn;
  }
  const int count = static_cast<int>(std::ceil(most / step - 1e-9));
  scale.top = step * count;
  std::int64_t denominator = 1;
  for (int i = 0; i < decimals; ++i) denominator *= 10;
  for (int i = 1; i <= count; ++i)
    scale.ticks.push_back({std::llround(step * i * static_cast<double>(denominator)), denominator});
  return scale;
}

std::string LabelOf(const std::optional<MetricValue>& value, const ChartData& data, Lang lang) {
  return value ? FormatShort(*value, *data.metric, lang) : "–";
}

std::string TickOf(const MetricValue& tick, const ChartData& data, Lang lang) {
  if (data.metric->unit == Unit::kVersion) return FormatShort(tick, *data.metric, lang);
  if (data.metric->unit != Unit::kPercent) return FormatShort(tick.numerator / tick.denominator, lang);
  std::string digits = FormatRatio(tick.numerator, tick.denominator, data.metric->decimals);
  if (digits.find('.') != std::string::npos) {
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
  }
  return digits + "%";
}

std::string NoteFor(const ChartCategory& category, double room) {
  const bool fits = TextWidth(category.note, kTextSize) <= room || category.note.size() != 10;
  return fits ? category.note : category.note.substr(0, 7);
}

std::string LineClass(std::size_t n, Paint paint) { return fmt::format("ln d{} {}", n % 5, ClassOf(paint)); }

void WriteMarker(SvgWriter& svg, double x, double y, std::size_t n, Paint paint) {
  const std::string css = fmt::format("{} {}", n % 2 == 0 ? "mk" : "mk hollow", ClassOf(paint));
  if (n % 4 < 2) {
    svg.Circle(x, y, 4, css);
  } else {
    svg.Rect(x - 3.5, y - 3.5, 7, 7, css);
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
      svg.Rect(x + 0.5, y - 10.5, 11, 11, fmt::format("bar {}", ClassOf(series.paint)));
    }
    svg.Text(x + mark + 6, y, "lb", label);
    x += needed + 18;
  }
  return y + 14;
}

Drawing Draw(const ChartData& data, Form form, Extent extent, Lang lang) {
  switch (form) {
    case Form::kBars:
      return DrawBars(data, extent);
    case Form::kColumns:
      return DrawColumns(data, extent, lang);
    case Form::kLines:
      return DrawLines(data, extent, lang);
  }
  return {};
}

}  // namespace ferrotype
