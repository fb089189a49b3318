// Where clippy looks for the justification of unsafe code: `// SAFETY:` comments and `# Safety` sections.
//
// The rules are those that clippy's lints undocumented_unsafe_blocks and missing_safety_doc apply (with
// check-private-items, as the kernel sets it), told anew from what they do: tests/oracles/clippy compares.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/unsafe_tokens.h"
#include "model/unsafe.h"

namespace ferrotype {

class SafetyComments {
 public:
  /// `tokens` must outlive it.
  explicit SafetyComments(const LedgerTokens& tokens);

  /// The comment directly above `line`, blank lines and attributes of one line between them skipped: the lines that
  /// start with `//`, up to the first that doesn't, one of which says SAFETY: outside a code fence; or a line that
  /// ends in such a comment; or a block comment that starts its line. Lines up to `bound` are not looked at. Nothing,
  /// kDocumented or kPlaceholder. All calls together are linear in the text.
  [[nodiscard]] std::optional<SafetyState> Above(std::uint32_t line, std::uint32_t bound);

  /// A comment that starts with SAFETY: as the first thing after the token `brace`.
  [[nodiscard]] std::optional<SafetyState> Inside(std::uint32_t brace) const;

  /// `# Safety` in the docs that stand before token `last` and not before `first`: in comments or #[doc = ".."].
  /// kWrongPlace when they (or plain comments there) speak of safety in another form.
  [[nodiscard]] SafetyState InDocs(std::uint32_t first, std::uint32_t last) const;

  /// Is there a comment that says SAFETY: on one of these lines? Logarithmic.
  [[nodiscard]] bool AnyBetween(std::uint32_t first_line, std::uint32_t last_line) const;

 private:
  struct Run {
    bool known = false;
    std::uint32_t line = 0;  // that says it; 0: none does
    SafetyState state = SafetyState::kDocumented;
  };
  [[nodiscard]] Run LineComments(std::uint32_t last) const;
  [[nodiscard]] Run EndOfLine(std::uint32_t line) const;
  [[nodiscard]] std::optional<SafetyState> BlockComment(std::uint32_t last, std::uint32_t line, std::uint32_t bound);
  [[nodiscard]] std::size_t FirstCommentFrom(std::uint32_t token) const;

  const LedgerTokens& tokens_;
  std::vector<std::uint32_t> above_;        // by line: the nearest one above that is neither blank nor an attribute
  std::vector<std::uint32_t> block_start_;  // by line: the nearest at or above it that starts with /*
  std::vector<Run> runs_;                   // by line, filled when asked for
  std::unordered_map<std::uint32_t, std::optional<SafetyState>> block_comments_;  // by first line, likewise
  std::vector<std::uint32_t> says_safety_;  // lines of comments that say SAFETY:, ascending
};

}  // namespace ferrotype
