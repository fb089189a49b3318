// What the forms share: sizes, scales, places along an axis, labels that keep clear of each other, keys of series. Each
// form is a file of its own and gets the same data.
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
inline constexpr double kCodeSize = 13;  ///< of names of the source
inline constexpr double kLine = 18;      ///< from one line of text to the next

[[nodiscard]] inline double WidthOf(Extent extent) {
  return extent == Extent::kWide ? kWideWidth : extent == Extent::kMedium ? kMediumWidth : kNarrowWidth;
}

/// From zero to a round number at or above `most`, in at most five steps.
struct Scale {
  double low = 0;
  double top = 1;
  std::vector<MetricValue> ticks;  ///< without zero
};
[[nodiscard]] Scale ScaleFor(double most, int decimals);
/// From a round number at or below `least`, which is zero where that costs little room. For forms whose marks are no
/// lengths.
[[nodiscard]] Scale RangeFor(double least, double most, int decimals, bool percent);
/// The same over all values of `data`.
[[nodiscard]] Scale RangeOf(const ChartData& data);

/// Where categories stand between `left` and `right`: by date if that is possible, else a step each.
[[nodiscard]] std::vector<double> PlacesOf(const ChartData& data, double left, double right);

/// Of labels of these widths, centred on `places` (which grow) within [0, width], those that can stand side by side:
/// the last always, then the first, then from the last on.
[[nodiscard]] std::vector<bool> Choose(const std::vector<double>& places, const std::vector<double>& widths,
                                       double width);
/// Where a label centred on `place` stands so that it doesn't leave [0, width].
[[nodiscard]] double Inside(double place, double label_width, double width);

/// Names of categories and their notes under an axis at `base`; returns the height that they take.
double WriteCategories(SvgWriter& svg, const ChartData& data, const std::vector<double>& places, double base,
                       double width);

/// Whether names of rows (the widest: `room`) stand before their rows; else each stands above its own, uncut.
[[nodiscard]] bool NamesBefore(double room, Extent extent);

/// Pushes labels apart so that no two overlap, keeping their order and all within [top, bottom].
struct EndLabel {
  std::size_t series = 0;
  double y = 0;
  std::string text = {};
};
void Spread(std::vector<EndLabel>& labels, double top, double bottom);

/// Writes the key of the series in rows from (`left`, 0) on; returns its height. Nothing for a single series.
double WriteKey(SvgWriter& svg, const ChartData& data, double width, bool lines);

/// A tick of an axis, without zeros at its end that say nothing: "0.3%".
[[nodiscard]] std::string TickOf(const MetricValue& tick, const ChartData& data, Lang lang);
/// A value as pictures show it: "50k".
[[nodiscard]] std::string LabelOf(const std::optional<MetricValue>& value, const ChartData& data, Lang lang);
/// Marks of a chart that has more of them than can tell themselves share paths.
[[nodiscard]] Marks MarksOf(const ChartData& data);
/// What a mark stands for, and its exact value; empty where there are so many marks that they'd weigh too much.
[[nodiscard]] std::string TipOf(const ChartData& data, std::size_t series, std::size_t category);

/// "rust k1": the colour of a series and its tint among those of the same colour.
[[nodiscard]] std::string TintOf(const ChartData& data, std::size_t series);
/// Whether letters on such a mark are those for a dark ground.
[[nodiscard]] bool IsDark(std::string_view tint);

/// The marker class of the n-th line: lines differ by dash and marker, not by colour alone.
[[nodiscard]] std::string LineClass(std::size_t n, Paint paint);
void WriteMarker(SvgWriter& svg, double x, double y, std::size_t n, Paint paint);

/// No axes without a value: the dash that tables have there.
[[nodiscard]] Drawing DrawNothing(Extent extent);
[[nodiscard]] Drawing DrawBars(const ChartData& data, Extent extent);
[[nodiscard]] Drawing DrawColumns(const ChartData& data, Extent extent, Lang lang);
[[nodiscard]] Drawing DrawLines(const ChartData& data, Extent extent, Lang lang, bool steps);
[[nodiscard]] Drawing DrawArea(const ChartData& data, Extent extent, Lang lang);
[[nodiscard]] Drawing DrawDots(const ChartData& data, Extent extent, Lang lang);
[[nodiscard]] Drawing DrawSlope(const ChartData& data, Extent extent, Lang lang);
[[nodiscard]] Drawing DrawHeat(const ChartData& data, Extent extent, Lang lang);
[[nodiscard]] Drawing DrawTreemap(const ChartData& data, Extent extent);

}  // namespace ferrotype
