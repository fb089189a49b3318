// All that is known of the texts before a page is made: mistakes, statements and their states, translations.
#pragma once

#include <string>
#include <vector>

#include "renderer/check/translations.h"
#include "renderer/page/site.h"
#include "renderer/text/text.h"

namespace ferrotype {

struct ExaminedText {
  const Document* document = nullptr;
  std::string title;  ///< plain
  TextRecord record;
};

struct Editorial {
  std::vector<ExaminedText> texts;  ///< as Site::documents
  std::vector<Translation> translations;
};

/// Renders every text of `site` once, tells all mistakes in it, and compares the languages. The one place where
/// diagnostics of texts come from: pages show the same, and `check` prints them.
[[nodiscard]] Editorial Examine(const Site& site, const FileSet& content, std::vector<Diagnostic>& diagnostics,
                                int threads = 1);

/// Links and pictures of the texts that lead to no file of the finished site (F038, F039).
void CheckLinks(const Site& site, const FileSet& files, std::vector<Diagnostic>& diagnostics);

/// In order of path, place and code, each once.
void Sort(std::vector<Diagnostic>& diagnostics);

}  // namespace ferrotype
