// Texts that were written elsewhere, as bundles of this site's content.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "renderer/language_tag.h"
#include "renderer/render.h"

namespace ferrotype {

struct ImportRequest {
  std::string_view bytes;    ///< Markdown or plain text
  std::string name;          ///< "report.md": for the slug and for messages
  std::string kind;          ///< folder of content/ ("papers"); empty: told by the metadata
  std::string slug;          ///< empty: made from the English title or the file's name
  std::optional<Lang> lang;  ///< nullopt: found out
  bool split = false;        ///< both languages stand in it
  std::string today;         ///< YYYY-MM-DD, where the text tells no date
  /// The bytes of a picture beside the file, by relative path; nullopt when there is none.
  std::function<std::optional<std::string>(const std::string&)> beside;
};

struct Imported {
  FileSet files;     ///< paths within content
  std::string kind;  ///< its folder: "articles"
  std::string slug;
  std::vector<std::string>
      report;  ///< what an editor has to look at, a line each; the same stand as comments in the text
};

/// A bundle whose texts `check` takes without an error, drafts until an editor says otherwise. Metadata in any of the
/// shapes that editors meet (YAML, TOML, an HTML comment, a table of one row, a list of `Key: value`, bare lines of
/// title, author and date) becomes front matter; the words stay as they are. What is no Markdown of this site is made
/// so: headings get anchors and begin at the second level, raw HTML goes or is escaped, line numbers leave code,
/// tracking leaves addresses, pictures on foreign hosts become links. What it can't know it asks as comments.
/// kInvalidArgument for bytes that are no text.
[[nodiscard]] Result<Imported> ImportText(const ImportRequest& request);

}  // namespace ferrotype
