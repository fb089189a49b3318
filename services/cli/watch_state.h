// What a watcher remembers between looks, whatever ends it: hints alone, for the store and the mirror know the rest.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "base/result.h"

namespace ferrotype {

struct WatchedSource {
  int failures = 0;                          ///< in a row
  std::int64_t not_before = 0;               ///< seconds since 1970: the next look
  std::map<std::string, std::string> tags;   ///< tag -> its tree when it was measured
  std::map<std::string, std::string> files;  ///< tarball -> size, time and, after a blank, what became of it
  std::set<std::string> told;                ///< what is wrong with tags and has been reported
};

struct WatchState {
  std::map<std::string, WatchedSource> sources;  ///< by address
};

[[nodiscard]] std::string WriteWatchState(const WatchState& state);
/// kCorrupt for anything but what was written.
[[nodiscard]] Result<WatchState> ParseWatchState(std::string_view json);

}  // namespace ferrotype
