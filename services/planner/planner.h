// What is new in a release becomes work: walks the tree, skips all that is known.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"
#include "model/source.h"
#include "model/store.h"

namespace ferrotype {

struct PlannerSettings {
  std::string repository;  ///< name that work carries; empty on one machine
  /// A batch goes out at the first of these two bounds.
  std::size_t batch_blobs = 256;
  std::uint64_t batch_bytes = 4U << 20U;
};

/// What a walk found, for people.
struct PlanCounts {
  std::uint64_t trees = 0;  ///< new trees told
  std::uint64_t blobs = 0;  ///< blobs handed out for analysis
  std::uint64_t bytes = 0;  ///< of those blobs, where the source knows sizes without reading
  std::uint64_t batches = 0;
};

/// Walks `release`, puts its new trees and the work for its new blobs on the bus, and then its record. One thread.
/// `known` tells what needs no work; it may be behind (then work is done twice, to no harm), never ahead.
/// kCancelled when `stop` was requested or the bus closed.
[[nodiscard]] Result<PlanCounts> PlanRelease(Source& source, const SourceRelease& release, StoreReader& known, Bus& bus,
                                             const PlannerSettings& settings, const StopFlag& stop,
                                             ReleaseRecord& planned);

/// The second round: asks for the bytes of `demands`.
[[nodiscard]] Result<void> PlanQuotes(Source& source, const ReleaseRecord& release, std::span<const BlobOid> demands,
                                      Bus& bus, const PlannerSettings& settings, const StopFlag& stop);

}  // namespace ferrotype
