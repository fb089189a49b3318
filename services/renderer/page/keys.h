// The keys of a dimension as rows that add up to the whole, so that charts neither overlap nor leave out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/metric.h"
#include "model/report.h"

namespace ferrotype {

struct KeyRow {
  std::string key;
  MetricValue value;
  bool own_files = false;  ///< the files that lie in the directory `key` itself
};

/// Largest first, then by key. By directory: folders of the second level, and what lies beside them in the first.
[[nodiscard]] std::vector<KeyRow> KeysOf(const Report& release, const MetricInfo& metric, std::string_view dimension);

}  // namespace ferrotype
