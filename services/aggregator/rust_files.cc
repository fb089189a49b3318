#include "aggregator/rust_files.h"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_set>

#include "aggregator/rust_paths.h"
#include "aggregator/tree_walk.h"
#include "model/language.h"
#include "model/owner.h"

namespace ferrotype {
namespace {

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
        TRY_ASSIGN(const FindingPtr stored, store.Finding({language, entry.AsBlob()}));
        if (!stored || stored->finding.resolved_language != Language::kRust) return {};
        for (const std::string& include : stored->finding.rust.includes)
          included.insert(JoinPath(FolderOfPath(path), include));
        files.push_back({path, entry.AsBlob(), std::nullopt, stored->finding});
        return {};
      }));
  for (FileRow& file : files)
    file.owner = OwnerOf(file.path, {file.finding.rust.vendored, included.contains(file.path)});
  return files;
}

}  // namespace ferrotype
