#include "cli/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "aggregator/report.h"
#include "base/parallel.h"
#include "base/text.h"
#include "store/sqlite_store.h"

namespace ferrotype {

Result<std::unique_ptr<StoreLibrary>> StoreLibrary::Open(const std::string& folder, int threads) {
  TRY_ASSIGN(std::unique_ptr<StoreReader> reader, OpenStoreReader(folder));
  std::unique_ptr<StoreLibrary> library(new StoreLibrary(std::move(reader)));
  TRY_ASSIGN(library->releases_, library->store_->Releases());
  // Every reader has a connection of its own; a release that is complete is the same to all.
  struct Share {
    std::unique_ptr<StoreReader> reader;
    std::vector<std::pair<const StoredRelease*, Result<Report>>> reports;
  };
  std::vector<Share> shares(1);
  const int most = std::min(threads, static_cast<int>(library->releases_.size()));
  for (int i = 1; i < most; ++i) {
    TRY_ASSIGN(std::unique_ptr<StoreReader> another, OpenStoreReader(folder));
    shares.push_back({std::move(another), {}});
  }
  std::size_t next = 0;
  for (const StoredRelease& release : library->releases_) {
    if (release.state == ReleaseState::kComplete)
      shares[next++ % shares.size()].reports.emplace_back(&release, Report());
  }
  ForEach(shares, threads, [&](Share& share) {
    StoreReader& own = share.reader ? *share.reader : *library->store_;
    for (auto& [release, report] : share.reports) report = BuildReport(own, *release);
  });
  for (std::size_t i = 0; i < next; ++i) {
    Result<Report>& report = shares[i % shares.size()].reports[i / shares.size()].second;
    if (!report) return Unexpected(std::move(report).error());
    library->reports_.push_back(*std::move(report));
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
