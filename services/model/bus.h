// The bus: Kafka's semantics as one small interface, with two implementations (in memory, Kafka).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/result.h"

namespace ferrotype {

namespace topics {
inline constexpr std::string_view kWork = "ferrotype.work";
inline constexpr std::string_view kTrees = "ferrotype.trees";
inline constexpr std::string_view kFindings = "ferrotype.findings";
inline constexpr std::string_view kSources = "ferrotype.sources";
inline constexpr std::string_view kReleases = "ferrotype.releases";
inline constexpr std::string_view kStatus = "ferrotype.status";
inline constexpr std::string_view kDeadLetters = "ferrotype.dead-letters";
}  // namespace topics

struct TopicPartition {
  std::string topic;
  std::int32_t partition = 0;
  auto operator<=>(const TopicPartition&) const = default;
};

struct Message {
  Bytes key;
  Bytes value;        ///< a canonical Cap'n Proto message
  Sha256Digest hash;  ///< of `value`; travels beside it and is checked where the message is applied
};

struct Record {
  TopicPartition from;
  std::int64_t offset = 0;  ///< counted from 0 in its partition
  Message message;
};

/// Any number of threads may put and poll at once.
class Bus {
 public:
  virtual ~Bus() = default;

  /// Appends to the partition of `message.key` (all messages of a key go to one partition, in order). Waits while the
  /// partition is full: that is the back-pressure. kCancelled once the bus is closed; then nothing was taken.
  virtual Result<void> Put(std::string_view topic, Message message) = 0;

  /// Records at and after the position of `group` in the partitions assigned to `member` of it, at most `max_records`,
  /// moving the position. Waits up to `timeout` for the first. Empty on timeout; kCancelled once closed.
  virtual Result<std::vector<Record>> Poll(std::string_view group, std::size_t member, std::size_t max_records,
                                           std::chrono::milliseconds timeout) = 0;

  /// Records before `next_offset` are done with: a member that comes anew starts there. At least once: what was polled
  /// but not committed is delivered again.
  virtual Result<void> Commit(std::string_view group, const TopicPartition& partition, std::int64_t next_offset) = 0;
};

/// A message with the hash of its value.
[[nodiscard]] Message MakeMessage(Bytes key, Bytes value);

}  // namespace ferrotype
