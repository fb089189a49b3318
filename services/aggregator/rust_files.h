// The Rust of a release, file by file, with whose it is: what depends on where a file sits.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/report.h"
#include "model/store.h"

namespace ferrotype {

/// All Rust files below `root` in order of path. Enters only trees whose fold says that there is Rust below.
[[nodiscard]] Result<std::vector<FileRow>> RustFiles(StoreReader& store, TreeOid root);

/// The blobs whose bytes pages may quote: all Rust but vendored, and the C file beside a Rust driver that has its name
/// without "rust" (ax88796b_rust.rs, ax88796b.c). A pure function of findings and trees; ordered, each once.
[[nodiscard]] Result<std::vector<BlobOid>> Demands(StoreReader& store, TreeOid root,
                                                   const std::vector<FileRow>& rust_files);

}  // namespace ferrotype
