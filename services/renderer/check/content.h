// All that is known of the texts before a page is made: mistakes, statements and their states, translations.
#pragma once

#include <string>
#include <vector>

#include "renderer/check/links.h"
#include "renderer/check/translations.h"
#include "renderer/page/site.h"
#include "renderer/search/index.h"
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

/// The pages of texts, each made in the same go in which its text is examined.
struct TextsMade {
  Editorial editorial;
  std::vector<FileSet> files;  ///< of each text: pages that nobody took, and what pages bring along
  PagesTaken taken;
  std::vector<FoundThing> things;  ///< what taken pages stand for, weighed
  Result<void> done;               ///< what `take` complained of
};
/// As Examine, for a `site` whose editorial has the translations; `take` may be empty.
[[nodiscard]] TextsMade MakeTexts(const Site& site, const FileSet& content, const Weigher& weigher,
                                  const PageSink& take, std::vector<Diagnostic>& diagnostics, int threads);

/// Links and pictures of the texts that lead to no file of the finished site (F038, F039).
void CheckLinks(const Site& site, const FileSet& files, std::vector<Diagnostic>& diagnostics,
                const PagesTaken& taken = {});

/// In order of path, place and code, each once.
void Sort(std::vector<Diagnostic>& diagnostics);

}  // namespace ferrotype
