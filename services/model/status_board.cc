#include "model/status_board.h"

#include <utility>

#include "model/dead_letter.h"

namespace ferrotype {

Result<void> StatusBoard::Take(const Record& record) {
  if (record.offset < next_offset_) return {};
  next_offset_ = record.offset + 1;
  TRY(CheckHash(record));
  const Bytes& key = record.message.key;
  if (key == kClaimKey) {
    TRY_ASSIGN(claim_, Decode<Claim>(record.message.value));
    // Offset 0 is an epoch too, and must be above none.
    epoch_ = static_cast<std::uint64_t>(record.offset) + 1;
    return {};
  }
  const auto believed = [&](std::uint64_t epoch) {
    if (epoch < epoch_) {
      spoiled_.insert(key);
      return false;
    }
    spoiled_.erase(key);
    return true;
  };
  if (key == kSnapshotKey) {
    TRY_ASSIGN(SnapshotWord word, Decode<SnapshotWord>(record.message.value));
    if (!believed(word.epoch)) return {};
    if (snapshot_ && snapshot_->epoch == word.epoch && snapshot_->revision > word.revision) return {};
    snapshot_ = std::move(word);
    return {};
  }
  TRY_ASSIGN(ReleaseStatus status, Decode<ReleaseStatus>(record.message.value));
  if (!believed(status.epoch)) return {};
  const auto known = releases_.find(status.name);
  if (known != releases_.end() && known->second.epoch == status.epoch && known->second.revision > status.revision)
    return {};
  releases_[status.name] = std::move(status);
  return {};
}

}  // namespace ferrotype
