// What readers get that they did not have: the change report of an edition.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/edition.h"
#include "publisher/build_record.h"
#include "publisher/continuity.h"

namespace ferrotype {

struct NewEdition {
  const FileMap& files;  ///< without redirects and what is carried along
  const Continuity& continuity;
  const std::vector<FeedEntry>& entries;
  std::vector<std::string> warnings;
};

/// Compares `edition` with the one before (`base`; nullopt: it is the first). Redirects and archived files of `base`
/// count as not there, so that two editions in turn tell the same each time.
[[nodiscard]] Result<Changes> CompareEditions(const Editions& editions, const std::optional<std::string>& base,
                                              const NewEdition& edition);

/// The report as plain text, at most about 200 lines: what a hook gets on its standard input. `root` is the site's
/// address, for URLs.
[[nodiscard]] std::string ChangesText(const Changes& changes, const std::string& root);

}  // namespace ferrotype
