// What the forms share: sizes, scales, keys of series. Each form is a file of its own and gets the same data.
#pragma once

#include <vector>

#include "renderer/chart/chart.h"
#include "renderer/chart/svg.h"

namespace ferrotype {

inline constexpr double kWideWidth = 720;
inline constexpr double kMediumWidth = 480;  ///< half a page
inline constexpr double kNarrowWidth =
    328;  ///< a telephone of 360 px without its margins: letters stand there at their own size
inline constexpr double kTextSize = 13;  ///< of every label; the style sheet says the same

[[nodiscard]] inline double WidthOf(Extent extent) {
  return extent == Extent::kWide ? kWideWidth : extent == Extent::kMedium ? kMediumWidth : kNarrowWidth;
}

/// From zero to a round number at or above `most`, in at most five steps.
struct Scale {
  double top = 1;
  std::vector<MetricValue> ticks;  ///< without zero
};
[[nodiscard]] Scale ScaleFor(double most, int decimals);

/// A release's date, shortened to its month where `room` is too small for the day.
[[nodiscard]] std::string NoteFor(const ChartCategory& category, double room);

/// Writes the key of the series in rows from (`left`, 0) on; returns its height. Nothing for a single series.
double WriteKey(SvgWriter& svg, const ChartData& data, double width, bool lines);

/// A tick of an axis, without zeros at its end that say nothing: "0.3%".
[[nodiscard]] std::string TickOf(const MetricValue& tick, const ChartData& data, Lang lang);

[[nodiscard]] std::string LabelOf(const std::optional<MetricValue>& value, const ChartData& data, Lang lang);

/// The marker class of the n-th line: lines differ by dash and marker, not by colour alone.
[[nodiscard]] std::string LineClass(std::size_t n, Paint paint);
void WriteMarker(SvgWriter& svg, double x, double y, std::size_t n, Paint paint);

[[nodiscard]] Drawing DrawBars(const ChartData& data, Extent extent);
[[nodiscard]] Drawing DrawColumns(const ChartData& data, Extent extent, Lang lang);
[[nodiscard]] Drawing DrawLines(const ChartData& data, Extent extent, Lang lang);

}  // namespace ferrotype
