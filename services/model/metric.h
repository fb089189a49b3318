// Every number is a metric: an id that lasts, a unit, a definition in both languages, a version of its rule. Pages,
// JSON, CSV, SQLite and editors' prose all take it from here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"

namespace ferrotype {

enum class Unit : std::uint8_t { kFiles, kLines, kTokens, kPercent };

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

/// All rows of a report, from its folds: the one place where a metric is computed. Sorted by (metric, dimension, key).
[[nodiscard]] std::vector<MetricRow> ComputeMetrics(const Report& report);

}  // namespace ferrotype
