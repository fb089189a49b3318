// The analyzer's service loop: work in, findings and quotable bytes out.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"
#include "model/source.h"
#include "model/wire.h"

namespace ferrotype {

/// Added up over all analyzers of a process.
struct AnalyzerCounts {
  std::atomic<std::uint64_t> batches = 0;
  std::atomic<std::uint64_t> read = 0;      ///< blobs read
  std::atomic<std::uint64_t> analyzed = 0;  ///< findings made
  std::atomic<std::uint64_t> bytes = 0;     ///< of blobs read
  std::atomic<std::uint64_t> quoted = 0;    ///< blobs packed for quoting
  std::atomic<std::uint64_t> retried = 0;   ///< blobs handed out once more
  std::atomic<std::uint64_t> dead = 0;      ///< messages that became dead letters
};

/// Where the bytes of work are. One thread at a time.
class WorkReader {
 public:
  virtual ~WorkReader() = default;
  /// As BlobReader::Read, of the repository that `batch` names.
  virtual Result<std::optional<BlobBytes>> Read(const WorkBatch& batch, BlobOid blob, std::uint64_t max_bytes) = 0;
};

/// How much is done before what was answered is made safe and its offsets are committed, and what becomes of a blob
/// that can't be read.
struct AnalyzerSettings {
  /// Batches whose answers are on their way together.
  std::size_t batches_per_commit = 1;
  /// False: it ends the analyzer with the reader's error. True: it is handed out once more, to whoever takes it, and
  /// after kMostAttempts is a dead letter; so is a message that makes no sense.
  bool carry_on = false;
  /// Before what was in vain is tried again; the second time twice as long.
  std::chrono::milliseconds pause_before_retry{2'000};
  std::string service = "analyzer";  ///< as dead letters name it
  /// Hears of what went wrong and was dealt with; may be empty.
  std::function<void(const std::string& text, const WorkBatch& batch)> notice;
  /// Called each time the loop comes round; may be empty.
  std::function<void(const Consumer& work)> watch;
  /// Hears of each batch that was answered, where it lay and how long it took; may be empty.
  std::function<void(const Record& record, const WorkBatch& batch, double seconds)> done;
};
inline constexpr std::uint16_t kMostAttempts = 3;

/// Answers work until `stop` is requested or the bus is closed; both end it well, after the batch in hand. An offset is
/// committed when its batch's answers are safely on the bus.
[[nodiscard]] Result<void> RunAnalyzer(Bus& bus, Consumer& work, WorkReader& reader, const AnalyzerSettings& settings,
                                       AnalyzerCounts& counts, const StopFlag& stop);

}  // namespace ferrotype
