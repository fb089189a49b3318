// What there is to find on the finished site: every page that stands for something, C symbols, words of the glossary.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/page/site.h"
#include "renderer/search/index.h"

namespace ferrotype {

/// What the page at `path` (below a language's folder) stands for, weighed, of its HTML in all languages of the site;
/// nullopt for pages that only lead to others or aren't to be found.
[[nodiscard]] std::optional<FoundThing> ThingOfPages(const Site& site, const std::string& path,
                                                     const std::map<Lang, std::string_view>& pages,
                                                     const Weigher& weigher);

/// In order of kind, then of url, weighed, with those `made` before. Pages of both languages make one thing. With any
/// number of threads.
[[nodiscard]] std::vector<FoundThing> ThingsOf(const Site& site, const FileSet& files, const Weigher& weigher,
                                               std::vector<FoundThing> made, int threads);

/// Words that mean the same: of content/glossary.yaml, and of content/synonyms.yaml, which has what the trade writes
/// in several ways. Mistakes in the latter are problems of the site.
[[nodiscard]] std::vector<Alike> SynonymsOf(const Site& site, const FileSet& content);

/// Key of the catalogue that names the kind: "found_module".
[[nodiscard]] std::string LabelKeyOf(FoundKind kind);

}  // namespace ferrotype
