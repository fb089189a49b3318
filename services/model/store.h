// What the store keeps, as the pure middle sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/oid.h"
#include "base/result.h"
#include "model/bus.h"
#include "model/finding.h"
#include "model/wire.h"

namespace ferrotype {

struct StoredFinding {
  BlobFinding finding;
  Sha256Digest hash;  ///< of its canonical message
};

/// Shared, as whole releases of them are held while they are folded; null where the store has none.
using FindingPtr = std::shared_ptr<const StoredFinding>;

struct StoredRelease {
  ReleaseRecord record;
  ReleaseState state = ReleaseState::kWaiting;
  std::string digest;       ///< hexadecimal; empty until complete
  std::uint64_t blobs = 0;  ///< distinct (language, content) pairs; 0 until complete
  std::string origin;       ///< where it was read from on this machine, for `verify`; never printed on the site
};

/// What was there before a put.
enum class PutOutcome {
  kNew,
  kSame,      ///< an equal value: applying a message twice changes nothing
  kConflict,  ///< another value under the same key: nothing was changed
};

/// Reads of one connection; one thread at a time. Values that fail their own hash are kCorrupt; I/O trouble is
/// kUnavailable.
class StoreReader {
 public:
  virtual ~StoreReader() = default;
  virtual Result<std::optional<Bytes>> Tree(TreeOid tree) = 0;  ///< git's serialization
  virtual Result<std::optional<TreeFold>> Fold(TreeOid tree) = 0;
  virtual Result<bool> HasFold(TreeOid tree) = 0;
  virtual Result<FindingPtr> Finding(const FindingKey& key) = 0;
  /// The hash that a finding was kept with, without reading it; nullopt where there is none.
  virtual Result<std::optional<Sha256Digest>> FindingHash(const FindingKey& key) = 0;
  virtual Result<bool> HasFinding(const FindingKey& key) = 0;
  /// False only when HasFinding is false of every key: a first release need not ask for each of its files.
  virtual Result<bool> HasFindings() { return true; }
  /// Those of `keys` (ascending, each once) that there are, by their index in it, in an order of the reader's own: a
  /// whole release of them is read several times as fast as one by one.
  using VisitFinding = std::function<Result<void>(std::size_t index, const StoredFinding& finding)>;
  virtual Result<void> ForEachFinding(std::span<const FindingKey> keys, const VisitFinding& visit);
  /// The same of the hashes that they were kept with.
  using VisitHash = std::function<void(std::size_t index, const Sha256Digest& hash)>;
  virtual Result<void> ForEachFindingHash(std::span<const FindingKey> keys, const VisitHash& visit);
  /// The packed survey (survey_json.h) of the release whose root is `tree`, made by the rules of version `rules`;
  /// nullopt when there is none of these.
  virtual Result<std::optional<Bytes>> Survey(TreeOid tree, std::uint16_t rules) = 0;
  /// Bytes kept for quoting, unpacked; nullopt until all of its chunks are there.
  virtual Result<std::optional<Bytes>> Quote(BlobOid blob) = 0;
  virtual Result<bool> HasQuote(BlobOid blob) = 0;
  /// In order of ReleaseLess.
  virtual Result<std::vector<StoredRelease>> Releases() = 0;
};

/// Writes happen between Begin and Commit; what was not committed never was.
class Store : public StoreReader {
 public:
  virtual Result<void> Begin() = 0;
  virtual Result<void> Commit() = 0;
  virtual void Rollback() = 0;
  /// Outside of transactions, when nothing waits: puts what was committed where it will stay, or a later commit has to.
  virtual Result<void> Checkpoint() = 0;

  virtual Result<PutOutcome> PutTree(const TreeObject& tree) = 0;
  virtual Result<PutOutcome> PutFinding(const FindingKey& key, std::string_view message, const Sha256Digest& hash) = 0;
  virtual Result<PutOutcome> PutChunk(const SourceChunk& chunk) = 0;
  virtual Result<void> PutFold(TreeOid tree, const TreeFold& fold) = 0;
  /// In place of the one that was there.
  virtual Result<void> PutSurvey(TreeOid tree, std::uint16_t rules, std::string_view packed) = 0;
  virtual Result<PutOutcome> PutRelease(const ReleaseRecord& release) = 0;
  virtual Result<void> SetReleaseState(std::string_view name, ReleaseState state, std::string_view digest,
                                       std::uint64_t blobs) = 0;
  virtual Result<void> SetOrigin(std::string_view name, std::string_view origin) = 0;
  /// Where to go on after a restart: the first offset of `partition` that the rows of this transaction do not include.
  virtual Result<void> PutOffset(std::string_view bus, const TopicPartition& partition, std::int64_t next_offset) = 0;
  /// All that PutOffset said of `bus`.
  virtual Result<std::map<TopicPartition, std::int64_t>> Offsets(std::string_view bus) = 0;

  /// The complete releases and all that they stand on as a store of its own in `folder`, which is made, whole or not at
  /// all; one that is there stays. Nobody writes to it ever after. Outside of transactions.
  virtual Result<void> WriteSnapshot(const std::string& folder) = 0;
};

}  // namespace ferrotype
