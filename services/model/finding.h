// Facts about one blob, and their sums.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/oid.h"
#include "model/language.h"

namespace ferrotype {

/// Version of the rules by which findings are made. A change of any rule, of the table of languages included, raises
/// it.
inline constexpr std::uint16_t kAnalyzerVersion = 6;

enum class Outcome : std::uint16_t { kCounted = 0, kNotText = 1, kTooLarge = 2, kTooCostly = 3 };

/// Lines of one text, or of many. code + comment + blank = lines, for any bytes at all.
struct LineCounts {
  std::uint64_t code = 0;
  std::uint64_t comment = 0;
  std::uint64_t blank = 0;
  [[nodiscard]] std::uint64_t Lines() const { return code + comment + blank; }
  bool operator==(const LineCounts&) const = default;
};

struct RustFacts {
  std::vector<std::string> includes;  ///< literals of include!("...")
  bool vendored = false;              ///< its head says that the contents come from the Rust standard library
  bool operator==(const RustFacts&) const = default;
};

/// See proto/messages.capnp for the meaning of each field.
struct BlobFinding {
  BlobOid blob;
  Language language = Language::kUnknown;
  Language resolved_language = Language::kUnknown;
  Outcome outcome = Outcome::kCounted;
  std::uint64_t bytes = 0;
  LineCounts lines;
  std::uint64_t doc = 0;  ///< of lines.comment
  LineCounts cloc;        ///< C, headers, Rust only
  std::uint64_t unsafe_tokens = 0;
  RustFacts rust;       ///< only for Rust
  Bytes syntax;         ///< message of RustSyntax, CSyntax, KbuildSyntax or KconfigSyntax; see their headers
  Bytes unsafe_ledger;  ///< message of UnsafeLedger (unsafe.h), Rust only
  bool operator==(const BlobFinding&) const = default;
};

/// What a finding is asked for by.
struct FindingKey {
  Language language = Language::kUnknown;
  BlobOid blob;
  auto operator<=>(const FindingKey&) const = default;
};

/// Sums over files of one language.
struct LanguageTotals {
  std::uint64_t files = 0;
  std::uint64_t not_text = 0;
  std::uint64_t failed = 0;
  std::uint64_t bytes = 0;
  LineCounts lines;
  std::uint64_t doc = 0;
  LineCounts cloc;
  std::uint64_t unsafe_tokens = 0;

  void Add(const BlobFinding& finding);
  void Add(const LanguageTotals& other);
  bool operator==(const LanguageTotals&) const = default;
};

/// Findings added up over one tree and all below it.
struct TreeFold {
  std::map<Language, LanguageTotals> languages;  ///< every language that occurs
  std::uint64_t symlinks = 0;
  std::uint64_t submodules = 0;

  void Add(const TreeFold& other);
  [[nodiscard]] bool HasRust() const { return languages.contains(Language::kRust); }
  [[nodiscard]] LanguageTotals Of(Language language) const;
  [[nodiscard]] LanguageTotals Total() const;
  bool operator==(const TreeFold&) const = default;
};

}  // namespace ferrotype

template <>
struct std::hash<ferrotype::FindingKey> {
  std::size_t operator()(const ferrotype::FindingKey& key) const noexcept {
    return std::hash<ferrotype::BlobOid>()(key.blob) * 31 + static_cast<std::size_t>(key.language);
  }
};
