#include "aggregator/build_files.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "aggregator/key_runs.h"
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
  struct File {
    FindingKey key;
    std::string path;
  };
  std::vector<File> read;
  TRY(WalkTree(
      store, root, [](std::string_view, TreeOid) -> Result<bool> { return true; },
      [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
        if (!IsFile(entry.mode)) return {};
        const Language language = LanguageOfName(entry.name);
        const FindingKey key{language, entry.AsBlob()};
        if (language == Language::kC && entry.name.ends_with(".c")) {
          files.c_files.emplace(path, key);
        } else if (language == Language::kReStructuredText && path.starts_with(kDocuments) &&
                   !path.starts_with(kTranslations)) {
          files.documents.push_back(path);
        } else if (language == Language::kKconfig || (language == Language::kMakefile && IsMakefile(entry.name))) {
          read.push_back({key, path});
        }
        return {};
      }));
  const KeyRuns runs = SortByKey(read);
  TRY(store.ForEachFinding(runs.keys, [&](std::size_t i, const StoredFinding& stored) -> Result<void> {
    for (std::size_t at = runs.begins[i]; at < runs.begins[i + 1]; ++at) {
      const std::string& path = read[at].path;
      if (runs.keys[i].language == Language::kKconfig) {
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
