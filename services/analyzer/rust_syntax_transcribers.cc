#include "analyzer/rust_syntax_transcribers.h"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/rust_syntax_macro_calls.h"

namespace ferrotype {
namespace {

using Kind = RustExprKind;

constexpr int kMaxVariables = 64;  // that stand for names of bindings, in one file

}  // namespace

std::optional<RustCode> ReadRustTranscribers(const RustTokens& tokens, const RustCode& code, int& variables,
                                             RustBodyBuilder& out) {
  std::uint32_t i = code.begin;
  std::uint32_t first_open = kNoExpr;
  bool found = false;
  while (i < code.end) {
    std::uint32_t matcher = kNoExpr;
    for (; i < code.end && !tokens.Is(i, "=>"); i = tokens.After(i)) {
      if (tokens.Is(i, RustTokenKind::kOpen)) matcher = i;
    }
    const std::uint32_t open = i + 1;
    if (open >= code.end || !tokens.Is(open, RustTokenKind::kOpen)) {
      ++i;
      continue;
    }
    const std::uint32_t close = std::min(tokens.tokens[open].match, code.end);
    if (first_open == kNoExpr) first_open = open;
    for (std::uint32_t k = open + 1; k + 2 < close; ++k) {
      if (!tokens.Is(k, "bindings") || !tokens.Is(k + 1, "::")) continue;
      std::uint32_t last = k + 2;
      if (tokens.Is(last, "[")) last = std::min(tokens.tokens[last].match, close);  // bindings::[< $ctype _ $func >]
      std::uint32_t first = k;
      while (first > open + 2 && first + 16 > k && tokens.Is(first - 1, "::") && tokens.IsWord(first - 2)) first -= 2;
      found = true;
      const bool called = tokens.Is(last + 1, "(");
      const bool variable = tokens.IsWord(last) && tokens.Text(last).starts_with('$');
      std::vector<std::uint32_t> given;
      if (called && variable && matcher != kNoExpr && variables++ < kMaxVariables) {
        given = NamesGiven(tokens, tokens.Text(code.begin - 2), matcher, tokens.Text(last));
      }
      for (const std::uint32_t name : given) {
        const std::uint32_t line = tokens.tokens[name].line;
        const std::string as_path = tokens.Join(first, last) + std::string(tokens.Text(name));
        out.AddWith(Kind::kCall, line, out.Add(Kind::kPath, line, kNoExpr, as_path), {});
      }
      if (given.empty()) {
        const std::uint32_t line = tokens.tokens[k].line;
        const std::uint32_t path = out.Add(Kind::kPath, line, kNoExpr, tokens.Join(first, last + 1));
        if (called) out.AddWith(Kind::kCall, line, path, {});
      }
      k = last;
    }
    i = close + 1;
  }
  if (found || first_open == kNoExpr) return std::nullopt;
  return RustCode{code.item, first_open + 1, std::min(tokens.tokens[first_open].match, code.end)};
}

}  // namespace ferrotype
