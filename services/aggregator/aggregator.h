// Findings to folds to complete releases. Its state is the store; what it keeps in memory are copies of it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "aggregator/fold.h"
#include "aggregator/survey.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"
#include "model/store.h"

namespace ferrotype {

inline constexpr std::string_view kAggregatorGroup = "aggregator";

/// What was applied, for people.
struct AggregatorCounts {
  std::uint64_t findings = 0;  ///< new ones
  std::uint64_t trees = 0;     ///< new ones
  std::uint64_t folded = 0;    ///< trees folded anew
  std::uint64_t quotes = 0;    ///< new chunks of quotable bytes
  std::uint64_t duplicates = 0;
};

/// Applies records to a store and tells when a release is complete. One thread. Applying a record twice changes
/// nothing; another value under the key of an earlier one is kCorrupt naming both hashes.
class Aggregator {
 public:
  explicit Aggregator(Store& store);
  ~Aggregator();
  Aggregator(const Aggregator&) = delete;
  Aggregator& operator=(const Aggregator&) = delete;

  /// Inside a transaction of the store. kCorrupt when a message is not what its hash says or can't be read.
  Result<void> Apply(const Record& record);

  /// Inside a transaction: tries the releases for which nothing known is missing any more; returns what is to be said
  /// on the status topic.
  Result<std::vector<ReleaseStatus>> Settle();

  [[nodiscard]] const AggregatorCounts& counts() const { return counts_; }

 private:
  struct Waiting {
    ReleaseRecord record;
    Missing missing;
    std::set<BlobOid> demands;
    /// From when its findings are all there: its demands were derived; those that were not there then are in `demands`.
    std::unique_ptr<ReleaseSurveyor> surveyor;
    [[nodiscard]] bool Ready() const { return missing.None() && demands.empty(); }
  };
  class Overlay;

  Result<void> ApplyTree(const Message& message);
  Result<void> ApplyFinding(const Message& message);
  Result<void> ApplyChunk(const Message& message);
  Result<void> ApplyRelease(const Message& message);
  Result<ReleaseStatus> TryComplete(Waiting& waiting);

  Store& store_;
  std::unique_ptr<Overlay> overlay_;  // the store with what was applied lately on top: saves reading it back
  Folder folder_;
  std::map<std::string, Waiting> waiting_;
  AggregatorCounts counts_;
};

/// Reads kAggregatorGroup until `stop` or the bus closes, in transactions that hold rows and offsets together; puts
/// statuses on the bus. `bus_id` names the bus in the store's offsets; empty for a bus that ends with the process,
/// whose offsets mean nothing later. Ends well on both; any other error leaves the store as of the last transaction.
[[nodiscard]] Result<void> RunAggregator(Bus& bus, std::string_view bus_id, Store& store, Aggregator& aggregator,
                                         const StopFlag& stop);

}  // namespace ferrotype
