// What a text says of itself before it begins, in the shapes that people write.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ferrotype::imports {

/// One line of the imported file.
struct Line {
  int number = 0;  ///< from 1
  std::string text;
};

struct Metadata {
  /// By our own names: title, title-zh, date, author, authors, summary, keywords, source-title, source-url,
  /// source-author, translator, permission, venue, doi, url, cover, cover-credit, place, release, lang.
  std::map<std::string, std::string> values;
  std::vector<std::pair<std::string, std::string>> unknown;  ///< as written
  std::vector<std::string> doubts;                           ///< for the editor
  std::string shape;                                         ///< "YAML", "a table", ...; empty: none was found
};

/// Takes the metadata off the head of `lines`: all shapes that stand there, one after the other.
[[nodiscard]] Metadata TakeMetadata(std::vector<Line>& lines);

/// "2025-04-01" for any way of writing a day; nullopt for anything else.
[[nodiscard]] std::optional<std::string> DayOf(std::string_view text);

/// Names without affiliations and addresses: "A. B. (X University), C. D. <c@d.org>" -> A. B., C. D.
[[nodiscard]] std::vector<std::string> NamesOf(std::string_view authors);

/// Items of "a, b、c；d" and of "#a #b".
[[nodiscard]] std::vector<std::string> ItemsOf(std::string_view list);

/// Without the parameters that tell who sent a reader: utm_*, fbclid, spm, ...
[[nodiscard]] std::string WithoutTracking(std::string_view url);

}  // namespace ferrotype::imports
