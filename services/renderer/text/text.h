// What people wrote (content/, Markdown bound to data) as HTML for one page in one language.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/report.h"
#include "renderer/language_tag.h"
#include "renderer/render.h"

namespace ferrotype {

/// A place and a trouble: `content/x/zh.md:12:7: error[F012]: unknown metric "rust.locs"; did you mean "rust.lines.code"?`
struct Diagnostic {
  std::string path;
  int line = 0;    ///< counted from 1, front matter included
  int column = 0;  ///< counted from 1, in characters
  std::string code;
  std::string message;
};

/// One text in one language: content/<kind>s/<slug>/<lang>.md
struct Document {
  std::string kind;  ///< folder name: "articles", "case-studies", "pages"
  std::string slug;  ///< also its path in URLs
  Lang lang = Lang::kEn;
  std::string path;  ///< content/articles/x/en.md, for diagnostics
  std::map<std::string, std::string> front_matter;  ///< flat keys: title, summary, date, author, ...; values are Markdown with roles where shown
  std::string body;      ///< Markdown after the front matter
  int body_line = 1;     ///< line of the file on which `body` begins
};

struct Heading {
  int level = 2;
  std::string id;     ///< the same in every language
  std::string html;
};

struct RenderedText {
  std::string title_html;
  std::string title_text;    ///< plain, for <title> and feeds
  std::string summary_html;
  std::string summary_text;
  std::string body_html;
  std::vector<Heading> headings;
};

/// What a text is rendered against.
struct TextContext {
  const Library& library;
  const Report* release = nullptr;  ///< a role without @release means this one; the newest when null
  Lang lang = Lang::kEn;
  std::string to_root;              ///< "../../": from the page to the site's root, for relative URLs
  /// Draws what a ```{chart} fence asks for (its first line after the name) as a whole figure's HTML. Set by the pages' side.
  std::function<Result<std::string>(std::string_view spec, Lang lang, const std::string& to_root)> chart;
};

/// All documents below content/, in order of (kind, slug, lang). Mistakes are added to `diagnostics`, and what has them is left out.
[[nodiscard]] std::vector<Document> LoadDocuments(const FileSet& content, std::vector<Diagnostic>& diagnostics);

/// Renders one document; mistakes are added to `diagnostics` and shown at their spot.
[[nodiscard]] RenderedText RenderText(const Document& document, const TextContext& context,
                                      std::vector<Diagnostic>& diagnostics);

/// Source code as HTML: <pre class="code"> with a <span class="line" data-n="12"> a line and class names only. `language`: "rust", "c", "sh", "diff" or other for
/// no highlighting. Line numbers start at `first_line`; they are generated content, so they don't get copied.
[[nodiscard]] std::string HighlightCode(std::string_view code, std::string_view language, int first_line);

}  // namespace ferrotype
