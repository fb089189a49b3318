// What an edition owes to readers of the editions before it: no URL that was published is dead.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "publisher/editions.h"
#include "publisher/ledger.h"

namespace ferrotype {

/// The editions that this one follows. Both leave out editions of the same inputs, so that publishing again what is
/// there gives the same bytes.
struct Predecessors {
  std::optional<std::string> base;  ///< the last one, with which it is compared
  std::vector<std::string> kept;    ///< those that stay on disk beside it, oldest first: at most `keep` - 1
};
[[nodiscard]] Predecessors PredecessorsOf(const Ledger& ledger, const Editions& editions, const std::string& inputs,
                                          std::size_t keep);

struct Continuity {
  std::map<std::string, std::string> redirects;  ///< HTML page -> the page that it leads to now
  FileMap archived;                              ///< other files, as the last edition that had them
  FileMap assets;                                ///< what pages of editions before still load
};

struct ContinuityInputs {
  const Ledger& ledger;
  const Editions& editions;
  const Predecessors& before;
  const FileMap& files;                ///< of the new edition
  const std::set<std::string>& later;  ///< paths that the edition will have besides
  /// "articles/x": texts that were taken down on purpose.
  const std::vector<std::string>& retired;
};

/// A page that went leads to the nearest page above it; data files stay as they were. kInvalidArgument names what may
/// not go like that: a feed, and an article or case study that is neither renamed (front matter, `formerly`) nor
/// retired (settings).
[[nodiscard]] Result<Continuity> KeepPromises(const ContinuityInputs& inputs);

}  // namespace ferrotype
