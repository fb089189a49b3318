#include "aggregator/fold.h"

#include <fmt/format.h>

#include "aggregator/key_runs.h"
#include "model/language.h"
#include "model/tree.h"

namespace ferrotype {
namespace {

// Of many releases that wait at once: beyond it trees with holes are added up from their beginning.
constexpr std::size_t kMostParts = 100'000;

}  // namespace

Result<std::optional<TreeFold>> Folder::Known(TreeOid tree) {
  if (const auto found = memo_.find(tree); found != memo_.end()) return found->second;
  TRY_ASSIGN(std::optional<TreeFold> stored, store_.Fold(tree));
  if (stored) memo_.emplace(tree, *stored);
  return stored;
}

// Nullopt when the store lacks the tree.
Result<std::optional<Folder::Part>> Folder::Open(TreeOid tree) {
  if (const auto kept = parts_.find(tree); kept != parts_.end()) {
    Part part = std::move(kept->second);
    parts_.erase(kept);
    return part;
  }
  TRY_ASSIGN(const std::optional<Bytes> object, store_.Tree(tree));
  if (!object) return std::nullopt;
  TRY_ASSIGN(const std::vector<TreeEntry> entries, ParseTree(*object));
  Part part;
  for (const TreeEntry& entry : entries) {
    if (entry.mode == TreeMode::kSymlink) {
      ++part.sum.symlinks;
    } else if (entry.mode == TreeMode::kSubmodule) {
      ++part.sum.submodules;
    } else if (entry.mode == TreeMode::kTree) {
      part.trees.push_back(entry.AsTree());
    } else {
      part.findings.push_back({LanguageOfName(entry.name), entry.AsBlob()});
    }
  }
  return part;
}

// Of trees that wait to be folded, all that they name is read at once, in the order in which a store reads fastest.
Result<void> Folder::AddFindings(std::vector<Frame>& frames, Missing& missing) {
  struct Wanted {
    FindingKey key;
    std::size_t frame = 0;
  };
  std::vector<Wanted> wanted;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    for (const FindingKey& key : std::exchange(frames[i].part.findings, {})) wanted.push_back({key, i});
  }
  const KeyRuns runs = SortByKey(wanted);
  const std::vector<FindingKey>& keys = runs.keys;
  const std::vector<std::size_t>& first = runs.begins;  // in `wanted`, of each key
  std::vector<bool> there(keys.size());
  TRY(store_.ForEachFinding(keys, [&](std::size_t i, const StoredFinding& stored) -> Result<void> {
    there[i] = true;
    for (std::size_t at = first[i]; at < first[i + 1]; ++at)
      frames[wanted[at].frame].part.sum.languages[stored.finding.resolved_language].Add(stored.finding);
    return {};
  }));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (there[i]) continue;
    missing.findings.insert(keys[i]);
    for (std::size_t at = first[i]; at < first[i + 1]; ++at) frames[wanted[at].frame].part.findings.push_back(keys[i]);
  }
  return {};
}

// The trees below `root`, itself included, that have no fold yet: each once, children before their parents.
Result<std::vector<Folder::Frame>> Folder::Unfolded(TreeOid root, Missing& missing) {
  std::vector<Frame> done;
  std::vector<Frame> stack;
  std::unordered_set<TreeOid> seen;
  const auto enter = [&](TreeOid tree) -> Result<void> {
    if (!seen.insert(tree).second) return {};
    TRY_ASSIGN(const std::optional<TreeFold> fold, Known(tree));
    if (fold) return {};
    if (stack.size() >= kMaxTreeDepth) return Fail(ErrorKind::kInvalidArgument, "folders are nested too deep");
    TRY_ASSIGN(std::optional<Part> part, Open(tree));
    if (part) {
      stack.push_back({tree, std::move(*part)});
    } else {
      missing.trees.insert(tree);
    }
    return {};
  };
  TRY(enter(root));
  while (!stack.empty()) {
    Frame& frame = stack.back();
    if (frame.next < frame.part.trees.size()) {
      TRY(enter(frame.part.trees[frame.next++]));
      continue;
    }
    done.push_back(std::move(frame));
    stack.pop_back();
  }
  return done;
}

Result<std::optional<TreeFold>> Folder::Fold(TreeOid root, Missing& missing) {
  TRY_ASSIGN(std::vector<Frame> frames, Unfolded(root, missing));
  TRY(AddFindings(frames, missing));
  for (Frame& frame : frames) {
    Part& part = frame.part;
    std::vector<TreeOid> holes;
    for (const TreeOid child : part.trees) {
      const auto fold = memo_.find(child);
      if (fold == memo_.end()) {
        holes.push_back(child);
      } else {
        part.sum.Add(fold->second);
      }
    }
    part.trees = std::move(holes);
    if (!part.trees.empty() || !part.findings.empty()) {
      if (parts_.size() >= kMostParts) parts_.clear();
      parts_.insert_or_assign(frame.tree, std::move(part));
      continue;
    }
    if (part.sum.Total().files > kMaxFiles) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("tree {} has more than {} files; no kernel has", frame.tree.Hex(), kMaxFiles));
    }
    new_.emplace_back(frame.tree, part.sum);
    memo_.emplace(frame.tree, std::move(part.sum));
  }
  const auto fold = memo_.find(root);
  return fold == memo_.end() ? std::nullopt : std::optional(fold->second);
}

}  // namespace ferrotype
