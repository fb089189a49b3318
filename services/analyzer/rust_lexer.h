// The Rust lexer: lines, `unsafe` tokens, and what a file's text says about where its contents come from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/finding.h"

namespace ferrotype {

struct RustScan {
  LineCounts lines;
  std::uint64_t doc = 0;  ///< of lines.comment: lines of ///, //!, /** */, /*! */ (not ////, /***, /**/)
  std::uint64_t unsafe_tokens =
      0;  ///< keywords outside comments and strings, inside macros too; r#unsafe and $unsafe are none
  RustFacts facts;
};

/// A line is code if any byte of a token lies on it (also a blank line inside a string), else comment if any byte of a
/// comment does (also a blank line inside a block comment), else blank. Block comments nest. What never closes goes on
/// to the end of the text. `text`: as PlainText gives it. Linear, no recursion, for any bytes. What `scratch` holds
/// doesn't matter; it keeps its memory from one call to the next.
[[nodiscard]] RustScan ScanRust(std::string_view text, std::string& scratch);

}  // namespace ferrotype
