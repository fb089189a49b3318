// Items of a Rust file out of its tokens: shared by the parts of ReadRustSyntax.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/rust_syntax_tokens.h"
#include "model/rust_syntax.h"

namespace ferrotype {

/// Where an item's code stands: tokens [begin, end). Empty for items without any.
struct RustCode {
  std::uint32_t item = kNoItem;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};
/// Tokens [begin, end) inside code that are an item of their own, attributes included.
struct RustNested {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct RustOutline {
  std::vector<RustCode> code;      ///< bodies of functions, values of const and static, bodies of variants; by position
  std::vector<RustNested> nested;  ///< by position
  std::vector<RustCode> macros;    ///< what macro_rules! hold, by position
};

/// Fills items, uses, macro calls and macro bodies. Linear; no recursion.
RustOutline ReadItems(const RustTokens& tokens, RustSyntax& syntax);

/// Fills bodies and names. Linear; recursion ends at a fixed depth, below which code is skipped.
void ReadBodies(const RustTokens& tokens, const RustOutline& outline, RustSyntax& syntax);

/// Paths of C headers that a doc text names after "C header:" or "C headers:", as of the tree's top: a link's target,
/// else what stands there.
[[nodiscard]] std::vector<std::string> CHeadersOf(std::string_view doc);

/// The text of docs [begin, end), marks and one space taken off, lines joined by '\n'.
[[nodiscard]] std::string DocText(const RustTokens& tokens, std::size_t begin, std::size_t end);

/// Flattens the use tree in tokens [begin, end) into `uses`; `like` holds what all of them share. Paths longer than
/// any real one are left out, which keeps deep trees linear.
void ReadUseTree(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end, const RustUse& like,
                 std::vector<RustUse>& uses);

/// `key: value` pairs of the tokens [begin, end).
[[nodiscard]] std::vector<std::pair<std::string, std::string>> MacroFields(const RustTokens& tokens,
                                                                           std::uint32_t begin, std::uint32_t end);

/// What the transcribers of macro_rules in tokens [begin, end) invoke: sorted, each once.
[[nodiscard]] std::vector<std::string> MacroInvokes(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end);

/// The structs of bindings that they write, in order of position.
[[nodiscard]] std::vector<RustMacroTable> MacroTables(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end);

/// The token after the `<..>` that opens at i; i itself when none does.
[[nodiscard]] std::uint32_t AfterAngles(const RustTokens& tokens, std::uint32_t i, std::uint32_t end);

/// The token after the type that begins at i, as a cast has it.
[[nodiscard]] std::uint32_t AfterType(const RustTokens& tokens, std::uint32_t i, std::uint32_t end);

/// The first token of [begin, end) at angle depth 0 that is `a`, `b`, `c` or `d`; `end` when there is none. Groups are
/// stepped over, unless what is looked for opens one.
[[nodiscard]] std::uint32_t FindAtTop(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end,
                                      std::string_view a, std::string_view b = {}, std::string_view c = {},
                                      std::string_view d = {});

/// Parameters between the brackets of a fn or a closure: tokens [begin, end).
[[nodiscard]] std::vector<RustParameter> ReadParameters(const RustTokens& tokens, std::uint32_t begin,
                                                        std::uint32_t end);

}  // namespace ferrotype
