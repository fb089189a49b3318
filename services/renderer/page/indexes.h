// The page to search on, and what leads to everything without a script: A-Z (by pinyin in Chinese), by subsystem.
#pragma once

#include <vector>

#include "renderer/page/site.h"
#include "renderer/search/index.h"

namespace ferrotype {

[[nodiscard]] FileSet SearchPage(const Site& site, Lang lang, const SearchIndex& index);
/// az/ and a page for each letter, all of them in both languages, so that the language switch keeps the place.
[[nodiscard]] FileSet AlphabetPages(const Site& site, Lang lang, const std::vector<FoundThing>& things);
[[nodiscard]] FileSet SubsystemsPage(const Site& site, Lang lang, const std::vector<FoundThing>& things);

}  // namespace ferrotype
