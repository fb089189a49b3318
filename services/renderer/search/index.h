// The index that readers search: made of finished pages, so that whatever has a page can be found, in either language
// from either language. Files are classic scripts, which load from file:// too.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "renderer/language_tag.h"
#include "renderer/render.h"

namespace ferrotype {

/// In order of what readers look for first.
enum class FoundKind : std::uint8_t {
  kPage,
  kArticle,
  kCaseStudy,
  kCommentary,
  kEvent,
  kPaper,
  kRelease,
  kMetric,
  kModule,
  kDriver,
  kTerm,
  kSymbol,
  kList,  ///< a part of a release: its ledger of unsafe, its layers
};
inline constexpr std::size_t kFoundKinds = 13;

/// What can be found, in both languages.
struct FoundThing {
  struct Words {
    std::string title;
    std::string description;  ///< one line; may be empty
  };
  /// Text, and how much a word in it counts (1 to 15).
  struct Field {
    int weight = 1;
    std::string text;
  };
  FoundKind kind = FoundKind::kPage;
  std::string url;              ///< below the folder of a language: "modules/kernel/pci/index.html", with an anchor
  std::map<Lang, Words> words;  ///< in every language of the site
  std::vector<Field> fields;    ///< of all languages, beside the words
  std::string weighed = {};     ///< what words and fields come to, in place of the fields: they are large (Weigher)
};

/// Two names of one thing: "spinlock", "自旋锁". One may have several in parentheses: "释放后使用（UAF）".
using Alike = std::pair<std::string, std::string>;

/// Reads what things can be found by. Thread-safe.
class Weigher {
 public:
  /// Synonyms stand for each other.
  explicit Weigher(const std::vector<Alike>& synonyms);
  /// Puts `weighed` in place of the fields.
  void Weigh(FoundThing& thing) const;
  /// Each term once, with its weight (1 to 16), packed.
  [[nodiscard]] std::string Weighed(const FoundThing& thing) const;

 private:
  std::vector<std::vector<std::vector<std::string>>> synonyms_;  // groups of names, each as its tokens
};

/// Files of the index, and what pages name: "assets/search/en.0123456789ab.js".
struct SearchIndex {
  FileSet files;
  std::map<Lang, std::string> directories;
};

/// `things` in order of (kind, url), weighed. `labels` are the names of kinds, by the languages of the site. A query
/// loads at most 10 shards of postings and 10 of titles, which keeps it under 40 kB compressed.
[[nodiscard]] SearchIndex BuildSearchIndex(const std::vector<FoundThing>& things,
                                           const std::map<Lang, std::vector<std::string>>& labels);

/// `text` as a literal of JavaScript that stands in any place of a script, in a page too.
[[nodiscard]] std::string QuoteJavaScript(std::string_view text);

}  // namespace ferrotype
