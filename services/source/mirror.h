// A bare repository of our own that follows the tags of another one, wherever that is.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace ferrotype {

struct MirrorLook {
  struct Moved {
    std::string name;
    std::string was;  ///< object id here
    std::string now;  ///< object id there
  };
  std::vector<std::string> fetched;  ///< tags that were new, in bytewise order
  std::vector<Moved> moved;  ///< wanted tags that name another object than when they were fetched: left as they were
  std::vector<std::string> vanished;  ///< tags that are here and there no more: left as they were
};

/// Looks at the tags of `url` (git://, https://), and fetches those that `wanted` takes and
/// `mirror`, a path, does not have; a mirror that isn't there is made. What a killed run left half fetched is removed.
/// `alive` is called now and then while bytes come; false ends it with kCancelled. One caller at a time. kUnavailable
/// when the other side can't be reached or its answer can't be kept; kCorrupt when it makes no sense.
[[nodiscard]] Result<MirrorLook> UpdateMirror(const std::string& mirror, const std::string& url,
                                              const std::function<bool(std::string_view tag)>& wanted,
                                              const std::function<bool()>& alive);

}  // namespace ferrotype
