// Findings added up over trees, memoized by tree oid: what did not change between two releases costs nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "model/store.h"

namespace ferrotype {

/// What a fold could not be made for.
struct Missing {
  std::unordered_set<TreeOid> trees;
  std::unordered_set<FindingKey> findings;
  [[nodiscard]] bool None() const { return trees.empty() && findings.empty(); }
};

/// More files than any kernel ever had: a tree that says so was made to be expensive (equal subtrees nested in each
/// other).
inline constexpr std::uint64_t kMaxFiles = 4'000'000;

class Folder {
 public:
  explicit Folder(StoreReader& store) : store_(store) {}

  /// The fold of `root`, or nullopt and what is missing. Folds without a hole are remembered; those that the store
  /// lacks are in TakeNew().
  Result<std::optional<TreeFold>> Fold(TreeOid root, Missing& missing);

  /// Folds made since the last call, for the store.
  [[nodiscard]] std::vector<std::pair<TreeOid, TreeFold>> TakeNew() { return std::move(new_); }
  /// Forgets what it keeps in memory; the store has it.
  void Forget() { memo_.clear(); }

 private:
  Result<std::optional<TreeFold>> Known(TreeOid tree);

  StoreReader& store_;
  std::unordered_map<TreeOid, TreeFold> memo_;
  std::vector<std::pair<TreeOid, TreeFold>> new_;
};

}  // namespace ferrotype
