// What people wrote (content/, Markdown bound to data) as HTML for one page in one language.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/report.h"
#include "renderer/language_tag.h"
#include "renderer/render.h"
#include "renderer/text/record.h"

namespace ferrotype {

/// A place and a trouble: `content/x/zh.md:12:7: error[F012]: unknown metric "rust.locs"; did you mean
/// "rust.lines.code"?`
struct Diagnostic {
  enum class Severity : std::uint8_t {
    kError,    ///< publishing refuses
    kWarning,  ///< told, and shown where a reader must know; publishing goes on
    kNote,     ///< good to know; nothing to mend
  };

  std::string path;
  int line = 0;    ///< counted from 1, front matter included
  int column = 0;  ///< counted from 1, in characters
  std::string code;
  std::string message;
  Severity severity = Severity::kError;
  bool operator==(const Diagnostic&) const = default;
};

/// "error", "warning", "note"
[[nodiscard]] std::string_view IdOf(Diagnostic::Severity severity);

/// The one line above. No newline at its end.
[[nodiscard]] std::string Describe(const Diagnostic& diagnostic);

/// A source that a text names: an entry of the refs.yaml beside it.
struct Reference {
  std::string title;
  std::string url;            ///< http or https, or empty
  std::string author;         ///< or empty
  std::string date;           ///< as written, or empty
  std::string title_zh = {};  ///< our own words for it in Chinese, where `title` is no name; or empty
};

/// A word of the trade in both languages: an entry of content/glossary.yaml, keyed by the English word.
struct Term {
  std::string en;
  std::string zh;
  std::string means = {};     ///< a sentence or two in English, or empty
  std::string means_zh = {};  ///< the same in Chinese, or empty
};
using Glossary = std::map<std::string, Term>;
/// Its anchor on the glossary's page, the same in every language: "use-after-free" -> "t-use-after-free".
[[nodiscard]] std::string AnchorOf(const Term& term);

/// One text in one language: content/<kind>/<slug>/<lang>.md
struct Document {
  using Spot = TextSpot;

  std::string kind;  ///< folder name: "articles", "case-studies", "pages"
  std::string slug;  ///< also its path in URLs
  Lang lang = Lang::kEn;
  std::string path;  ///< content/articles/x/en.md, for diagnostics
  std::map<std::string, std::string>
      front_matter;   ///< flat keys: title, summary, date, author, ...; values are Markdown with roles where shown
  std::string body;   ///< Markdown after the front matter
  int body_line = 1;  ///< line of the file on which `body` begins
  std::map<std::string, Reference> references;     ///< of the refs.yaml beside it, by key; both languages share it
  std::shared_ptr<const Glossary> glossary;        ///< shared by all; null: none
  std::map<std::string, Spot> front_matter_spots;  ///< where each value of the front matter begins
  /// What a translation has seen of its original: section -> hash. `ferrotype translated` writes it.
  std::map<std::string, std::string> seen = {};

  /// Whether its editor wants it to be published.
  [[nodiscard]] bool IsDraft() const {
    const auto draft = front_matter.find("draft");
    return draft != front_matter.end() && (draft->second == "yes" || draft->second == "true");
  }
};

struct Heading {
  int level = 2;
  std::string id;    ///< as in the page, prefix included; the same in every language
  std::string html;  ///< without links, for a table of contents
};

struct RenderedText {
  std::string title_html;  ///< without links, as summary_html: both may stand inside one
  std::string title_text;  ///< plain, for <title> and feeds
  std::string summary_html;
  std::string summary_text;
  std::string body_html;
  std::vector<Heading> headings;
  TextRecord record;
};

/// Where pictures of texts lie: "articles/x/cover.png" -> path below the site's root.
using PicturePaths = std::map<std::string, std::string, std::less<>>;

/// What a ```{chart} fence asks for.
struct ChartCall {
  std::string_view spec;  ///< its first line after the name
  Lang lang = Lang::kEn;
  const std::string& to_root;
  std::string title = {};       ///< the words between its fences, plain; empty: none
  std::string title_html = {};  ///< the same with values and links
};

/// What a text is rendered against.
struct TextContext {
  const Library& library;
  const Report* release = nullptr;  ///< a role without @release means this one; the newest when null
  Lang lang = Lang::kEn;
  std::string to_root;  ///< "../../": from the page to the site's root, for relative URLs
  /// Draws a chart as a whole figure's HTML. Set by the pages' side.
  std::function<Result<std::string>(const ChartCall& call)> chart;
  /// Also tell what no page shows: numbers in prose that no data is bound to. It costs, so that only checks ask for it.
  bool lint = false;
  /// For previews: a mark before each block that says on which line of the file it begins.
  bool mark_lines = false;
  /// As things stood when this release was the newest measured one: later ones are not there. Null: now.
  const Report* upto = nullptr;
  /// Null: pictures are named as the text names them.
  const PicturePaths* pictures = nullptr;
  /// The name of a key of a dimension for people. Set by the pages' side, which has the catalogues; empty: names that
  /// the data itself has.
  std::function<std::string(std::string_view dimension, std::string_view key)> key_name = {};
};

/// All documents below content/, in order of (kind, slug, lang). Mistakes are added to `diagnostics`, and what has them
/// is left out. Paths in `content` are relative to content/: "articles/x/en.md". Files of other names in a text's
/// folder (pictures) are no business of this function, and texts of `known` languages that are not among `langs` are
/// passed over.
[[nodiscard]] std::vector<Document> LoadDocuments(const FileSet& content, std::vector<Diagnostic>& diagnostics,
                                                  std::span<const Lang> langs = kLangs,
                                                  std::span<const Lang> known = kLangs);

/// Renders one document; mistakes are added to `diagnostics` and shown at their spot.
[[nodiscard]] RenderedText RenderText(const Document& document, const TextContext& context,
                                      std::vector<Diagnostic>& diagnostics);

/// Source code as HTML: <pre class="code"> with a <span class="line" data-n="12"> a line and class names only.
/// `language`: "rust", "c", "kconfig", "make", "sh", "console" (a shell with prompts), "diff", or other for no
/// highlighting. Line numbers start at `first_line`; they are generated content, so they don't get copied.
[[nodiscard]] std::string HighlightCode(std::string_view code, std::string_view language, int first_line);

}  // namespace ferrotype
