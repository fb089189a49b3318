#include "analyzer/rust_syntax_macro_calls.h"

#include <algorithm>
#include <optional>

namespace ferrotype {
namespace {

constexpr std::size_t kMaxNames = 512;
constexpr std::size_t kMaxCalls = 256;

/// Where in a call's arguments a variable's name stands.
struct Spot {
  bool repeated = false;     // the last word of each element
  std::size_t from_end = 0;  // else: of the arguments, 0 the last
};

bool IsVariable(const RustTokens& t, std::uint32_t i, std::uint32_t end, std::string_view variable) {
  return i + 2 < end && t.Is(i, variable) && t.Is(i + 1, ":") && t.Is(i + 2, "ident");
}

std::optional<Spot> SpotOf(const RustTokens& t, std::uint32_t matcher, std::string_view variable) {
  const std::uint32_t end = std::min(t.tokens[matcher].match, t.size());
  for (std::uint32_t i = matcher + 1; i < end; i = t.After(i)) {
    if (IsVariable(t, i, end, variable)) {
      Spot spot;
      for (std::uint32_t k = i; k < end; k = t.After(k)) spot.from_end += t.Is(k, ",") && k + 1 < end ? 1U : 0U;
      return spot;
    }
    if (!t.Is(i, "$") || !t.Is(i + 1, "(")) continue;
    const std::uint32_t close = std::min(t.tokens[i + 1].match, end);
    for (std::uint32_t k = i + 2; k < close; k = t.After(k)) {
      if (!IsVariable(t, k, close + 1, variable)) continue;
      std::uint32_t rest = k + 3;
      while (rest < close && (t.Is(rest, ",") || t.Is(rest, ";"))) ++rest;
      if (rest == close) return Spot{true, 0};
      return std::nullopt;
    }
  }
  return std::nullopt;
}

void Take(const RustTokens& t, std::uint32_t begin, std::uint32_t end, const Spot& spot,
          std::vector<std::uint32_t>& names) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> parts;
  std::uint32_t start = begin;
  for (std::uint32_t i = begin; i <= end; i = i < end ? std::min(t.After(i), end) : end + 1) {
    if (i < end && !t.Is(i, ",") && !(spot.repeated && t.Is(i, ";"))) continue;
    if (i > start) parts.emplace_back(start, i);
    start = i + 1;
  }
  if (spot.repeated) {
    for (const auto& [first, last] : parts) {
      if (t.IsWord(last - 1) && names.size() < kMaxNames) names.push_back(last - 1);
    }
  } else if (spot.from_end < parts.size()) {
    const auto& [first, last] = parts[parts.size() - 1 - spot.from_end];
    if (last == first + 1 && t.IsWord(first) && names.size() < kMaxNames) names.push_back(first);
  }
}

}  // namespace

std::vector<std::uint32_t> NamesGiven(const RustTokens& tokens, std::string_view macro, std::uint32_t matcher,
                                      std::string_view variable) {
  std::vector<std::uint32_t> names;
  const std::optional<Spot> spot = SpotOf(tokens, matcher, variable);
  if (!spot) return names;
  std::size_t calls = 0;
  for (std::uint32_t i = 0; i + 2 < tokens.size() && calls < kMaxCalls; ++i) {
    if (!tokens.Is(i + 1, "!") || !tokens.Is(i, macro) || !tokens.Is(i + 2, RustTokenKind::kOpen)) continue;
    ++calls;
    Take(tokens, i + 3, std::min(tokens.tokens[i + 2].match, tokens.size()), *spot, names);
  }
  return names;
}

}  // namespace ferrotype
