// ferrotype list

#include <fmt/format.h>

#include "aggregator/report.h"
#include "cli/complain.h"
#include "cli/library.h"
#include "cli/options.h"
#include "cli/rows.h"
#include "cli/table.h"
#include "model/metric.h"
#include "store/sqlite_store.h"

namespace ferrotype {
namespace {

std::int64_t Number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

// Also of releases that are not complete: an operator wants to see them.
Result<std::string> ListReleases(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreReader> store, OpenStoreReader(options.store));
  TRY_ASSIGN(const std::vector<StoredRelease> releases, store->Releases());
  Table table({"name", "line", "date", "tree", "files", "blobs", "complete", "failed", "digest"});
  for (const StoredRelease& release : releases) {
    TRY_ASSIGN(const std::optional<TreeFold> fold, store->Fold(release.record.root_tree));
    const bool complete = release.state == ReleaseState::kComplete;
    const Cell files = fold ? Cell(Number(fold->Total().files)) : Cell();
    const Cell failed = fold ? Cell(Number(fold->Total().failed)) : Cell();
    table.Add({release.record.name, release.record.line, release.record.date, release.record.root_tree.Hex(), files,
               complete ? Cell(Number(release.blobs)) : Cell(), complete, failed, release.digest});
  }
  return table.Print(options.format);
}

Result<std::string> ListFiles(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store));
  TRY_ASSIGN(const Report* report, library->Find(options.release));
  Table table({"path", "oid", "language", "owner", "lines", "code", "comment", "blank", "cloc_code", "cloc_comment",
               "cloc_blank", "unsafe"});
  TRY(ForEachFile(library->store(), *report, [&](const FileRow& file) -> Result<void> {
    const BlobFinding& f = file.finding;
    const std::string language =
        f.outcome == Outcome::kNotText ? "binary" : std::string(InfoOf(f.resolved_language).id);
    table.Add({file.path, file.oid.Hex(), language, file.owner ? Cell(std::string(IdOf(*file.owner))) : Cell(),
               Number(f.lines.Lines()), Number(f.lines.code), Number(f.lines.comment), Number(f.lines.blank),
               Number(f.cloc.code), Number(f.cloc.comment), Number(f.cloc.blank), Number(f.unsafe_tokens)});
    return {};
  }));
  return table.Print(options.format);
}

std::string ListMetrics(const Options& options) {
  Table table({"id", "unit", "version", "by", "name_en", "name_zh", "definition_en", "definition_zh"});
  for (const MetricInfo& metric : Metrics()) {
    table.Add({std::string(metric.id), std::string(IdOf(metric.unit)), std::int64_t{metric.version},
               std::string(metric.dimensions), std::string(metric.name.en), std::string(metric.name.zh),
               std::string(metric.definition.en), std::string(metric.definition.zh)});
  }
  return table.Print(options.format);
}

Result<std::string> List(const Options& options) {
  if (options.what == "releases") return ListReleases(options);
  if (options.what == "files") return ListFiles(options);
  if (IsSurveyList(options.what)) {
    TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store));
    return ListSurvey(*library, options);
  }
  return ListMetrics(options);
}

}  // namespace

int RunList(const Options& options) {
  const Result<std::string> printed = List(options);
  return printed ? Emit(*printed) : Complain(printed.error());
}

}  // namespace ferrotype
