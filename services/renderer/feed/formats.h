// A feed as RSS 2.0, Atom and JSON Feed 1.1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "renderer/feed/entries.h"

namespace ferrotype {

/// A document of a feed: what is new, or one of the archives that hold all that was (RFC 5005).
struct FeedPart {
  const Page& page;          ///< lends words and, for feeds of one language, that
  const std::string& root;   ///< "https://example.org/x/"
  std::string name;          ///< "all", "releases", ...
  bool both = false;         ///< entries of both languages
  std::size_t archive = 0;   ///< its number, from 1, oldest first; 0: what is new
  std::size_t archives = 0;  ///< how many there are
  bool whole = true;         ///< entries with their whole text; else with their summary alone
  std::vector<const Entry*> entries;
  std::string style;  ///< path of the style sheet for people, below the root
};

/// "feeds/all.en.atom", "feeds/all.both.archive-2.rss"; `ending` without the dot.
[[nodiscard]] std::string FeedPath(const std::string& name, std::optional<Lang> lang, std::size_t archive,
                                   std::string_view ending);

[[nodiscard]] std::string Rss(const FeedPart& part);
[[nodiscard]] std::string Atom(const FeedPart& part);
[[nodiscard]] std::string JsonFeed(const FeedPart& part);

}  // namespace ferrotype
