// A rendered site as files that people can read: whole, or not at all.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "base/stop.h"

namespace ferrotype {

struct WriteOutcome {
  bool changed = false;  ///< false: what is there is equal, and was not touched
  std::uint64_t files = 0;
};

/// Writes `files` (relative paths) into `folder`: first beside it, synced, then exchanged with it in one system call,
/// so that a reader finds the old site or the new one. Files that did not change are not written
/// again: they keep their time. The manifest (manifest.sha256) tells whether anything changed.
/// kInvalidArgument when `folder` holds something that is not a site of ours (it is left as it is); kUnavailable when
/// the disk fails; kCancelled on `stop`. In all of these what was there stays, and nothing else remains.
[[nodiscard]] Result<WriteOutcome> WriteSite(const std::map<std::string, std::string>& files, const std::string& folder,
                                             const StopFlag& stop, int threads = 1);

}  // namespace ferrotype
