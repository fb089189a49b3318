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
};

[[nodiscard]] Bytes Encode(const WorkBatch& value);
[[nodiscard]] Bytes Encode(const TreeObject& value);
[[nodiscard]] Bytes Encode(const BlobFinding& value);
[[nodiscard]] Bytes Encode(const SourceChunk& value);
[[nodiscard]] Bytes Encode(const ReleaseRecord& value);
[[nodiscard]] Bytes Encode(const ReleaseStatus& value);
[[nodiscard]] Bytes Encode(const TreeFold& value);

template <typename T>
[[nodiscard]] Result<T> Decode(std::string_view bytes);

/// Keys of the topics (design: one value a key).
[[nodiscard]] Bytes KeyOf(const TreeObject& value);
[[nodiscard]] Bytes KeyOf(const BlobFinding& value);
[[nodiscard]] Bytes KeyOf(const SourceChunk& value);
[[nodiscard]] Bytes KeyOf(const ReleaseRecord& value);
[[nodiscard]] Bytes KeyOf(const ReleaseStatus& value);

}  // namespace ferrotype
