// What is asked of a store once a finding, though several places want the answer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "model/finding.h"

namespace ferrotype {

struct KeyRuns {
  std::vector<FindingKey> keys;     ///< ascending, each once, as ForEachFinding wants them
  std::vector<std::size_t> begins;  ///< what has keys[i] is [begins[i], begins[i + 1]) of what was sorted
};

/// Sorts `items` by their member `key`.
template <typename Item>
[[nodiscard]] KeyRuns SortByKey(std::vector<Item>& items) {
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.key < b.key; });
  KeyRuns runs;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!runs.keys.empty() && runs.keys.back() == items[i].key) continue;
    runs.keys.push_back(items[i].key);
    runs.begins.push_back(i);
  }
  runs.begins.push_back(items.size());
  return runs;
}

}  // namespace ferrotype
