#include "model/report.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace ferrotype {

std::optional<MetricValue> Report::Value(std::string_view metric, std::string_view dimension,
                                         std::string_view key) const {
  const auto order = [](const MetricRow& row) {
    return std::tuple<std::string_view, std::string_view, std::string_view>(row.metric, row.dimension, row.key);
  };
  const auto wanted = std::tuple(metric, dimension, key);
  const auto found = std::lower_bound(metrics.begin(), metrics.end(), wanted,
                                      [&](const MetricRow& row, const auto& want) { return order(row) < want; });
  if (found == metrics.end() || order(*found) != wanted) return std::nullopt;
  return found->value;
}

std::string_view IdOf(Owner owner) {
  constexpr std::array<std::string_view, kOwners> kIds = {
      "kernel-crate", "support-crates", "drivers",  "subsystem", "macros",   "pin-init",    "samples",
      "tests",        "tools",          "bindings", "generated", "vendored", "unclassified"};
  return kIds[static_cast<std::size_t>(owner)];
}

}  // namespace ferrotype
