// Measuring what a source offers into a store.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cli/embedded.h"
#include "cli/options.h"
#include "model/source.h"
#include "planner/selection.h"

namespace ferrotype {

class Analysis {
 public:
  /// `known` reads the same store over a connection of its own.
  Analysis(const Options& options, Store& store, StoreReader& known)
      : options_(options), store_(store), known_(known) {}

  /// Measures the releases of the source at `path` that `patterns` name, or, when there are none, that `selection`
  /// takes; those that are complete in the store are left as they are. kInvalidArgument when one of them now stands for
  /// other bytes: it is not measured again, nor are those after it.
  Result<void> Measure(const std::string& path, const std::vector<std::string>& patterns,
                       const TagSelection& selection);

  [[nodiscard]] const std::vector<std::pair<ReleaseCounts, std::string>>& finished() const { return finished_; }
  /// Names of releases that had been measured before.
  [[nodiscard]] const std::vector<std::string>& skipped() const { return skipped_; }

 private:
  Result<bool> IsMeasured(const SourceRelease& release, const StoredRelease* stored);
  Result<void> RememberOrigins();

  const Options& options_;
  Store& store_;
  StoreReader& known_;
  std::vector<std::pair<ReleaseCounts, std::string>> finished_;
  std::vector<std::string> skipped_;
};

}  // namespace ferrotype
