// bytes -> BlobFinding: a pure function of (language, bytes). It knows no path, no release, no clock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/block_scan.h"
#include "base/oid.h"
#include "model/finding.h"
#include "model/language.h"

namespace ferrotype {

/// Larger blobs are never read into memory; TooLarge makes their finding.
inline constexpr std::uint64_t kMaxBlobBytes = 256ULL << 20;

/// Keeps buffers from one blob to the next, so use one for each thread. Every instance gives the same findings.
class Analyzer {
 public:
  Analyzer() = default;
  /// For tests and measurements: scans with `isa`, which this machine must be able to run.
  explicit Analyzer(BlockIsa isa) : isa_(isa) {}

  /// `language` as LanguageOfName has it; for kByShebang the bytes decide. `blob` is only copied into the finding.
  /// Always an answer: kNotText for binary bytes (a NUL in the first 8,000, or a UTF-16 byte-order mark), without
  /// lines; kTooLarge above kMaxBlobBytes. Takes time linear in the bytes.
  [[nodiscard]] BlobFinding Analyze(Language language, BlobOid blob, std::string_view bytes);

 private:
  BlockIsa isa_ = BestBlockIsa();
  std::string text_;               // bytes without carriage returns, where there are any
  std::string scratch_;            // ScanRust's
  std::vector<LineStart> starts_;  // of a C text
};

/// The finding of a blob of more than kMaxBlobBytes; `bytes` as far as it is known, else 0.
[[nodiscard]] BlobFinding TooLarge(Language language, BlobOid blob, std::uint64_t bytes = 0);

}  // namespace ferrotype
