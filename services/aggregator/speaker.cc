#include "aggregator/speaker.h"

#include <utility>

namespace ferrotype {
namespace {

constexpr std::size_t kRecordsAtOnce = 1000;

bool Same(const ReleaseStatus& a, ReleaseStatus b) {
  b.epoch = a.epoch;
  b.revision = a.revision;
  return a == b;
}

}  // namespace

Result<std::unique_ptr<Speaker>> Speaker::Join(Bus& bus, std::string instance, std::string service) {
  std::unique_ptr<Speaker> speaker(new Speaker(bus, std::move(instance), std::move(service)));
  TRY_ASSIGN(speaker->status_, bus.Subscribe(groups::kSpeaker, {std::string(topics::kStatus)}));
  return speaker;
}

Result<void> Speaker::Hear(const Record& record) {
  TRY(board_.Take(record));
  if (record.message.key != kClaimKey) {
    if (epoch_ != 0 && board_.spoiled()) compare_ = true;
    return {};
  }
  const bool ours = board_.claim() && board_.claim()->instance == instance_;
  claimed_ = ours;
  epoch_ = ours ? board_.epoch() : 0;
  compare_ = ours;
  return {};
}

Result<void> Speaker::Look() {
  while (true) {
    TRY_ASSIGN(const std::vector<Record> records, status_->Poll(kRecordsAtOnce, std::chrono::milliseconds(0)));
    for (const Record& record : records) {
      // What can't be read is nobody's word.
      if (Result<void> heard = Hear(record); !heard && heard.error().kind != ErrorKind::kCorrupt) return heard;
    }
    if (records.empty()) break;
  }
  if (status_->Assigned().empty()) {
    claimed_ = false;
    epoch_ = 0;
    read_first_.reset();
    return {};
  }
  if (claimed_) return {};
  if (!read_first_) {
    TRY_ASSIGN(const std::vector<PartitionRange> ranges, bus_.Ranges(topics::kStatus));
    read_first_ = ranges.front().end;
  }
  if (board_.next_offset() < *read_first_) return {};
  claimed_ = true;
  return bus_.Put(topics::kStatus, MakeMessage(Bytes(kClaimKey), Encode(Claim{instance_, service_})));
}

bool Speaker::MustCompare() { return std::exchange(compare_, false); }

Result<void> Speaker::Say(ReleaseStatus status) {
  if (!speaks()) return {};
  const auto said = board_.releases().find(status.name);
  if (said != board_.releases().end() && Same(said->second, status) && !board_.spoiled()) return {};
  status.epoch = epoch_;
  status.revision = ++revision_;
  return bus_.Put(topics::kStatus, MakeMessage(KeyOf(status), Encode(status)));
}

Result<void> Speaker::Say(SnapshotWord word) {
  if (!speaks()) return {};
  if (board_.snapshot() && board_.snapshot()->id == word.id && !board_.spoiled()) return {};
  word.epoch = epoch_;
  word.revision = ++revision_;
  return bus_.Put(topics::kStatus, MakeMessage(Bytes(kSnapshotKey), Encode(word)));
}

}  // namespace ferrotype
