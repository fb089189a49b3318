// What there is to find on the finished site: every page that stands for something, C symbols, words of the glossary.
#pragma once

#include <string>
#include <vector>

#include "renderer/page/site.h"
#include "renderer/search/index.h"

namespace ferrotype {

/// In order of kind, then of url, weighed. Pages of both languages make one thing. With any number of threads.
[[nodiscard]] std::vector<FoundThing> ThingsOf(const Site& site, const FileSet& files, const Weigher& weigher,
                                               int threads);

/// Words that mean the same: of content/glossary.yaml, and of content/synonyms.yaml, which has what the trade writes
/// in several ways. Mistakes in the latter are problems of the site.
[[nodiscard]] std::vector<Alike> SynonymsOf(const Site& site, const FileSet& content);

/// Key of the catalogue that names the kind: "found_module".
[[nodiscard]] std::string LabelKeyOf(FoundKind kind);

}  // namespace ferrotype
