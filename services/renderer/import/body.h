// The lines of a foreign text as Markdown that this site takes.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "renderer/import/metadata.h"
#include "renderer/language_tag.h"

namespace ferrotype::imports {

struct Heading {
  int level = 2;
  std::string words;  ///< without marks
  std::string id;
  int number = 0;  ///< line of the imported file
};

struct Doubt {
  int number = 0;  ///< line of the imported file; 0: of the text as a whole
  std::string words;
};

/// What one language's part of a text holds, to compare it with the other's.
struct Contents {
  std::vector<Heading> headings;
  int tables = 0;
  int code = 0;
  int pictures = 0;
  int links = 0;
  int paragraphs = 0;
};

struct Body {
  std::string markdown;
  Contents contents;
  std::vector<Doubt> doubts;
  std::map<std::string, std::string> pictures;  ///< by name in the bundle
  std::string first_paragraph;                  ///< plain words
};

struct BodyRequest {
  const std::vector<Line>& lines;
  Lang lang = Lang::kEn;
  std::string title;  ///< a heading with these words is not repeated
  /// Anchors of the other language's headings, in their order; empty: make our own.
  std::vector<std::string> ids;
  std::function<std::optional<std::string>(const std::string&)> beside;
};

[[nodiscard]] Body MakeBody(const BodyRequest& request);

/// `words` as a comment among editors, on a line of its own.
[[nodiscard]] std::string Comment(std::string_view words);

}  // namespace ferrotype::imports
