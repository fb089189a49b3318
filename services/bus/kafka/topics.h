// The topics as they must be: made where they are not there, checked where they are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "bus/kafka/settings.h"

namespace ferrotype {

struct TopicSpec {
  enum class Cleanup : std::uint8_t {
    kCompact,  ///< the last value of each key stays for ever
    kDelete,   ///< what is older than `retention_ms` goes
  };
  std::string name;
  Cleanup cleanup = Cleanup::kCompact;
  std::int64_t retention_ms = -1;  ///< of kDelete; -1: for ever
  bool spread = true;              ///< over as many partitions as is set; else it has exactly one
};

/// All topics of docs/adr/0008 and the design.
[[nodiscard]] std::vector<TopicSpec> AllTopics();

struct TopicSettings {
  /// Of topics that are spread, where they are made; 0: kDefaultPartitions. Those that are compacted keep what they
  /// have; of the others it is checked.
  int partitions = 0;
  /// Copies of each partition; 0: as many as they have, and where they are made 3, or 1 with fewer than 3 brokers.
  int replication = 0;
};
inline constexpr int kDefaultPartitions = 12;

/// Makes the topics that are not there and checks the others. kInvalidArgument says which topic is how, how it should
/// be, and the command that mends it; kUnavailable when the brokers can't be asked.
[[nodiscard]] Result<void> PrepareTopics(const KafkaSettings& kafka, const std::vector<TopicSpec>& topics,
                                         const TopicSettings& settings);

}  // namespace ferrotype
