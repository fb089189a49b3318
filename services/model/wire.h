// Values to canonical Cap'n Proto bytes and back. Exceptions of kj stop here. Decoders take hostile bytes: a message
// that is broken, nested too deep or amplifies beyond 8 times its size is kCorrupt.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/oid.h"
#include "base/result.h"
#include "model/finding.h"

namespace ferrotype {

enum class Purpose : std::uint16_t { kAnalyze = 0, kQuote = 1 };

struct WorkBatch {
  std::string repository;
  std::optional<CommitOid> commit;
  Purpose purpose = Purpose::kAnalyze;
  std::vector<FindingKey> items;
  std::string release;         ///< the tag that leads to `commit`
  std::uint16_t attempt = 0;   ///< how often it was handed out before in vain
  std::uint16_t analyzer = 0;  ///< version of the findings that are wanted; 0: this program's
};

struct TreeObject {
  TreeOid tree;
  Bytes object;
};

struct SourceChunk {
  BlobOid blob;
  std::uint32_t chunk = 0;
  std::uint32_t chunks = 1;
  std::uint64_t plain_bytes = 0;
  Bytes data;
};

/// The planner's word on a release.
struct ReleaseRecord {
  std::string name;
  TreeOid root_tree;
  std::optional<CommitOid> commit;
  std::string date;
  std::string line;
  bool operator==(const ReleaseRecord&) const = default;
};

enum class ReleaseState : std::uint16_t { kWaiting = 0, kComplete = 1, kFailed = 2 };

/// The aggregator's word on a release.
struct ReleaseStatus {
  std::string name;
  ReleaseState state = ReleaseState::kWaiting;
  std::uint64_t missing_findings = 0;
  std::uint64_t missing_trees = 0;
  std::vector<BlobOid> demands;
  std::string error;
  std::string digest;       ///< when complete
  std::uint64_t blobs = 0;  ///< see proto
  std::uint64_t epoch = 0;  ///< see proto: under which claim
  std::uint64_t revision = 0;
  bool operator==(const ReleaseStatus&) const = default;
};

/// An aggregator's word that it speaks from here on.
struct Claim {
  std::string instance;
  std::string writer;
};

/// A state of the store that publishers may print.
struct SnapshotWord {
  std::string id;
  std::vector<std::string> releases;
  std::uint64_t epoch = 0;
  std::uint64_t revision = 0;
};

enum class LetterState : std::uint16_t { kOpen = 0, kRetried = 1, kDropped = 2 };

/// A message that could not be done.
struct DeadLetter {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  Bytes key;
  Bytes value;
  Bytes hash;
  std::string message_writer;
  std::string reason;
  std::string service;
  std::uint32_t tries = 0;
  std::vector<FindingKey> items;
  Purpose purpose = Purpose::kAnalyze;
  LetterState state = LetterState::kOpen;
  bool conflict = false;
  Bytes other;
  std::string other_writer;
  std::int64_t other_offset = -1;
};

/// Keys of the status topic that are no release's: no tag has a NUL in its name.
inline constexpr std::string_view kClaimKey{"\0leader", 7};
inline constexpr std::string_view kSnapshotKey{"\0snapshot", 9};

[[nodiscard]] Bytes Encode(const WorkBatch& value);
[[nodiscard]] Bytes Encode(const TreeObject& value);
[[nodiscard]] Bytes Encode(const BlobFinding& value);
[[nodiscard]] Bytes Encode(const SourceChunk& value);
[[nodiscard]] Bytes Encode(const ReleaseRecord& value);
[[nodiscard]] Bytes Encode(const ReleaseStatus& value);
[[nodiscard]] Bytes Encode(const Claim& value);
[[nodiscard]] Bytes Encode(const SnapshotWord& value);
[[nodiscard]] Bytes Encode(const DeadLetter& value);
[[nodiscard]] Bytes Encode(const TreeFold& value);

template <typename T>
[[nodiscard]] Result<T> Decode(std::string_view bytes);

/// Keys of the topics (design: one value a key).
[[nodiscard]] Bytes KeyOf(const TreeObject& value);
[[nodiscard]] Bytes KeyOf(const BlobFinding& value);
[[nodiscard]] Bytes KeyOf(const SourceChunk& value);
[[nodiscard]] Bytes KeyOf(const ReleaseRecord& value);
[[nodiscard]] Bytes KeyOf(const ReleaseStatus& value);

/// The finding that a key of the findings topic asks for; nullopt for any other bytes, and for another version's.
[[nodiscard]] std::optional<FindingKey> FindingOfKey(std::string_view key);
/// The version of the analyzer in such a key; 0 for any other bytes.
[[nodiscard]] std::uint16_t AnalyzerOfKey(std::string_view key);

}  // namespace ferrotype
