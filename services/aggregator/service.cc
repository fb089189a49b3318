#include <chrono>
#include <map>

#include "aggregator/aggregator.h"

namespace ferrotype {
namespace {

constexpr std::size_t kRecordsPerPoll = 2048;
constexpr std::size_t kRecordsPerTransaction = 16384;
constexpr std::chrono::milliseconds kPatience(20);

// Rolls back what was not committed when an error leaves the loop.
class Transaction {
 public:
  explicit Transaction(Store& store) : store_(store) {}
  ~Transaction() {
    if (open_) store_.Rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  Result<void> Ensure() {
    if (open_) return {};
    TRY(store_.Begin());
    open_ = true;
    return {};
  }
  Result<void> Commit() {
    TRY(store_.Commit());
    open_ = false;
    return {};
  }
  [[nodiscard]] bool open() const { return open_; }

 private:
  Store& store_;
  bool open_ = false;
};

}  // namespace

Result<void> RunAggregator(Bus& bus, std::string_view bus_id, Store& store, Aggregator& aggregator,
                           const StopFlag& stop) {
  Transaction transaction(store);
  std::map<TopicPartition, std::int64_t> next_offsets;
  std::size_t applied = 0;
  const auto commit = [&]() -> Result<void> {
    if (!transaction.open()) return {};
    // Rows, offsets and what follows from them are one transaction; the bus hears of it afterwards.
    TRY_ASSIGN(const std::vector<ReleaseStatus> statuses, aggregator.Settle());
    if (!bus_id.empty()) {
      for (const auto& [partition, next_offset] : next_offsets) TRY(store.PutOffset(bus_id, partition, next_offset));
    }
    TRY(transaction.Commit());
    for (const auto& [partition, next_offset] : next_offsets) TRY(bus.Commit(kAggregatorGroup, partition, next_offset));
    next_offsets.clear();
    applied = 0;
    for (const ReleaseStatus& status : statuses)
      TRY(bus.Put(topics::kStatus, MakeMessage(KeyOf(status), Encode(status))));
    return {};
  };
  while (!stop.requested()) {
    Result<std::vector<Record>> records = bus.Poll(kAggregatorGroup, 0, kRecordsPerPoll, kPatience);
    if (!records) {
      if (records.error().kind == ErrorKind::kCancelled) break;
      return Unexpected(records.error());
    }
    if (!records->empty()) TRY(transaction.Ensure());
    for (const Record& record : *records) {
      TRY(aggregator.Apply(record));
      next_offsets[record.from] = record.offset + 1;
    }
    applied += records->size();
    if (records->empty() || applied >= kRecordsPerTransaction) TRY(commit());
  }
  return {};
}

}  // namespace ferrotype
