#include "model/read_to_end.h"

#include <algorithm>
#include <chrono>

namespace ferrotype {
namespace {

constexpr std::size_t kRecordsPerPoll = 4096;
constexpr std::chrono::milliseconds kPatience(200);
constexpr int kMostEmptyPolls = 300;

}  // namespace

Result<void> ReadToEnd(Bus& bus, std::string_view group, const std::vector<std::string_view>& topics,
                       Progress& progress, const StopFlag& stop,
                       const std::function<Result<void>(const Record&)>& take) {
  std::vector<Position> positions;
  std::map<TopicPartition, std::int64_t> ends;
  for (const std::string_view topic : topics) {
    TRY_ASSIGN(const std::vector<PartitionRange> ranges, bus.Ranges(topic));
    for (const PartitionRange& range : ranges) {
      const auto known = progress.find(range.at);
      const std::int64_t from = known == progress.end() ? range.begin : std::max(known->second, range.begin);
      progress[range.at] = from;
      if (from >= range.end) continue;
      positions.push_back({range.at, from});
      ends.emplace(range.at, range.end);
    }
  }
  if (positions.empty()) return {};
  TRY_ASSIGN(const std::unique_ptr<Consumer> consumer, bus.Assign(group, positions));
  const auto at_end = [&] {
    const std::vector<Position> now = consumer->Assigned();
    return std::all_of(now.begin(), now.end(), [&](const Position& each) { return each.offset >= ends.at(each.at); });
  };
  for (int empty = 0; !at_end();) {
    if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped");
    TRY_ASSIGN(const std::vector<Record> records, consumer->Poll(kRecordsPerPoll, kPatience));
    empty = records.empty() ? empty + 1 : 0;
    if (empty > kMostEmptyPolls)
      return Fail(ErrorKind::kUnavailable, "the bus gives no records any more; are the brokers up?");
    for (const Record& record : records) {
      TRY(take(record));
      progress[record.from] = record.next_offset;
    }
  }
  return {};
}

}  // namespace ferrotype
