// Findings added up over trees, memoized by tree oid: what did not change between two releases costs nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
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
  /// lacks are in TakeNew(). What is there of a tree with holes is added up once: the next time only what it lacked is
  /// asked for.
  Result<std::optional<TreeFold>> Fold(TreeOid root, Missing& missing);

  /// Folds made since the last call, for the store.
  [[nodiscard]] std::vector<std::pair<TreeOid, TreeFold>> TakeNew() { return std::exchange(new_, {}); }
  /// All releases are complete: folds stay in memory for the next one, as far as they are no more than a few kernels'.
  void Rest() {
    parts_.clear();
    if (memo_.size() > kMostKept) memo_.clear();
  }

 private:
  /// A tree of which something is still to be added.
  struct Part {
    TreeFold sum;                      ///< of what was there
    std::vector<FindingKey> findings;  ///< each as often as the tree names it; so are the
    std::vector<TreeOid> trees;
  };
  struct Frame {
    TreeOid tree;
    Part part;
    std::size_t next = 0;  // of part.trees, to enter
  };

  static constexpr std::size_t kMostKept = 20'000;

  Result<std::optional<TreeFold>> Known(TreeOid tree);
  Result<std::optional<Part>> Open(TreeOid tree);
  Result<std::vector<Frame>> Unfolded(TreeOid root, Missing& missing);
  Result<void> AddFindings(std::vector<Frame>& frames, Missing& missing);

  StoreReader& store_;
  std::unordered_map<TreeOid, TreeFold> memo_;
  std::unordered_map<TreeOid, Part> parts_;
  std::vector<std::pair<TreeOid, TreeFold>> new_;
};

}  // namespace ferrotype
