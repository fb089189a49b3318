// A Rust text as tokens and comments, with brackets matched: what the unsafe ledger walks over. The rules are those of
// ScanRust (rust_lexer.h); a test holds the two together.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ferrotype {

enum class LedgerTokenKind : std::uint8_t {
  kWord,      ///< identifier or keyword; also r#name, whole
  kUnsafe,    ///< the keyword, as ScanRust counts it
  kLiteral,   ///< string, character, number
  kLifetime,  ///< 'a
  kOpen,      ///< ( [ {
  kClose,     ///< ) ] }
  kPunct,     ///< one of :: -> => == != <= >= && || or a single byte
};

struct LedgerToken {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 0;   ///< of its first byte, 1-based
  std::uint32_t match = 0;  ///< of a bracket: the index of its other half, or kNoToken; else kNoToken
  LedgerTokenKind kind = LedgerTokenKind::kPunct;
};
inline constexpr std::uint32_t kNoToken = 0xFFFFFFFF;

struct LedgerComment {
  enum class Doc : std::uint8_t { kNone, kOuter /* /// and kin */, kInner /* //! and kin */ };
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 0;      ///< 1-based
  std::uint32_t end_line = 0;  ///< of its last byte
  std::uint32_t next = 0;      ///< index of the token that follows it; the number of tokens when none does
  Doc doc = Doc::kNone;
  bool block = false;  ///< /* .. */
};

struct LedgerTokens {
  std::string_view text;
  std::vector<LedgerToken> tokens;
  std::vector<LedgerComment> comments;
  std::vector<std::uint32_t> line_starts;  ///< [n]: first byte of line n + 1; one more for the end of the text
  std::vector<std::uint32_t> code_before;  ///< [n]: lines of code among the first n

  [[nodiscard]] std::uint32_t Lines() const { return static_cast<std::uint32_t>(line_starts.size() - 1); }
  [[nodiscard]] std::string_view Line(std::uint32_t line) const {
    return text.substr(line_starts[line - 1], line_starts[line] - line_starts[line - 1]);
  }
  [[nodiscard]] std::string_view Of(std::uint32_t token) const {
    return token < tokens.size() ? text.substr(tokens[token].begin, tokens[token].end - tokens[token].begin)
                                 : std::string_view();
  }
  [[nodiscard]] std::string_view Of(const LedgerComment& comment) const {
    return text.substr(comment.begin, comment.end - comment.begin);
  }
  /// The line that holds the byte at `position`, 1-based. Logarithmic.
  [[nodiscard]] std::uint32_t LineOf(std::uint32_t position) const;
};

/// `text`: shorter than 4 GiB. A closing bracket takes the nearest open one of its shape and leaves what stands open in
/// between without a partner; one without any is itself without. Linear, no recursion, for any bytes.
[[nodiscard]] LedgerTokens TokenizeForLedger(std::string_view text);

}  // namespace ferrotype
