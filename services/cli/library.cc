#include "cli/library.h"

#include <fmt/format.h>

#include "aggregator/report.h"
#include "base/text.h"
#include "store/sqlite_store.h"

namespace ferrotype {

Result<std::unique_ptr<StoreLibrary>> StoreLibrary::Open(const std::string& folder) {
  TRY_ASSIGN(std::unique_ptr<StoreReader> reader, OpenStoreReader(folder));
  std::unique_ptr<StoreLibrary> library(new StoreLibrary(std::move(reader)));
  TRY_ASSIGN(library->releases_, library->store_->Releases());
  for (const StoredRelease& release : library->releases_) {
    if (release.state != ReleaseState::kComplete) continue;
    TRY_ASSIGN(Report report, BuildReport(*library->store_, release));
    library->reports_.push_back(std::move(report));
  }
  return library;
}

Result<std::optional<BlobOid>> StoreLibrary::FindBlob(const Report& report, std::string_view path) const {
  const std::scoped_lock lock(mutex_);
  return ferrotype::FindBlob(*store_, report.tree, path);
}

Result<std::optional<Bytes>> StoreLibrary::Quote(BlobOid blob) const {
  const std::scoped_lock lock(mutex_);
  return store_->Quote(blob);
}

Result<const Report*> StoreLibrary::Find(std::string_view name) const {
  const bool pattern = name.find('*') != std::string_view::npos;
  const Report* found = nullptr;
  std::vector<std::string> names;
  for (const Report& report : reports_) {
    names.push_back(report.name);
    if (pattern ? GlobMatches(name, report.name) : report.name == name) found = &report;
  }
  if (found != nullptr) return found;
  for (const StoredRelease& release : releases_) {
    if (release.record.name == name) {
      return Fail(ErrorKind::kNotFound,
                  fmt::format("release {} is in the store but not complete; run the same `ferrotype analyze` again",
                              Printable(name)));
    }
  }
  const std::optional<std::string> nearest = Nearest(name, names);
  return Fail(ErrorKind::kNotFound, fmt::format("no release {} in the store; {}", Printable(name),
                                                nearest         ? fmt::format("did you mean {}?", *nearest)
                                                : names.empty() ? std::string("it holds none: analyze one first")
                                                                : fmt::format("it holds {}", fmt::join(names, ", "))));
}

}  // namespace ferrotype
