// The laws of emitted feeds, as links.h has those of pages.
#pragma once

#include <string>
#include <vector>

#include "renderer/render.h"

namespace ferrotype {

/// One line a breach, in order of path: a feed that is no well-formed XML, an entry without id, an id that stands
/// twice, a link below `root` to a file that isn't there.
[[nodiscard]] std::vector<std::string> CheckFeeds(const FileSet& files, const std::string& root);

}  // namespace ferrotype
