// The bus of a run on one machine: partitions, ordered offsets, groups, at least once, bounded, in memory.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
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
  /// One reader in all reads each record once: it is handed over, not copied, never given again, and its bytes count no
  /// more.
  bool handed_over = false;
};

/// Records that every group of a topic has committed are let go; a topic that no group reads keeps all of its records.
/// A group is known from its first consumer on, also while it has none. Consumers must not outlive the bus.
class MemoryBus : public Bus {
 public:
  explicit MemoryBus(const std::map<std::string, MemoryTopic, std::less<>>& topics);
  ~MemoryBus() override;

  Result<void> Put(std::string_view topic, Message message) override;
  void Hurry() override;
  Result<void> Flush(std::chrono::milliseconds timeout) override;
  Result<std::unique_ptr<Consumer>> Subscribe(std::string_view group, const std::vector<std::string>& topics) override;
  Result<std::unique_ptr<Consumer>> Assign(std::string_view group, const std::vector<Position>& positions) override;
  Result<std::vector<PartitionRange>> Ranges(std::string_view topic) override;
  Result<std::map<TopicPartition, std::int64_t>> Committed(std::string_view group, std::string_view topic) override;
  void Close() override;

 private:
  class Reader;
  struct Held {
    Message message;
    std::size_t bytes = 0;
    bool gone = false;  // handed over
  };
  struct Partition {
    std::deque<Held> messages;
    std::int64_t first_offset = 0;  // of messages.front()
    std::size_t bytes = 0;
    std::size_t capacity = 0;
    bool handed_over = false;
    [[nodiscard]] std::int64_t EndOffset() const { return first_offset + static_cast<std::int64_t>(messages.size()); }
  };
  struct Group {
    std::map<TopicPartition, std::int64_t> committed;  // of all partitions that it reads
    std::vector<Reader*> members;                      // subscribed, in order of joining
  };

  std::vector<Partition>* Find(std::string_view topic);
  Partition& At(const TopicPartition& at);
  Group& Know(std::string_view group, const std::vector<TopicPartition>& partitions);
  void Rebalance(Group& group);
  void LetGoOfCommitted(const TopicPartition& at);

  std::mutex mutex_;
  std::condition_variable not_full_;
  bool closed_ = false;
  std::vector<Reader*> readers_;  // all that live: each waits by itself and is woken by what it reads
  std::map<std::string, std::vector<Partition>, std::less<>> topics_;
  std::map<std::string, Group, std::less<>> groups_;
};

}  // namespace ferrotype
