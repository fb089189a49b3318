// The bus of a run on one machine: partitions, ordered offsets, groups, at least once, bounded, in memory.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/bus.h"

namespace ferrotype {

struct MemoryTopic {
  std::int32_t partitions = 1;
  /// Bytes of keys and values that a partition holds before Put waits. A message larger than this goes into an empty
  /// partition.
  std::size_t partition_bytes = 8U << 20U;
};

/// Records that every group of a topic has committed are let go; a topic that no group reads keeps all of its records.
class MemoryBus : public Bus {
 public:
  explicit MemoryBus(const std::map<std::string, MemoryTopic, std::less<>>& topics);

  /// Declares a group before any of its members polls: member i of `members` reads the partitions p of `topics` with
  /// p mod members = i. Begins at the oldest record that is held.
  void Join(std::string_view group, const std::vector<std::string>& topics, std::size_t members);

  /// A member that died and comes back: its positions go back to what was committed.
  void Rejoin(std::string_view group, std::size_t member);

  /// Wakes everybody; from now on Put and Poll give kCancelled.
  void Close();

  Result<void> Put(std::string_view topic, Message message) override;
  Result<std::vector<Record>> Poll(std::string_view group, std::size_t member, std::size_t max_records,
                                   std::chrono::milliseconds timeout) override;
  Result<void> Commit(std::string_view group, const TopicPartition& partition, std::int64_t next_offset) override;

 private:
  struct Partition {
    std::deque<Message> messages;
    std::int64_t first_offset = 0;  // of messages.front()
    std::size_t bytes = 0;
    std::size_t capacity = 0;
    [[nodiscard]] std::int64_t EndOffset() const { return first_offset + static_cast<std::int64_t>(messages.size()); }
  };
  struct Cursor {
    std::int64_t position = 0;
    std::int64_t committed = 0;
  };
  struct Group {
    std::size_t members = 1;
    std::map<TopicPartition, Cursor> cursors;
    std::map<std::size_t, std::size_t> next_partition;  // where a member's next poll begins, so that none starves
  };

  void LetGoOfCommitted(const TopicPartition& at, Partition& partition);

  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  bool closed_ = false;
  std::map<std::string, std::vector<Partition>, std::less<>> topics_;
  std::map<std::string, Group, std::less<>> groups_;
};

}  // namespace ferrotype
