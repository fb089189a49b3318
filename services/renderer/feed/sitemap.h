// What search engines read.
#pragma once

#include <span>
#include <string>

#include "renderer/check/links.h"
#include "renderer/language_tag.h"
#include "renderer/render.h"

namespace ferrotype {

/// sitemap.xml over the pages among `files` and `taken` that may be indexed, each with its alternates, which a site of
/// one language has none of; readers of any other language are shown the first of `langs`. Above 40,000 pages an index
/// of sitemap-1.xml and so on.
[[nodiscard]] FileSet Sitemap(const std::string& root, const FileSet& files, std::span<const Lang> langs = kLangs,
                              const PagesTaken& taken = {});

/// robots.txt. `root` may be empty: then it names no sitemap.
[[nodiscard]] std::string Robots(const std::string& root);

}  // namespace ferrotype
