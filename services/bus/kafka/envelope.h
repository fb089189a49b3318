// A message as records of a Kafka topic, and back: its hash, version and writer travel as headers, and one that is too
// large for a record as parts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "model/bus.h"

namespace ferrotype::kafka {

/// Records stay under 512 KiB with their keys and headers.
inline constexpr std::size_t kMaxPartBytes = 480U << 10U;
/// A gigabyte: nothing of ours is so large.
inline constexpr std::uint32_t kMaxParts = 2048;

inline constexpr const char* kHashHeader = "sha256";
inline constexpr const char* kVersionHeader = "version";
inline constexpr const char* kWriterHeader = "writer";
inline constexpr const char* kPartHeader = "part";

/// One record. `value` views into the message that it was made of.
struct WirePart {
  Bytes key;  ///< the message's; of parts after the first with their number behind it, so that compaction keeps all
  std::string_view value;
  std::uint32_t part = 0;
  std::uint32_t parts = 1;
};

[[nodiscard]] std::vector<WirePart> SplitMessage(const Message& message);

/// "2/7": part 2 (from 0) of 7. nullopt for anything that SplitMessage doesn't make.
[[nodiscard]] std::string PartText(std::uint32_t part, std::uint32_t parts);
[[nodiscard]] std::optional<std::pair<std::uint32_t, std::uint32_t>> ParsePart(std::string_view text);

/// Puts the parts of one partition's messages together, in whatever order they come and however often: parts belong
/// together when key and hash are the same. A producer that died in the middle leaves parts that its successor's
/// complete.
class Assembler {
 public:
  /// `record` as it came: its message holds the part's value and the record's key. The whole message once it is there,
  /// with next_offset set.
  [[nodiscard]] std::optional<Record> Take(Record record, std::uint32_t part, std::uint32_t parts);

  void Forget() { pending_.clear(), bytes_ = 0; }
  [[nodiscard]] std::size_t pending() const { return pending_.size(); }

 private:
  struct Pending {
    std::int64_t first_offset = 0;
    std::map<std::uint32_t, Bytes> parts;
  };
  /// What nobody completes must not fill the memory: beyond this the oldest are let go, and stay holes.
  static constexpr std::size_t kMostBytes = std::size_t{1} << 30U;

  std::map<std::pair<Bytes, Sha256Digest>, Pending> pending_;
  std::size_t bytes_ = 0;
};

}  // namespace ferrotype::kafka
