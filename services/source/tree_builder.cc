#include "source/tree_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"

namespace ferrotype {
namespace {

struct OpenDirectory {
  std::string_view path;  // with its '/'; "" for the root
  std::vector<TreeEntry> entries;
};

// The last component of "a/b/" or "a/b".
std::string_view LastComponent(std::string_view path) {
  if (path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

Result<void> CloseLast(std::vector<OpenDirectory>& open, TreeSink& sink) {
  TRY_ASSIGN(const TreeOid oid, TellTree(open.back().entries, sink));
  const std::string_view path = open.back().path;
  open.pop_back();
  open.back().entries.push_back({TreeMode::kTree, LastComponent(path), oid.bytes});
  return {};
}

}  // namespace

Result<TreeOid> TellTree(std::span<const TreeEntry> entries, TreeSink& sink) {
  const Bytes object = SerializeTree(entries);
  const TreeOid oid = TreeOidOf(object);
  if (!sink.KnowsTree(oid)) TRY(sink.Tree(oid, object));
  return oid;
}

void TreeBuilder::Add(std::string path, TreeLeaf leaf) { leaves_.insert_or_assign(std::move(path), leaf); }

std::optional<TreeLeaf> TreeBuilder::Find(const std::string& path) const {
  const auto found = leaves_.find(path);
  if (found == leaves_.end()) return std::nullopt;
  return found->second;
}

std::string TreeBuilder::CommonTop() const {
  if (leaves_.empty()) return {};
  const std::string& any = leaves_.begin()->first;
  const std::size_t slash = any.find('/');
  if (slash == std::string::npos) return {};
  std::string top = any.substr(0, slash + 1);
  const bool common =
      std::all_of(leaves_.begin(), leaves_.end(), [&](const auto& leaf) { return leaf.first.starts_with(top); });
  return common ? top : std::string();
}

Result<TreeOid> TreeBuilder::Build(const std::string& top, TreeSink& sink, const StopFlag& stop) const {
  if (leaves_.empty()) return Fail(ErrorKind::kInvalidArgument, "there are no files in it");
  // Sorted bytewise, whole paths are in the order of a walk through git's trees: a directory's name meets its '/' there
  // too.
  std::vector<std::pair<std::string_view, const TreeLeaf*>> sorted;
  sorted.reserve(leaves_.size());
  for (const auto& [path, leaf] : leaves_) sorted.emplace_back(std::string_view(path).substr(top.size()), &leaf);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });

  std::vector<OpenDirectory> open(1);
  for (const auto& [path, leaf] : sorted) {
    if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped while building trees");
    while (!path.starts_with(open.back().path)) TRY(CloseLast(open, sink));
    for (std::size_t slash = path.find('/', open.back().path.size()); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      const std::string_view directory = path.substr(0, slash + 1);
      if (leaves_.contains(top + std::string(path.substr(0, slash)))) {
        return Fail(ErrorKind::kInvalidArgument,
                    fmt::format("\"{}\" is both a file and a directory", Printable(path.substr(0, slash))));
      }
      open.push_back({directory, {}});
    }
    open.back().entries.push_back({leaf->mode, LastComponent(path), leaf->oid.bytes});
  }
  while (open.size() > 1) TRY(CloseLast(open, sink));
  return TellTree(open.back().entries, sink);
}

}  // namespace ferrotype
