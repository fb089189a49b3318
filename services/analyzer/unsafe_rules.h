// What the tokens at one place of a Rust text are: the class of an `unsafe`, the header of an item, a macro's bracket,
// an operation. Each answer looks at a handful of tokens.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "analyzer/unsafe_context.h"
#include "analyzer/unsafe_tokens.h"
#include "model/unsafe.h"

namespace ferrotype {

template <std::size_t n>
bool OneOf(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class SiteRules {
 public:
  /// `tokens` must outlive it.
  explicit SiteRules(const LedgerTokens& tokens) : tokens_(tokens) {}

  [[nodiscard]] std::string_view Of(std::uint32_t t) const { return tokens_.Of(t); }
  [[nodiscard]] LedgerTokenKind Kind(std::uint32_t t) const {
    return t < tokens_.tokens.size() ? tokens_.tokens[t].kind : LedgerTokenKind::kPunct;
  }
  [[nodiscard]] std::uint32_t LineAt(std::uint32_t t) const {
    return t < tokens_.tokens.size() ? tokens_.tokens[t].line : 0;
  }
  /// A word that is no keyword.
  [[nodiscard]] bool IsName(std::uint32_t t) const { return Kind(t) == LedgerTokenKind::kWord && !IsKeyword(Of(t)); }

  /// Of the `unsafe` at `t` in `frame`: what it is there.
  [[nodiscard]] UnsafeClass ClassAt(const LedgerFrame& frame, std::uint32_t t) const;
  /// A class whose sites are items, with an extent and a name of their own.
  [[nodiscard]] static bool IsItem(UnsafeClass inner);
  /// Is a site there exempt by attributes, or because it is declared in an extern block?
  [[nodiscard]] static bool IsExempt(const LedgerFrame& frame, UnsafeClass inner);

  /// Of the word at `t`: the item that begins with it.
  [[nodiscard]] LedgerHeader HeaderAt(std::uint32_t t, bool in_macro) const;
  /// Where the name is, after `const` or `static`.
  [[nodiscard]] std::uint32_t ConstNameToken(std::uint32_t keyword) const;
  /// The name of the macro whose tokens the bracket at `t` opens, or "".
  [[nodiscard]] std::string_view MacroOpenedAt(std::uint32_t t) const;

  /// Counts the operator at `t`.
  void CountOperator(std::uint32_t t, UnsafeOperations& operations) const;
  /// Counts the call whose arguments open at `t`. `generic`: the name before the last `::<`; it is used up.
  void CountCall(std::uint32_t t, std::uint32_t& generic, UnsafeOperations& operations) const;

 protected:
  const LedgerTokens& tokens_;

 private:
  [[nodiscard]] bool HoldsATypeAlone(const LedgerFrame& frame, std::uint32_t brace) const;
  [[nodiscard]] bool InTypePosition(std::uint32_t t) const;
  [[nodiscard]] bool IsOperand(std::uint32_t t) const;
};

}  // namespace ferrotype
