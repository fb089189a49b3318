// A site that was rendered before, as it lies in a folder.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "renderer/render.h"

namespace ferrotype {

/// What is wrong with the site in `folder`, a line each: files that its manifest names and that are missing or others
/// now, breaches of the laws of pages (renderer/check/links.h) and, when `settings` say where it stands, of feeds.
/// kNotFound when there is no such folder; kInvalidArgument for one that holds no site.
[[nodiscard]] Result<std::vector<std::string>> ProblemsOfSite(const std::string& folder, const SiteSettings& settings,
                                                              int threads);

}  // namespace ferrotype
