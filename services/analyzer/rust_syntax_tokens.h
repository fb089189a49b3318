// Tokens of a Rust text, with brackets matched: what the readers of items and bodies walk. Macro arguments are tokens
// like all others, so code in them is read as well as code outside.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

enum class RustTokenKind : std::uint8_t { kWord, kLifetime, kString, kChar, kNumber, kPunct, kOpen, kClose };

struct RustToken {
  RustTokenKind kind = RustTokenKind::kPunct;
  std::uint32_t begin = 0;  ///< offset in the text; a raw name's without "r#"
  std::uint32_t end = 0;
  std::uint32_t line = 0;  ///< 1-based, where it begins
  std::uint32_t match =
      0;  ///< kOpen: index of its kClose, or one past the last token; kClose: of its kOpen, or its own
};

/// A doc comment; runs of line comments are one each.
struct RustDoc {
  std::uint32_t begin = 0;  ///< of its text, the mark (///, //!, /**, /*!) taken off
  std::uint32_t end = 0;
  std::uint32_t line = 0;
  std::uint32_t next = 0;  ///< index of the token that follows
  bool inner = false;
};

struct RustTokens {
  std::string_view text;
  std::vector<RustToken> tokens;
  std::vector<RustDoc> docs;  ///< in order of position

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(tokens.size()); }
  [[nodiscard]] std::string_view Text(std::uint32_t i) const {
    return i < tokens.size() ? text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin) : std::string_view();
  }
  [[nodiscard]] bool Is(std::uint32_t i, std::string_view what) const {
    return i < tokens.size() && tokens[i].kind != RustTokenKind::kString && Text(i) == what;
  }
  [[nodiscard]] bool Is(std::uint32_t i, RustTokenKind kind) const {
    return i < tokens.size() && tokens[i].kind == kind;
  }
  [[nodiscard]] bool IsWord(std::uint32_t i) const { return Is(i, RustTokenKind::kWord); }
  /// The token after i, or after the group that opens at i.
  [[nodiscard]] std::uint32_t After(std::uint32_t i) const {
    return Is(i, RustTokenKind::kOpen) ? tokens[i].match + 1 : i + 1;
  }
  /// The line of the last byte of token i.
  [[nodiscard]] std::uint32_t EndLine(std::uint32_t i) const;
  /// Tokens [begin, end) with the spaces that Rust needs and no others.
  [[nodiscard]] std::string Join(std::uint32_t begin, std::uint32_t end) const;
  /// What a single string literal says, quotes and common escapes taken off; else the token's text.
  [[nodiscard]] std::string Unquoted(std::uint32_t i) const;
};

/// For any bytes; linear, no recursion. `<` and `>` are always tokens of one byte. A bracket that closes another kind
/// than the innermost open one closes that one all the same. `$name` is one word.
[[nodiscard]] RustTokens TokenizeRust(std::string_view text);

}  // namespace ferrotype
