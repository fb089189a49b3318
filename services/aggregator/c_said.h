// What the C files of a release say of the names that Rust asks for; remembered from one release to the next.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "model/c_syntax.h"
#include "model/store.h"

namespace ferrotype {

struct CAsked {
  std::set<std::string, std::less<>> called;  ///< functions and macros with parameters
  std::unordered_set<std::uint64_t> hashes;   ///< CNameHash of types, constants, variables
};

/// Of the names that were asked for, those that one file defines. Both in order of position.
struct CSaid {
  std::vector<CDefinition> definitions;
  std::vector<CHashedName> names;
};

/// A release asks for names that nearly all were asked for in the one before, and nearly all its files are the same:
/// a file is read once for a name, and a folder in which nobody said anything is not entered again. Findings stay what
/// they are, so what is remembered does too. One thread.
class CSayings {
 public:
  /// `path` of a file or header, and what it says: never nothing. A file that lies at several paths comes with each; in
  /// no promised order. Views in `said` last as long as this object does.
  using Visit = std::function<void(const std::string& path, const CSaid& said)>;
  /// Those that say something of what is asked, and perhaps of more. kCorrupt when a finding can't be read.
  Result<void> ForEachFile(StoreReader& store, TreeOid root, const CAsked& asked, const Visit& visit);

 private:
  struct File {
    FindingKey key;
    std::string path;
  };
  [[nodiscard]] bool Covers(const CAsked& asked) const;
  Result<bool> Read(StoreReader& store, const std::vector<File>& files);

  CAsked asked_;                                // for all that is in read_
  std::unordered_map<FindingKey, CSaid> said_;  // of files that say something
  std::vector<FindingKey> read_;                // ascending
  std::unordered_set<TreeOid> quiet_;           // trees whose files were all read, and none below says anything
};

}  // namespace ferrotype
