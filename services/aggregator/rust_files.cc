#include "aggregator/rust_files.h"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_set>

#include "aggregator/tree_walk.h"
#include "model/language.h"
#include "model/owner.h"

namespace ferrotype {
namespace {

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// `relative` as seen from `folder`, without "." and ".."; empty when it leads out of the tree.
std::string Resolve(std::string_view folder, std::string_view relative) {
  std::vector<std::string_view> parts;
  const auto add = [&](std::string_view path) {
    while (!path.empty()) {
      const std::size_t slash = path.find('/');
      const std::string_view part = path.substr(0, slash);
      path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return false;
      } else {
        parts.pop_back();
      }
    }
    return true;
  };
  if (!add(folder) || !add(relative)) return {};
  std::string path;
  for (const std::string_view part : parts) {
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

Result<bool> HoldsRust(StoreReader& store, TreeOid tree) {
  TRY_ASSIGN(const std::optional<TreeFold> fold, store.Fold(tree));
  return fold && fold->HasRust();
}

}  // namespace

Result<std::vector<FileRow>> RustFiles(StoreReader& store, TreeOid root) {
  std::vector<FileRow> files;
  std::set<std::string> included;
  TRY(WalkTree(
      store, root, [&](std::string_view, TreeOid tree) { return HoldsRust(store, tree); },
      [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
        if (!IsFile(entry.mode)) return {};
        const Language language = LanguageOfName(entry.name);
        if (language != Language::kRust && language != Language::kByShebang) return {};
        TRY_ASSIGN(std::optional<StoredFinding> stored, store.Finding({language, entry.AsBlob()}));
        if (!stored || stored->finding.resolved_language != Language::kRust) return {};
        for (const std::string& include : stored->finding.rust.includes)
          included.insert(Resolve(FolderOf(path), include));
        files.push_back({path, entry.AsBlob(), std::nullopt, std::move(stored->finding)});
        return {};
      }));
  for (FileRow& file : files)
    file.owner = OwnerOf(file.path, {file.finding.rust.vendored, included.contains(file.path)});
  return files;
}

}  // namespace ferrotype
