// build.json: what an edition was made from and by whom. Its hash is the edition's id.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "publisher/durable.h"

namespace ferrotype {

struct BuildRecord {
  struct Release {
    std::string name;
    std::string tree;
    std::string digest;
    bool operator==(const Release&) const = default;
  };

  std::string program;                           ///< "0.1.0"
  std::map<std::string, std::int64_t> versions;  ///< of rules: "analyzer", "owners", ...
  std::vector<Release> releases;
  std::string content;  ///< SHA-256 over names and bytes
  std::string templates;
  std::map<std::string, std::string> settings;
  std::string inputs;  ///< hash of all above
  std::string base;    ///< inputs of the edition that it was compared with; empty: it was the first
  std::map<std::string, std::int64_t> counts;    ///< "files", "bytes", "pages", ...
  std::map<std::string, std::string> redirects;  ///< path of a page that is no more, and where it leads
  std::vector<std::string> archived;             ///< paths of files kept as an edition before had them
  std::vector<std::string> warnings;             ///< what content says that no longer holds
  std::string files;                             ///< SHA-256 over all files but this record and the manifest
  bool operator==(const BuildRecord&) const = default;
};

/// SHA-256, hexadecimal, over names, sizes and bytes.
[[nodiscard]] std::string HashOf(const FileMap& files);
/// The hash of everything that is put in: program, versions, releases, content, templates, settings.
[[nodiscard]] std::string InputsOf(const BuildRecord& record);

[[nodiscard]] std::string WriteBuildRecord(const BuildRecord& record);
[[nodiscard]] Result<BuildRecord> ParseBuildRecord(std::string_view json);

/// The id of the edition whose record, as written, is this.
[[nodiscard]] std::string EditionIdOf(std::string_view record);

}  // namespace ferrotype
