// What the status topic says, with the words of aggregators that have been replaced left out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/result.h"
#include "model/bus.h"
#include "model/wire.h"

namespace ferrotype {

/// Fed with every record of the status topic, in order, from its beginning. An aggregator first claims the topic; the
/// claim's offset is its epoch. A word of a lower epoch than the last claim before it comes from one that was paused or
/// cut off while another took over: it is not believed. Nobody needs a clock or a lock for that: the topic has one
/// order.
class StatusBoard {
 public:
  /// A record that came before is not taken again. kCorrupt for a message that can't be read; the board is as it was.
  Result<void> Take(const Record& record);

  /// Believed words, by release.
  [[nodiscard]] const std::map<std::string, ReleaseStatus>& releases() const { return releases_; }
  /// Nothing, or the last one that is believed.
  [[nodiscard]] const std::optional<SnapshotWord>& snapshot() const { return snapshot_; }
  /// The last claim and its epoch.
  [[nodiscard]] const std::optional<Claim>& claim() const { return claim_; }
  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
  /// Behind the last record that was taken.
  [[nodiscard]] std::int64_t next_offset() const { return next_offset_; }
  /// Whether a word that is not believed stands where compaction would keep it in place of a believed one.
  [[nodiscard]] bool spoiled() const { return !spoiled_.empty(); }

 private:
  std::map<std::string, ReleaseStatus> releases_;
  std::optional<SnapshotWord> snapshot_;
  std::optional<Claim> claim_;
  std::uint64_t epoch_ = 0;
  std::int64_t next_offset_ = 0;
  std::set<Bytes> spoiled_;  // keys
};

}  // namespace ferrotype
