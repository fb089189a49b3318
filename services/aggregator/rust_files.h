// The Rust of a release, file by file, with whose it is: what depends on where a file sits.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/report.h"
#include "model/store.h"

namespace ferrotype {

/// All Rust files below `root` in order of path. Enters only trees whose fold says that there is Rust below.
[[nodiscard]] Result<std::vector<FileRow>> RustFiles(StoreReader& store, TreeOid root);

}  // namespace ferrotype
