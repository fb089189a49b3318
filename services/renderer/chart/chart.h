// Charts as data and as drawings. One ChartData makes the picture, the table, the CSV and the JSON, so they can't
// differ.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/metric.h"
#include "model/report.h"
#include "renderer/language_tag.h"

namespace ferrotype {

/// What a mark's colour says. Rust is rust, C is steel, vendored code an outline; everything else has no colour of its
/// own.
enum class Paint : std::uint8_t { kRust, kSteel, kVendored, kOther };
[[nodiscard]] std::string_view ClassOf(Paint paint);

struct ChartCategory {
  std::string id;              ///< for data: "kernel-crate", "v7.2.13-debian"
  std::string label;           ///< for people
  std::string note;            ///< a second line under a release's name: its date; may be empty
  Paint paint = Paint::kRust;  ///< of its bar when there is one series
  /// What belongs together: releases of one kind of tree, which alone are linked; folders below one folder; modules of
  /// one category.
  std::string group = {};
};

struct ChartSeries {
  std::string id;
  std::string label;
  Paint paint = Paint::kRust;
};

struct ChartData {
  const MetricInfo* metric = nullptr;  ///< decides how values are written
  std::string category_header;         ///< "Release", "Owner": first column of the table
  std::string category_id;             ///< the same for data: "release", "owner"
  std::vector<ChartCategory> categories;
  std::vector<ChartSeries> series;                              ///< at least one
  std::vector<std::vector<std::optional<MetricValue>>> values;  ///< [series][category]
  bool stacked = false;                                         ///< series add up to a whole

  [[nodiscard]] MetricValue Total(std::size_t category) const;
  /// Whether any series has a value there.
  [[nodiscard]] bool Measured(std::size_t category) const;
  /// Whether places along the axis can be dates: each category has one, and they grow. Where a point release of an old
  /// series is younger than the newest series, they don't, and the order is that of versions, a step each.
  [[nodiscard]] bool ByDate() const;
};

enum class Form : std::uint8_t {
  kBars,     ///< horizontal, one a category, largest first as given; several series side by side, or stacked
  kColumns,  ///< vertical, categories from left to right
  kLines,    ///< a line a series; between releases nothing was measured, and the drawing says so by thin links
  kStep,     ///< the same where a value stays until the next: versions too
  kArea,     ///< series add up, from the bottom up
  kDots,     ///< a row a category, a mark a series on it, and between the outermost a line: needs no zero
  kSlope,    ///< the first category against the last, a line a series
  kHeat,     ///< cells of five tints: keys by release, or keys by series; with groups a strip of cells each
  kTreemap,  ///< one series: areas as large as values, groups together
};

/// Three drawings of a chart stand on a page, and the style sheet shows the one for the room at hand: letters keep
/// their size.
enum class Extent : std::uint8_t { kWide, kMedium, kNarrow };
inline constexpr std::array<Extent, 3> kExtents = {Extent::kWide, Extent::kMedium, Extent::kNarrow};
/// "wide", "medium", "narrow": their classes.
[[nodiscard]] std::string_view ClassOf(Extent extent);

struct Drawing {
  double width = 0;  ///< of the view box
  double height = 0;
  std::string marks;  ///< SVG elements with class names only
};

/// Draws `data`. Every letter lies within the view box and none on another; the same data gives the same bytes.
[[nodiscard]] Drawing Draw(const ChartData& data, Form form, Extent extent, Lang lang);

/// The drawing for a page: no colours, fonts or style attributes, named by title and description. `id` is unique on the
/// page.
[[nodiscard]] std::string InlineSvg(const Drawing& drawing, std::string_view id, std::string_view css_class,
                                    std::string_view title, std::string_view description, Lang lang);
/// The drawing as a file of its own, with title, source line and style sheet inside, for light and dark.
[[nodiscard]] std::string FileSvg(const Drawing& drawing, std::string_view title, std::string_view unit,
                                  std::string_view source, std::string_view description, Lang lang);

/// A line without letters for a table's row; `values` from left to right, nullopt where nothing was measured.
[[nodiscard]] Drawing DrawSparkline(const std::vector<std::optional<double>>& values, Paint paint);
/// The same as an inline SVG that is named by `title`.
[[nodiscard]] std::string Sparkline(const std::vector<std::optional<double>>& values, Paint paint,
                                    std::string_view title);

/// id columns and one column a series (its id), decimals with a point; "" where nothing was measured.
[[nodiscard]] std::string ChartCsv(const ChartData& data);

}  // namespace ferrotype
