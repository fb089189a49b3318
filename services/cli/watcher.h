// One look at what is watched, from new tags to a new edition.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/cluster/watching.h"
#include "cli/options.h"
#include "cli/watch_state.h"
#include "planner/selection.h"
#include "publisher/durable.h"

namespace ferrotype {

/// The world outside, which tests and restarts don't share.
struct WatchClock {
  std::int64_t now = 0;   ///< seconds since 1970
  double chance = 0;      ///< in [0, 1): spreads attempts
  std::string published;  ///< as Now() in publish.h
};

class Watcher {
 public:
  /// Takes the lock of the watcher of this store: kUnavailable when another one is at it. `every`: seconds.
  [[nodiscard]] static Result<std::unique_ptr<Watcher>> Open(const Options& options, std::int64_t every);

  /// Looks at each source that is due (all of them if `all`), measures what is new, publishes. What goes wrong with one
  /// source is told on stderr and holds up no other. Returns an exit code: the first that is not 0.
  int Look(const WatchClock& clock, bool all);

  /// Seconds since 1970 when the next source is due.
  [[nodiscard]] std::int64_t NextLook(std::int64_t now) const;

 private:
  Watcher(const Options& options, std::int64_t every, TagSelection selection, FileLock lock)
      : options_(options), every_(every), selection_(std::move(selection)), lock_(std::move(lock)) {}

  [[nodiscard]] bool IsDue(const WatchedSource& source, std::int64_t now) const;
  Result<void> LookAt(const std::string& address, WatchedSource& source, const WatchClock& clock);
  Result<void> LookAtMirror(const std::string& url, WatchedSource& source, std::set<std::string>& wrong);
  /// `repository`: what analyzers of a cluster call it.
  Result<void> LookAtRepository(const std::string& path, const std::string& repository, WatchedSource& source,
                                std::set<std::string>& wrong);
  Result<std::map<std::string, std::string>> Complete();
  Result<void> LookAtFolder(const std::string& path, WatchedSource& source, std::int64_t now);
  Result<void> Measure(const std::string& path, const std::string& name);
  Result<void> MeasureImported(const std::string& path, const std::string& name, const std::string& repository);
  Result<void> MeasureAll(const std::string& path, const std::string& repository, WatchedSource& source,
                          const std::vector<std::pair<std::string, std::string>>& fresh);
  void Report(const std::string& address, WatchedSource& source, std::set<std::string> wrong);
  int PublishNow(const Options& publication, const WatchClock& clock, bool quiet_when_empty);
  Result<void> Save();
  void Remember(int code) { code_ = code_ != 0 ? code_ : code; }

  const Options& options_;
  const std::int64_t every_;
  TagSelection selection_;
  FileLock lock_;
  std::vector<Options> publications_;
  std::unique_ptr<ClusterWatch> cluster_;  ///< null: everything is measured here
  WatchState state_;
  int code_ = 0;
};

}  // namespace ferrotype
