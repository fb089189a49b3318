#include "aggregator/build_files.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "aggregator/tree_walk.h"
#include "model/language.h"

namespace ferrotype {
namespace {

constexpr std::string_view kDocuments = "Documentation/";
constexpr std::string_view kTranslations = "Documentation/translations/";

bool IsMakefile(std::string_view name) { return name == "Makefile" || name == "Kbuild"; }

}  // namespace

Result<BuildFiles> ReadBuildFiles(StoreReader& store, TreeOid root) {
  BuildFiles files;
  std::map<FindingKey, std::vector<std::string>> paths;  // of what is read
  TRY(WalkTree(
      store, root, [](std::string_view, TreeOid) -> Result<bool> { return true; },
      [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
        if (!IsFile(entry.mode)) return {};
        const Language language = LanguageOfName(entry.name);
        const FindingKey key{language, entry.AsBlob()};
        if (language == Language::kC && entry.name.ends_with(".c")) {
          files.c_files.emplace_hint(files.c_files.end(), path, key);
        } else if (language == Language::kReStructuredText && path.starts_with(kDocuments) &&
                   !path.starts_with(kTranslations)) {
          files.documents.push_back(path);
        } else if (language == Language::kKconfig || (language == Language::kMakefile && IsMakefile(entry.name))) {
          paths[key].push_back(path);
        }
        return {};
      }));
  std::vector<FindingKey> keys;
  keys.reserve(paths.size());
  for (const auto& [key, at] : paths) keys.push_back(key);
  TRY(store.ForEachFinding(keys, [&](std::size_t i, const StoredFinding& stored) -> Result<void> {
    for (const std::string& path : paths.at(keys[i])) {
      if (keys[i].language == Language::kKconfig) {
        TRY_ASSIGN(KconfigSyntax syntax, DecodeKconfigSyntax(stored.finding.syntax));
        files.kconfigs.emplace(path, std::move(syntax));
      } else {
        TRY_ASSIGN(KbuildSyntax syntax, DecodeKbuildSyntax(stored.finding.syntax));
        if (!syntax.rules.empty()) files.makefiles.emplace(path, std::move(syntax));
      }
    }
    return {};
  }));
  return files;
}

}  // namespace ferrotype
