#include "aggregator/fold.h"

#include <fmt/format.h>

#include <utility>

#include "model/language.h"
#include "model/tree.h"

namespace ferrotype {
namespace {

struct Frame {
  TreeOid tree;
  Bytes object;
  std::vector<TreeEntry> entries;
  std::size_t next = 0;
  TreeFold sum;
  bool hole = false;
};

}  // namespace

Result<std::optional<TreeFold>> Folder::Known(TreeOid tree) {
  if (const auto found = memo_.find(tree); found != memo_.end()) return found->second;
  TRY_ASSIGN(std::optional<TreeFold> stored, store_.Fold(tree));
  if (stored) memo_.emplace(tree, *stored);
  return stored;
}

Result<std::optional<TreeFold>> Folder::Fold(TreeOid root, Missing& missing) {
  TRY_ASSIGN(std::optional<TreeFold> known, Known(root));
  if (known) return known;
  // Trees with a hole are not entered twice either: equal subtrees nested in each other must not take exponential time.
  std::unordered_set<TreeOid> holes;
  std::vector<Frame> stack;
  const auto open = [&](TreeOid tree) -> Result<bool> {
    TRY_ASSIGN(std::optional<Bytes> object, store_.Tree(tree));
    if (!object) {
      missing.trees.insert(tree);
      return false;
    }
    Frame frame;
    frame.tree = tree;
    frame.object = std::move(*object);
    stack.push_back(std::move(frame));
    TRY_ASSIGN(stack.back().entries, ParseTree(stack.back().object));
    return true;
  };
  TRY_ASSIGN(const bool there, open(root));
  if (!there) return std::nullopt;
  while (true) {
    Frame& frame = stack.back();
    if (frame.next == frame.entries.size()) {
      Frame done = std::move(frame);
      stack.pop_back();
      if (done.hole) {
        holes.insert(done.tree);
        if (stack.empty()) return std::nullopt;
        stack.back().hole = true;
        continue;
      }
      if (done.sum.Total().files > kMaxFiles) {
        return Fail(ErrorKind::kInvalidArgument,
                    fmt::format("tree {} has more than {} files; no kernel has", done.tree.Hex(), kMaxFiles));
      }
      new_.emplace_back(done.tree, done.sum);
      memo_.emplace(done.tree, done.sum);
      if (stack.empty()) return std::move(done.sum);
      stack.back().sum.Add(done.sum);
      continue;
    }
    const TreeEntry& entry = frame.entries[frame.next++];
    if (entry.mode == TreeMode::kSymlink) {
      ++frame.sum.symlinks;
    } else if (entry.mode == TreeMode::kSubmodule) {
      ++frame.sum.submodules;
    } else if (entry.mode == TreeMode::kTree) {
      const TreeOid child = entry.AsTree();
      if (holes.contains(child)) {
        frame.hole = true;
        continue;
      }
      TRY_ASSIGN(const std::optional<TreeFold> fold, Known(child));
      if (fold) {
        frame.sum.Add(*fold);
        continue;
      }
      if (stack.size() >= kMaxTreeDepth) return Fail(ErrorKind::kInvalidArgument, "folders are nested too deep");
      TRY_ASSIGN(const bool found, open(child));  // `frame` may have moved
      if (!found) stack.back().hole = true;
    } else {
      const FindingKey key{LanguageOfName(entry.name), entry.AsBlob()};
      TRY_ASSIGN(const FindingPtr finding, store_.Finding(key));
      if (finding) {
        frame.sum.languages[finding->finding.resolved_language].Add(finding->finding);
      } else {
        missing.findings.insert(key);
        frame.hole = true;
      }
    }
  }
}

}  // namespace ferrotype
