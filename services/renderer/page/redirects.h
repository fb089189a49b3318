// Addresses that pages had before: what stands there leads to where they are now.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

/// The names that a text had before (front matter `formerly` of either language), in the order in which they are
/// written.
[[nodiscard]] std::vector<std::string> FormerSlugs(const Site& site, std::string_view kind, std::string_view slug);

/// Path of a page as it was -> path of the page now, of all texts that say what they were called. A name that is no
/// slug, or is somebody else's, is a problem.
[[nodiscard]] std::map<std::string, std::string> RenamedPages(const Site& site);

/// A page for each of `redirects` (paths below a language's folder, en/x/index.html).
[[nodiscard]] FileSet RedirectPages(const Site& site, const std::map<std::string, std::string>& redirects);

}  // namespace ferrotype
