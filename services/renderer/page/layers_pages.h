// The lists below the overview of the layers, each on as many pages as it takes.
#pragma once

#include <cstddef>
#include <vector>

#include "renderer/page/layers_parts.h"
#include "renderer/page/site.h"

namespace ferrotype {

[[nodiscard]] FileSet ChainPages(const Site& site, Lang lang, const Report& release);
[[nodiscard]] FileSet SymbolPages(const Site& site, Lang lang, const Report& release);
[[nodiscard]] FileSet EntryPages(const Site& site, Lang lang, const Report& release);
[[nodiscard]] FileSet NamePages(const Site& site, Lang lang, const Report& release);

/// Where C calls Rust, by way, and the C symbols that Rust calls, by letter: the sections that lead to those lists.
[[nodiscard]] Html EntriesPart(const Page& page, const Report& release);
[[nodiscard]] Html SymbolsPart(const Page& page, const Report& release);

/// How many pages the chains of the group take.
[[nodiscard]] std::size_t ChainPageCount(const Page& page, const Report& release, const ChainGroup& group);
/// The first name of each page of names.
[[nodiscard]] std::vector<std::size_t> NamePageStarts(const Report& release);
/// The letters of the index of C symbols, each leading to its pages; `current` is a number among them.
[[nodiscard]] Html LettersNav(const Page& page, const Report& release, std::size_t current);

}  // namespace ferrotype
