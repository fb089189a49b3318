// All that a release's survey holds, put together from its parts.
#pragma once

#include <memory>
#include <vector>

#include "aggregator/c_said.h"
#include "base/result.h"
#include "model/report.h"
#include "model/store.h"
#include "model/survey.h"

namespace ferrotype {

/// What the surveys of one store's releases leave for the next one: what it has in common with them is not read again.
struct SurveyMemory {
  CSayings c;
};

/// Surveys one release in two rounds, and reads its trees and findings once for both. One thread at a time; what needs
/// no store goes on beside it in threads of its own, from Open until Finish.
class ReleaseSurveyor {
 public:
  /// `store` and `memory` must outlive it. `rust_files`: as RustFiles gives them. Until Demands the caller may use the
  /// store for something else.
  static Result<std::unique_ptr<ReleaseSurveyor>> Open(StoreReader& store, TreeOid root,
                                                       std::vector<FileRow> rust_files, SurveyMemory& memory);
  virtual ~ReleaseSurveyor() = default;

  /// The blobs whose bytes surveys read and pages may quote: all Rust but vendored, the C twins, Kconfig files of
  /// drivers, the documents that name the tool chain. A pure function of findings and trees; ordered, each once.
  virtual Result<std::vector<BlobOid>> Demands() = 0;

  /// All of Finish that needs no quotes; Finish does it when nobody did.
  virtual Result<void> Prepare() = 0;

  /// Every part of a Survey. Bytes that it reads (Kconfig help, documents) must be in the store as quotes, see Demands.
  virtual Result<Survey> Finish() = 0;
};

}  // namespace ferrotype
