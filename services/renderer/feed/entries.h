// What feeds announce: releases and texts, in one language.
#pragma once

#include <string>
#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

struct Entry {
  std::string id;    ///< a tag: URI; never a URL, so that it outlives them
  std::string kind;  ///< the section of feeds that it stands in: "releases", "articles", "commentary", "events"
  Lang lang = Lang::kEn;
  std::string date;     ///< YYYY-MM-DD, first announced
  std::string updated;  ///< the editor's word; never before `date`
  std::string path;     ///< of the page, below the language's folder
  std::string title;
  std::string summary;
  std::string author;              ///< or empty
  std::string content;             ///< HTML with absolute URLs; of a text, once AddContent was asked for it
  const Document* text = nullptr;  ///< null: a release
};

/// Newest first. Those without a date are left out: no date is made up for them. Pictures that they show go to `files`.
[[nodiscard]] std::vector<Entry> EntriesOf(const Site& site, Lang lang, const std::string& root, FileSet& files);

/// The whole text, which few of many entries are asked for.
void AddContent(const Site& site, const std::string& root, Entry& entry);

}  // namespace ferrotype
