// The lexer-true ledger for C and for what is written like C.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/finding.h"

namespace ferrotype {

/// What differs between the languages that share C's comments and strings.
struct CRules {
  bool raw_strings = false;  ///< C++: R"x(...)x"
  /// Assembly and kin: bytes that start a comment where they are the first on their line. Assemblers disagree on what
  /// starts a comment (`@` on Arm, `!` on SuperH and SPARC, `|` on m68k, `;` or `#` elsewhere), but on none of them
  /// does a statement start with one of these, so the rule holds without knowing the architecture. `#` is a comment
  /// unless a preprocessor directive follows. A line that goes on from the one above starts nothing: `##` in a macro.
  std::string_view line_start_comments;
};

/// A line is code if a byte that is neither blank nor part of a comment lies on it. Comments are `//` to the end of the
/// line (on over a backslash at its end) and `/*` to the next `*/`, not nested, to the end of the text if there is
/// none; a backslash-newline may stand inside their marks. Strings and character constants hide comment marks; an
/// unterminated one ends with its line. A blank line inside `/* */` is a comment's.
/// `text`: as PlainText gives it. Linear, no recursion.
[[nodiscard]] LineCounts LexC(std::string_view text, const CRules& rules);

/// First position at or after `i` that is not at a backslash-newline.
[[nodiscard]] inline std::size_t SkipSplices(std::string_view text, std::size_t i) {
  while (i + 1 < text.size() && text[i] == '\\' && text[i + 1] == '\n') i += 2;
  return i;
}

/// `text[i]` is `"` or `'`. The position after the closing quote, or of the newline (or end) that cuts it short.
[[nodiscard]] std::size_t SkipCString(std::string_view text, std::size_t i);

}  // namespace ferrotype
