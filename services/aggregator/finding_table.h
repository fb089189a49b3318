// Findings by key, for a whole release at once: one memory access finds where a finding lies, where a map of nodes
// needs three. Folding, the digest and the C index ask for each of a hundred thousand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/store.h"

namespace ferrotype {

class FindingTable {
 public:
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

  /// Keeps the first of a key.
  void Add(const FindingKey& key, FindingPtr finding) {
    if ((rows_.size() + 1) * 2 > slots_.size()) Grow();
    std::uint32_t& slot = slots_[Find(key)];
    if (slot != 0) return;
    rows_.push_back({key, std::move(finding)});
    slot = static_cast<std::uint32_t>(rows_.size());
  }

  /// nullptr when there is none.
  [[nodiscard]] const FindingPtr* At(const FindingKey& key) const {
    if (slots_.empty()) return nullptr;
    const std::uint32_t slot = slots_[Find(key)];
    return slot == 0 ? nullptr : &rows_[slot - 1].finding;
  }

  /// In the order in which they were added.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Row& row : rows_) visit(row.key, row.finding);
  }

  void Clear() { *this = FindingTable(); }

 private:
  struct Row {
    FindingKey key;
    FindingPtr finding;
  };
  static constexpr std::size_t kLeast = 1024;

  /// The slot of `key`, or the empty one where it belongs.
  [[nodiscard]] std::size_t Find(const FindingKey& key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = std::hash<FindingKey>()(key) & mask;
    while (slots_[at] != 0 && rows_[slots_[at] - 1].key != key) at = (at + 1) & mask;
    return at;
  }

  void Grow() {
    slots_.assign(slots_.empty() ? kLeast : slots_.size() * 2, 0);
    for (std::uint32_t row = 0; row < rows_.size(); ++row) slots_[Find(rows_[row].key)] = row + 1;
  }

  std::vector<Row> rows_;
  std::vector<std::uint32_t> slots_;  // 1 + index of the row; 0: empty. A power of two of them, at most half full
};

}  // namespace ferrotype
