// The analyzer's service loop: work in, findings and quotable bytes out.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"
#include "model/source.h"

namespace ferrotype {

/// Added up over all analyzers of a process.
struct AnalyzerCounts {
  std::atomic<std::uint64_t> read = 0;      ///< blobs read
  std::atomic<std::uint64_t> analyzed = 0;  ///< findings made
  std::atomic<std::uint64_t> bytes = 0;     ///< of blobs read
  std::atomic<std::uint64_t> quoted = 0;    ///< blobs packed for quoting
};

inline constexpr std::string_view kAnalyzerGroup = "analyzers";

/// Answers work as member `member` of kAnalyzerGroup until `stop` is requested or the bus is closed (both end it well).
/// An offset is committed after its batch's answers are on the bus. A blob that can't be read ends it with the reader's
/// error, its batch uncommitted.
[[nodiscard]] Result<void> RunAnalyzer(Bus& bus, std::size_t member, BlobReader& reader, AnalyzerCounts& counts,
                                       const StopFlag& stop);

}  // namespace ferrotype
