// Findings to folds to complete releases. Its state is the store; what it keeps in memory are copies of it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aggregator/digest.h"
#include "aggregator/fold.h"
#include "aggregator/survey.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"
#include "model/store.h"
#include "model/wire.h"

namespace ferrotype {

/// What was applied, for people.
struct AggregatorCounts {
  std::uint64_t findings = 0;  ///< new ones
  std::uint64_t trees = 0;     ///< new ones
  std::uint64_t folded = 0;    ///< trees folded anew
  std::uint64_t quotes = 0;    ///< new chunks of quotable bytes
  std::uint64_t duplicates = 0;
};

/// What became of a record.
struct Judgement {
  enum class Kind : std::uint8_t {
    kApplied,
    kRefused,   ///< not what its hash says, or makes no sense: nothing was changed
    kConflict,  ///< another value under the key of an earlier one: that one stays
  };
  Kind kind = Kind::kApplied;
  std::string reason;                 ///< unless applied
  std::optional<FindingKey> finding;  ///< of a conflict between findings, and of a refused one whose key can be read
  Bytes other;                        ///< SHA-256 of the earlier value of a conflict, where it is known
};

/// Applies records to a store and tells when a release is complete. One thread. Applying a record twice changes
/// nothing; another value under the key of an earlier one is kCorrupt naming both hashes.
class Aggregator {
 public:
  explicit Aggregator(Store& store);
  ~Aggregator();
  Aggregator(const Aggregator&) = delete;
  Aggregator& operator=(const Aggregator&) = delete;

  /// Inside a transaction of the store. kCorrupt when a message is not what its hash says or can't be read, and for a
  /// conflict.
  Result<void> Apply(const Record& record);

  /// The same, where a bad message must not hold up the others. Errors are the store's alone, but for kInvalidArgument
  /// when a finding is of a newer analyzer than this program's.
  Result<Judgement> Judge(const Record& record);

  /// Takes up the releases that the store has and that are not complete. Outside of transactions.
  Result<void> Resume();

  /// Hears of a dead letter, or how one stands now: while it is open, releases that lack what it was about have failed,
  /// and so have those that hold what it is in conflict about.
  void Note(const DeadLetter& letter);

  /// Inside a transaction: tries the releases for which nothing known is missing any more; returns what is to be said
  /// on the status topic.
  Result<std::vector<ReleaseStatus>> Settle();
  /// Whether Settle would get on with a release that lacked something when it was tried last: nothing more needs to be
  /// waited for.
  [[nodiscard]] bool CanSettle() const;

  /// Whether there is a release of which nobody has looked yet what it lacks.
  [[nodiscard]] bool HasUntried() const;

  /// Outside of transactions, once what Settle returned was said. While the bytes that releases demand are read
  /// elsewhere: all of their completion that needs none of them. Lets go of what complete releases were made from.
  Result<void> WorkAhead();

  /// What is to be said of each release now, by name: of those that are complete from the store, of the others from
  /// what is known to be missing, with the paths of what dead letters keep from them.
  Result<std::vector<ReleaseStatus>> Words();
  /// The same of those that wait alone.
  Result<std::vector<ReleaseStatus>> WaitingWords();

  [[nodiscard]] bool Waits() const { return !waiting_.empty(); }
  [[nodiscard]] bool HasConflicts() const;
  [[nodiscard]] const AggregatorCounts& counts() const { return counts_; }

 private:
  struct Waiting {
    ReleaseRecord record;
    Missing missing;
    std::set<BlobOid> demands;
    /// From when its findings are all there: its demands were derived; those that were not there then are in `demands`.
    std::unique_ptr<ReleaseSurveyor> surveyor;
    std::optional<Digest> digest;  ///< of findings that are all there: they stay what they are
    bool disputed = false;         ///< it holds what an open letter is in conflict about
    std::uint64_t most = 0;        ///< findings that were missing at once
    bool tried = false;            ///< before, nobody knows what it lacks
    [[nodiscard]] bool Ready() const { return missing.None() && demands.empty() && !disputed; }
  };
  class Overlay;

  Result<Judgement> JudgeTree(const Message& message);
  Result<Judgement> JudgeFinding(const Message& message);
  Result<Judgement> JudgeChunk(const Message& message);
  Result<Judgement> JudgeRelease(const Message& message);
  Result<ReleaseStatus> TryComplete(Waiting& waiting);
  Result<ReleaseStatus> WordOn(const Waiting& waiting);
  Result<std::string> Hole(const Waiting& waiting);
  Result<const DeadLetter*> Dispute(TreeOid root);

  Store& store_;
  std::unique_ptr<Overlay> overlay_;  // the store with what was applied lately on top: saves reading it back
  Folder folder_;
  SurveyMemory memory_;
  std::map<std::string, Waiting> waiting_;
  std::vector<std::unique_ptr<ReleaseSurveyor>> done_;  // of releases that became complete
  std::map<std::string, DeadLetter> letters_;           // open ones, by LetterId, without their values
  AggregatorCounts counts_;
};

/// Reads `records` (trees, findings, sources, releases) until `stop` or the bus closes, in transactions of the store;
/// puts statuses on the bus. For a bus that ends with the process: offsets are not kept. Ends well on both; any other
/// error leaves the store as of the last transaction. For a cluster see service.h.
[[nodiscard]] Result<void> RunAggregator(Bus& bus, Consumer& records, Store& store, Aggregator& aggregator,
                                         const StopFlag& stop);

}  // namespace ferrotype
