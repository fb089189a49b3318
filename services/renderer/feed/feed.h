// Feeds and the sitemap: the only files with absolute URLs, so they need a base URL.
#pragma once

#include "renderer/page/site.h"

namespace ferrotype {

/// feeds/{all,releases,articles}.{en,zh}.{rss,atom}, and feeds/entries.json: every entry ever announced. Entries
/// without a date are left out: no date is made up for them.
[[nodiscard]] FileSet FeedFiles(const Site& site);
/// sitemap.xml over the pages among `files`, with their alternates.
[[nodiscard]] std::string Sitemap(const std::string& base_url, const FileSet& files);

/// "https://x/y" -> "https://x/y/"
[[nodiscard]] std::string RootUrl(const SiteSettings& settings);

}  // namespace ferrotype
