// Who wrote a value that the store has: found again on the topic, when a second value contradicts it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"

namespace ferrotype {

/// A store does not keep who wrote each of its millions of findings: conflicts are rare, and the topic keeps it. The
/// first question about a partition reads it once; what was read answers the next ones.
class FirstValues {
 public:
  FirstValues(Bus& bus, const StopFlag& stop) : bus_(bus), stop_(stop) {}

  struct Place {
    std::int64_t offset = 0;
    std::string writer;  ///< empty: it did not say
  };
  /// Where the value with `hash` first stands in the partition; nullopt when compaction or retention took it away.
  Result<std::optional<Place>> Find(const TopicPartition& at, const Sha256Digest& hash);

  /// Lets go of what was read.
  void Forget() { partitions_.clear(); }

 private:
  struct Found {
    std::int64_t offset = 0;
    std::uint32_t writer = 0;
  };
  struct HashOfDigest {
    std::size_t operator()(const Sha256Digest& digest) const;
  };
  struct Partition {
    std::int64_t next_offset = 0;
    std::unordered_map<Sha256Digest, Found, HashOfDigest> values;
  };
  Result<void> ReadOn(const TopicPartition& at, Partition& partition);
  std::uint32_t NumberOf(const std::string& writer);

  Bus& bus_;
  const StopFlag& stop_;
  std::map<TopicPartition, Partition> partitions_;
  std::map<std::string, std::uint32_t> numbers_;
  std::map<std::uint32_t, std::string> writers_;
};

}  // namespace ferrotype
