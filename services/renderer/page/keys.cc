#include "renderer/page/keys.h"

#include <algorithm>
#include <map>

#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

// A tree's directories hold each other; one level of them, and the rest of their parents, do not.
std::vector<KeyRow> Partition(std::vector<KeyRow> rows, bool countable) {
  std::map<std::string, std::int64_t> below;  // first-level folder -> what its folders hold
  for (const KeyRow& row : rows) {
    const std::size_t slash = row.key.find('/');
    if (slash != std::string::npos && row.key.find('/', slash + 1) == std::string::npos)
      below[row.key.substr(0, slash)] += row.value.numerator;
  }
  std::vector<KeyRow> parts;
  for (KeyRow& row : rows) {
    const std::size_t slash = row.key.find('/');
    if (slash != std::string::npos) {
      if (row.key.find('/', slash + 1) == std::string::npos) parts.push_back(std::move(row));
      continue;
    }
    const auto held = below.find(row.key);
    if (held == below.end()) {
      parts.push_back(std::move(row));
    } else if (countable && row.value.numerator > held->second) {
      row.value.numerator -= held->second;
      row.own_files = true;
      parts.push_back(std::move(row));
    }
  }
  return parts;
}

}  // namespace

std::vector<KeyRow> KeysOf(const Report& release, const MetricInfo& metric, std::string_view dimension) {
  std::vector<KeyRow> rows;
  for (const MetricRow& row : release.metrics) {
    if (row.metric == metric.id && row.dimension == dimension) rows.push_back({row.key, row.value, false});
  }
  if (dimension == "directory") rows = Partition(std::move(rows), metric.unit != Unit::kPercent);
  std::stable_sort(rows.begin(), rows.end(), [](const KeyRow& a, const KeyRow& b) {
    const int order = Compare(a.value, b.value);
    return order != 0 ? order > 0 : a.key < b.key;
  });
  return rows;
}

}  // namespace ferrotype
