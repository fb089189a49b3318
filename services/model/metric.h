// Every number is a metric: an id that lasts, a unit, a definition in both languages, a version of its rule. Pages,
// JSON, CSV, SQLite and editors' prose all take it from here.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"

namespace ferrotype {

enum class Unit : std::uint8_t {
  kFiles,
  kLines,
  kTokens,
  kPercent,
  kCount,    ///< of things that the metric's name tells
  kSites,    ///< places in the source
  kVersion,  ///< of a tool: a value is (major * kVersionStep + minor) * kVersionStep + patch; it doesn't add up
};
inline constexpr std::int64_t kVersionStep = 10'000;

/// By what a metric may be asked; each metric names its own.
inline constexpr std::array<std::string_view, 7> kDimensions = {"owner", "directory", "subsystem", "language",
                                                                "class", "category",  "bus"};

struct Bilingual {
  std::string_view en;
  std::string_view zh;
};

struct MetricInfo {
  std::string_view id;
  Unit unit;
  int decimals;  ///< digits after the point when shown
  int version;   ///< of the rule; a change of what is counted raises it
  Bilingual name;
  Bilingual definition;
  std::string_view dimensions;  ///< what it can be asked --by, comma-separated: "language,directory"
};

/// All metrics, in order of pages.
[[nodiscard]] std::span<const MetricInfo> Metrics();
/// nullptr when there is none of that id.
[[nodiscard]] const MetricInfo* FindMetric(std::string_view id);
[[nodiscard]] std::string_view IdOf(Unit unit);
/// "1.85.0", of a value whose unit is kVersion.
[[nodiscard]] std::string VersionText(std::int64_t value);

/// All rows of a report, from its folds: the one place where a metric is computed. Sorted by (metric, dimension, key).
[[nodiscard]] std::vector<MetricRow> ComputeMetrics(const Report& report);

}  // namespace ferrotype
