// The store as pages and tables see it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "model/report.h"
#include "model/store.h"

namespace ferrotype {

/// Thread-safe: one connection behind a lock.
class StoreLibrary : public Library {
 public:
  /// Reports of all complete releases of the store in `folder`.
  static Result<std::unique_ptr<StoreLibrary>> Open(const std::string& folder, int threads = 1);

  [[nodiscard]] const std::vector<Report>& Reports() const override { return reports_; }
  Result<std::optional<BlobOid>> FindBlob(const Report& report, std::string_view path) const override;
  Result<std::optional<Bytes>> Quote(BlobOid blob) const override;

  [[nodiscard]] StoreReader& store() const { return *store_; }
  [[nodiscard]] const std::vector<StoredRelease>& releases() const { return releases_; }

  /// The complete release of exactly this name, or the newest measured for `v7.2.*`. kNotFound suggests the nearest.
  [[nodiscard]] Result<const Report*> Find(std::string_view name) const;

 private:
  explicit StoreLibrary(std::unique_ptr<StoreReader> store) : store_(std::move(store)) {}

  std::unique_ptr<StoreReader> store_;
  mutable std::mutex mutex_;
  std::vector<StoredRelease> releases_;
  std::vector<Report> reports_;
};

}  // namespace ferrotype
