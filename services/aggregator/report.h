// A release's report, from the store alone.
#pragma once

#include <functional>

#include "base/result.h"
#include "model/report.h"
#include "model/store.h"

namespace ferrotype {

/// All that is known of a complete release. Reads folds of two levels and walks trees that hold Rust: the work doesn't
/// grow with the tree.
[[nodiscard]] Result<Report> BuildReport(StoreReader& store, const StoredRelease& release);

/// Every file of a release in order of path (not links).
[[nodiscard]] Result<void> ForEachFile(StoreReader& store, const Report& report,
                                       const std::function<Result<void>(const FileRow&)>& visit);

/// The oid of the file at `path` below `root`; nullopt when there is none.
[[nodiscard]] Result<std::optional<BlobOid>> FindBlob(StoreReader& store, TreeOid root, std::string_view path);

}  // namespace ferrotype
