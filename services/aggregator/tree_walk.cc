#include "aggregator/tree_walk.h"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>
#include <vector>

namespace ferrotype {
namespace {

struct Folder {
  Bytes object;  // the entries' names view into it
  std::vector<TreeEntry> entries;
  std::size_t next = 0;
  std::size_t path_bytes = 0;  // length of the path up to this folder, with its '/'
};

Result<std::unique_ptr<Folder>> Open(StoreReader& store, TreeOid tree) {
  TRY_ASSIGN(std::optional<Bytes> object, store.Tree(tree));
  if (!object)
    return Fail(ErrorKind::kNotFound, fmt::format("the store lacks tree {}; analyze the release again", tree.Hex()));
  auto folder = std::make_unique<Folder>();
  folder->object = std::move(*object);
  TRY_ASSIGN(folder->entries, ParseTree(folder->object));
  return folder;
}

}  // namespace

Result<void> WalkTree(StoreReader& store, TreeOid root,
                      const std::function<Result<bool>(std::string_view, TreeOid)>& enter,
                      const std::function<Result<void>(const std::string&, const TreeEntry&)>& visit) {
  std::vector<std::unique_ptr<Folder>> stack;
  std::string path;
  TRY_ASSIGN(std::unique_ptr<Folder> top, Open(store, root));
  stack.push_back(std::move(top));
  while (!stack.empty()) {
    Folder& folder = *stack.back();
    if (folder.next == folder.entries.size()) {
      stack.pop_back();
      continue;
    }
    const TreeEntry& entry = folder.entries[folder.next++];
    path.resize(folder.path_bytes);
    path += entry.name;
    if (entry.mode == TreeMode::kTree) {
      TRY_ASSIGN(const bool inside, enter(path, entry.AsTree()));
      if (inside) {
        if (stack.size() >= kMaxTreeDepth) return Fail(ErrorKind::kInvalidArgument, "folders are nested too deep");
        TRY_ASSIGN(std::unique_ptr<Folder> child, Open(store, entry.AsTree()));
        path += '/';
        child->path_bytes = path.size();
        stack.push_back(std::move(child));
        continue;
      }
    }
    TRY(visit(path, entry));
  }
  return {};
}

Result<void> ForEachTreeOnce(StoreReader& store, TreeOid root,
                             const std::function<Result<void>(TreeOid, const std::vector<TreeEntry>&)>& visit) {
  std::vector<TreeOid> open = {root};
  std::unordered_set<TreeOid> seen = {root};
  while (!open.empty()) {
    const TreeOid tree = open.back();
    open.pop_back();
    TRY_ASSIGN(const std::unique_ptr<Folder> folder, Open(store, tree));
    TRY(visit(tree, folder->entries));
    for (const TreeEntry& entry : folder->entries) {
      if (entry.mode == TreeMode::kTree && seen.insert(entry.AsTree()).second) open.push_back(entry.AsTree());
    }
  }
  return {};
}

}  // namespace ferrotype
