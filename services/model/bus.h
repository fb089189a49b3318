// The bus: Kafka's semantics as one small interface, with two implementations (in memory, Kafka).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
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

/// Who reads them.
namespace groups {
inline constexpr std::string_view kPlanner = "ferrotype-planner";
inline constexpr std::string_view kAnalyzers = "ferrotype-analyzers";
inline constexpr std::string_view kAggregator = "ferrotype-aggregator";
/// Those aggregators that may speak on the status topic; whoever is given its partition claims it.
inline constexpr std::string_view kSpeaker = "ferrotype-speaker";
inline constexpr std::string_view kPublisher = "ferrotype-publisher";
/// People's questions: nothing is ever committed for it.
inline constexpr std::string_view kVisitor = "ferrotype-visitor";
}  // namespace groups

struct TopicPartition {
  std::string topic;
  std::int32_t partition = 0;
  auto operator<=>(const TopicPartition&) const = default;
};

/// Version of the messages that this program writes, and the newest that it reads: proto/'s schemas and their meaning.
/// Fields that are added at the end and may be ignored by those who don't know them don't raise it.
inline constexpr std::uint16_t kMessageVersion = 1;

struct Message {
  Bytes key;
  Bytes value;        ///< a canonical Cap'n Proto message
  Sha256Digest hash;  ///< of `value`; travels beside it and is checked where the message is applied
  std::uint16_t version = kMessageVersion;  ///< kMessageVersion of whoever wrote it; 0: it didn't say
  std::string writer;                       ///< who wrote it, for people; empty: it didn't say
  /// Whose keys mean nothing may be dealt out evenly: consecutive numbers lie in consecutive partitions, whatever the
  /// key. Only where it is put; nobody reads it.
  std::optional<std::uint32_t> turn;
};

struct Record {
  TopicPartition from;
  std::int64_t offset = 0;  ///< counted from 0 in its partition
  /// Where to go on when this record and those before it are done with: not above the first offset of a message of
  /// which only a part has come.
  std::int64_t next_offset = 0;
  Message message;
};

/// Where a reader begins.
struct Position {
  TopicPartition at;
  std::int64_t offset = 0;
  auto operator<=>(const Position&) const = default;
};

/// What a partition holds: the offsets [begin, end), some of which may have been let go.
struct PartitionRange {
  TopicPartition at;
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// One reader of a group; leaves it when it dies. One thread at a time.
class Consumer {
 public:
  virtual ~Consumer() = default;

  /// Records at and after the position in the partitions that are assigned, at most `max_records`, moving the position.
  /// Waits up to `timeout` for the first. Empty on timeout; kCancelled once the bus is closed. kCorrupt, naming the
  /// partition, when the position is none of its offsets (the topic was cut or made anew): nothing is skipped silently.
  virtual Result<std::vector<Record>> Poll(std::size_t max_records, std::chrono::milliseconds timeout) = 0;

  /// Records before `next_offset` are done with: whoever of the group reads the partition anew starts there. At least
  /// once: what was polled but not committed is delivered again. Does nothing for a partition that another member has
  /// meanwhile been given.
  virtual Result<void> Commit(const TopicPartition& partition, std::int64_t next_offset) = 0;

  /// What is assigned now, in order, and where in each the next Poll goes on; another set after a Poll in which members
  /// joined or left.
  [[nodiscard]] virtual std::vector<Position> Assigned() const = 0;

  /// Of each assigned partition the records that are there and were not polled, as far as is known here.
  [[nodiscard]] virtual std::map<TopicPartition, std::int64_t> Lag() const = 0;
};

/// Any number of threads may call it at once.
class Bus {
 public:
  virtual ~Bus() = default;

  /// Appends to the partition of the message (see PartitionOf), in order. Waits while there is no room: that is the
  /// back-pressure. kCancelled once the bus is closed; then nothing was taken.
  virtual Result<void> Put(std::string_view topic, Message message) = 0;

  /// What was put is sent now, not when there is more to send with it: somebody waits for it. Waits for nothing.
  virtual void Hurry() = 0;

  /// Hurries, and returns once every message put before is safely on the bus; kUnavailable after `timeout` (they go on
  /// being sent).
  virtual Result<void> Flush(std::chrono::milliseconds timeout) = 0;

  /// Joins `group`, whose members share the partitions of `topics`; members may come and go. A group that has committed
  /// nothing for a partition begins at its oldest record.
  virtual Result<std::unique_ptr<Consumer>> Subscribe(std::string_view group,
                                                      const std::vector<std::string>& topics) = 0;

  /// A reader of exactly these partitions from these positions, whatever others of `group` do.
  virtual Result<std::unique_ptr<Consumer>> Assign(std::string_view group, const std::vector<Position>& positions) = 0;

  /// Each partition of `topic`, in order. kNotFound when there is no such topic.
  virtual Result<std::vector<PartitionRange>> Ranges(std::string_view topic) = 0;

  /// What `group` has committed of `topic`, by partition; without those it has committed nothing of.
  virtual Result<std::map<TopicPartition, std::int64_t>> Committed(std::string_view group, std::string_view topic) = 0;

  /// Wakes everybody; from now on Put and Poll give kCancelled.
  virtual void Close() = 0;
};

/// A message with the hash of its value.
[[nodiscard]] Message MakeMessage(Bytes key, Bytes value);

/// The partition, of `partitions`, that a message goes to: all of one key to one, unless they are dealt out by turns.
[[nodiscard]] std::int32_t PartitionOf(const Message& message, std::size_t partitions);
[[nodiscard]] std::int32_t PartitionOf(std::string_view key, std::size_t partitions);

}  // namespace ferrotype
