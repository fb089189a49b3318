// All services in one process over the in-memory bus: what one machine needs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "aggregator/aggregator.h"
#include "analyzer/service.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/source.h"
#include "model/store.h"
#include "planner/planner.h"

namespace ferrotype {

struct ReleaseCounts {
  ReleaseRecord record;
  std::uint64_t files = 0;
  std::uint64_t blobs = 0;      ///< distinct in the release
  std::uint64_t new_blobs = 0;  ///< not known before
  std::uint64_t read = 0;
  std::uint64_t analyzed = 0;
  std::uint64_t trees_folded = 0;
  std::uint64_t bytes = 0;  ///< read
  double seconds = 0;
  std::string digest;
};

/// One source, a store, and the threads between them, from construction to Finish.
class EmbeddedRun {
 public:
  /// `known` reads the same store over a connection of its own. `jobs` >= 1 analyzers.
  static Result<std::unique_ptr<EmbeddedRun>> Start(Source& source, Store& store, StoreReader& known, int jobs,
                                                    const StopFlag& stop);
  ~EmbeddedRun();

  /// Analyzes one release to the end. The first error of any thread ends the run: what was committed stays.
  /// `progress` hears about twice a second how many blobs are done of how many planned so far.
  Result<ReleaseCounts> Analyze(const SourceRelease& release, const std::function<void(std::uint64_t done)>& progress);

 private:
  struct State;
  explicit EmbeddedRun(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ferrotype
