// The laws of emitted feeds, as links.h has those of pages.
#pragma once

#include <string>
#include <vector>

#include "renderer/check/links.h"
#include "renderer/render.h"

namespace ferrotype {

/// One line a breach, in order of path: a feed that is no well-formed XML or no JSON Feed, an entry without id, an id
/// that stands twice; in a feed, the text of its entries or a sitemap a link below `root` to a file or an anchor that
/// isn't there; a relative link or a drawing in an entry's text.
[[nodiscard]] std::vector<std::string> CheckFeeds(const FileSet& files, const std::string& root, int threads = 1,
                                                  const PagesTaken& taken = {});

}  // namespace ferrotype
