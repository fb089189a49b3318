// What search engines read.
#pragma once

#include <string>

#include "renderer/render.h"

namespace ferrotype {

/// sitemap.xml over the pages among `files` that may be indexed, each with its alternates; above 40,000 pages an index
/// of sitemap-1.xml and so on.
[[nodiscard]] FileSet Sitemap(const std::string& root, const FileSet& files);

/// robots.txt. `root` may be empty: then it names no sitemap.
[[nodiscard]] std::string Robots(const std::string& root);

}  // namespace ferrotype
