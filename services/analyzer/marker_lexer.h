// A lexer driven by a table: comment markers, comment pairs and strings, for languages that need no more than these.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/finding.h"

namespace ferrotype {

enum class Where : std::uint8_t {
  kNowhere,     ///< an unused entry of a table
  kAnywhere,    ///< outside strings
  kWordStart,   ///< first on its line, or after a blank or one of ; & | ( ) `
  kLineStart,   ///< first on its line but for blanks
  kColumnZero,  ///< the very first byte of its line
};

struct LineMarker {
  std::string_view text;
  Where where = Where::kNowhere;
};

struct BlockPair {
  std::string_view open;
  std::string_view close;
  bool nested = false;
};

struct StringRule {
  std::string_view open;
  std::string_view close;
  char escape = 0;         ///< hides the byte that follows; 0 for none
  bool multiline = false;  ///< else a newline ends it (unless escaped)
};

/// Tried in the order in which they stand: comments before strings, longer marks first.
struct MarkerRules {
  std::array<LineMarker, 3> lines{};
  std::array<BlockPair, 2> blocks{};
  std::array<StringRule, 4> strings{};
  char escape = 0;               ///< outside strings and comments: hides the byte that follows
  bool continued_lines = false;  ///< a line comment goes on over a backslash at its end
  bool heredocs = false;         ///< <<WORD, <<-'WORD', ... as shells have them: code up to the line WORD
};

/// Code, comment and blank lines as LexC defines them; what never closes goes on to the end of the text (a string that
/// is not multiline: of the line). Blank lines inside a multi-line string or heredoc are code, inside a comment pair
/// comment. `text`: as PlainText gives it. Linear, no recursion.
[[nodiscard]] LineCounts LexMarkers(std::string_view text, const MarkerRules& rules);

/// The same for languages that have line comments only, and nothing that could hide them at the start of a line.
[[nodiscard]] LineCounts LexLineStarts(std::string_view text, const MarkerRules& rules);

}  // namespace ferrotype
