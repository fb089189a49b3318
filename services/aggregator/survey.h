// All that a release's survey holds, put together from its parts.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/report.h"
#include "model/store.h"
#include "model/survey.h"

namespace ferrotype {

/// Every part of a Survey. Bytes that it reads (Kconfig help, documents) must be in the store as quotes, see Demands.
[[nodiscard]] Result<Survey> BuildSurvey(StoreReader& store, TreeOid root, const std::vector<FileRow>& rust_files);

/// The blobs whose bytes surveys read and pages may quote: all Rust but vendored, the C twins, Kconfig files of
/// drivers, the documents that name the tool chain. A pure function of findings and trees; ordered, each once.
[[nodiscard]] Result<std::vector<BlobOid>> Demands(StoreReader& store, TreeOid root,
                                                   const std::vector<FileRow>& rust_files);

}  // namespace ferrotype
