// Feeds and what robots read: the only files with absolute URLs, so they need a base URL.
#pragma once

#include "renderer/page/site.h"

namespace ferrotype {

/// feeds/{all,releases,articles,commentary}.{en,zh,both}.{rss,atom,json} (`both` where there are several languages)
/// with the 50 newest entries, archive-N beside each that has more (RFC 5005), and feeds/entries.json: every entry ever
/// announced. With more than 20 archives, those of a feed have summaries instead of whole texts.
[[nodiscard]] FileSet FeedFiles(const Site& site);

/// "https://x/y" -> "https://x/y/"
[[nodiscard]] std::string RootUrl(const SiteSettings& settings);

}  // namespace ferrotype
