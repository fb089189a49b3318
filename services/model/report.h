// All that is known of a release, as data; and the store as pages see it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/oid.h"
#include "base/result.h"
#include "model/finding.h"
#include "model/release.h"
#include "model/survey.h"
#include "model/unsafe.h"

namespace ferrotype {

/// Whose Rust a file is. The order is the order of pages; ids last ("kernel-crate"). OwnerRules() in owner.h decides.
enum class Owner : std::uint8_t {
  kKernelCrate,
  kSupportCrates,
  kDrivers,
  kSubsystem,
  kMacros,
  kPinInit,
  kSamples,
  kTests,
  kTools,
  kBindings,
  kGenerated,
  kVendored,
  kUnclassified,  ///< in a directory of rust/ that no rule knows: reported, never guessed
};
inline constexpr std::size_t kOwners = 13;

/// An exact value: numerator / denominator. Counts have denominator 1; a share in percent is 100 * part / whole.
struct MetricValue {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  bool operator==(const MetricValue&) const = default;
};

/// One cell of data/metrics.csv. `dimension` is "" (the whole release), "language", "owner", "directory" or
/// "subsystem"; `key` its value.
struct MetricRow {
  std::string metric;
  std::string dimension;
  std::string key;
  MetricValue value;
  bool operator==(const MetricRow&) const = default;
};

/// A file of a release.
struct FileRow {
  std::string path;
  BlobOid oid;
  std::optional<Owner> owner;  ///< Rust only
  BlobFinding finding;
};

/// One `unsafe` of a release.
struct UnsafeRow {
  std::string path;
  Owner owner = Owner::kKernelCrate;
  UnsafeSite site;
};

/// What the ATC'24 study calls wrapped, counted by its own commands (aggregator/study.h).
struct StudyCounts {
  std::uint64_t functions = 0;
  std::uint64_t structures = 0;  ///< candidates: names that are neither called nor begin with a capital
};

struct Report {
  std::string name;  ///< v7.2.13-debian
  std::string line;
  std::string date;  ///< YYYY-MM-DD or empty
  TreeOid tree;
  std::string digest;                      ///< hexadecimal SHA-256 (contract.md)
  std::uint64_t blobs = 0;                 ///< distinct (language, content) pairs among its files
  TreeFold fold;                           ///< of the root tree
  std::map<Owner, LanguageTotals> owners;  ///< of Rust; every owner, empty ones as zeros
  std::map<std::string, TreeFold>
      directories;  ///< "drivers", "drivers/net", ...: two levels, and every one that holds Rust
  std::map<std::string, TreeFold> subsystems;  ///< SubsystemOf(path); they sum to the whole
  std::vector<FileRow> rust_files;             ///< in order of path
  std::vector<std::string> unclassified;       ///< directories of rust/ that no owner rule knows
  std::vector<std::string> not_counted;  ///< paths that are text but could not be analyzed, with the reason after a tab
  /// In order of path and position; crates that were copied in whole are left out, as in the metric unsafe.tokens.
  std::vector<UnsafeRow> unsafe_sites;
  std::uint64_t doc_test_unsafe = 0;  ///< `unsafe` in code examples of doc comments, same files
  Survey survey;
  std::optional<StudyCounts> study;
  std::vector<MetricRow> metrics;  ///< in order of (metric, dimension, key)

  /// The value of `metric`, nullopt when this release has none under that dimension and key.
  [[nodiscard]] std::optional<MetricValue> Value(std::string_view metric, std::string_view dimension = "",
                                                 std::string_view key = "") const;
};

/// What pages are made from. Rendering needs no repository.
class Library {
 public:
  virtual ~Library() = default;
  /// Complete releases, in order of ReleaseLess.
  [[nodiscard]] virtual const std::vector<Report>& Reports() const = 0;
  /// The oid of the file at `path` in the release of `report`; nullopt when there is none.
  virtual Result<std::optional<BlobOid>> FindBlob(const Report& report, std::string_view path) const = 0;
  /// The bytes of a blob that the store keeps for quoting; nullopt when it keeps none.
  virtual Result<std::optional<Bytes>> Quote(BlobOid blob) const = 0;
};

/// "kernel-crate" and so on; what data and URLs call an owner.
[[nodiscard]] std::string_view IdOf(Owner owner);

}  // namespace ferrotype
