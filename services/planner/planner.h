// What is new in a release becomes work: walks the tree, skips all that is known.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>

#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"
#include "model/source.h"
#include "model/store.h"

namespace ferrotype {

struct PlannerSettings {
  std::string repository;      ///< name that work carries; empty on one machine
  std::uint16_t analyzer = 0;  ///< version of the findings that work asks for; 0 on one machine
  bool announced = false;      ///< the release's record is on the bus already
  /// A batch goes out at the first of these two bounds.
  std::size_t batch_blobs = 256;
  std::uint64_t batch_bytes = 4U << 20U;
};

/// What needs no telling and no work. May be behind the truth (then work is done twice, to no harm), never ahead.
class Known {
 public:
  virtual ~Known() = default;
  /// Nothing at or below this tree is new.
  virtual bool IsWhole(TreeOid tree) = 0;
  /// The tree object itself is on the bus.
  virtual bool IsTold(TreeOid tree) = 0;
  virtual bool HasFinding(const FindingKey& key) = 0;
  /// A walk over these has ended: all of them are on the bus, and what they name was handed out.
  virtual void Remember(const std::unordered_set<TreeOid>& trees, const std::unordered_set<FindingKey>& findings) = 0;
};

/// What a store has. The store remembers a fold only when nothing below it is missing.
class KnownOfStore : public Known {
 public:
  explicit KnownOfStore(StoreReader& store) : store_(store), has_findings_(store.HasFindings().value_or(true)) {}
  bool IsWhole(TreeOid tree) override { return store_.HasFold(tree).value_or(false); }
  bool IsTold(TreeOid) override { return false; }
  bool HasFinding(const FindingKey& key) override { return has_findings_ && store_.HasFinding(key).value_or(false); }
  void Remember(const std::unordered_set<TreeOid>&, const std::unordered_set<FindingKey>&) override {}

 private:
  StoreReader& store_;
  const bool has_findings_;  // when this was made: those that come later are of what the walk has told itself
};

/// What a walk found, for people.
struct PlanCounts {
  std::uint64_t trees = 0;  ///< new trees told
  std::uint64_t blobs = 0;  ///< blobs handed out for analysis
  std::uint64_t bytes = 0;  ///< of those blobs, where the source knows sizes without reading
  std::uint64_t batches = 0;
};

/// The planner's word on a release before it was walked; nullopt for a source that must be walked to know its tree.
[[nodiscard]] std::optional<ReleaseRecord> RecordOf(const SourceRelease& release);

/// Walks `release`, puts its new trees and the work for its new blobs on the bus, and then its record. One thread.
/// kCancelled when `stop` was requested or the bus closed.
[[nodiscard]] Result<PlanCounts> PlanRelease(Source& source, const SourceRelease& release, Known& known, Bus& bus,
                                             const PlannerSettings& settings, const StopFlag& stop,
                                             ReleaseRecord& planned);

/// The second round: asks for the bytes of `demands`.
[[nodiscard]] Result<void> PlanQuotes(Source& source, const ReleaseRecord& release, std::span<const BlobOid> demands,
                                      Bus& bus, const PlannerSettings& settings, const StopFlag& stop);

}  // namespace ferrotype
