#include <algorithm>

#include "analyzer/rust_syntax_items.h"

namespace ferrotype {
namespace {

bool IsKey(const RustTokens& tokens, std::uint32_t i, std::uint32_t end) {
  return i + 1 < end && tokens.IsWord(i) && tokens.Is(i + 1, ":");
}

std::string ValueOf(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end) {
  return end == begin + 1 ? tokens.Unquoted(begin) : tokens.Join(begin, end);
}

std::string ListOf(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end) {
  std::string list;
  std::uint32_t start = begin;
  for (std::uint32_t i = begin; i <= end;) {
    if (i == end || tokens.Is(i, ",")) {
      if (i > start) {
        if (!list.empty()) list += '\n';
        list += ValueOf(tokens, start, i);
      }
      start = ++i;
    } else if (tokens.Is(i, "::") && tokens.Is(i + 1, "<")) {
      i = AfterAngles(tokens, i + 1, end);
    } else {
      i = std::min(tokens.After(i), end);
    }
  }
  return list;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> MacroFields(const RustTokens& tokens, std::uint32_t begin,
                                                             std::uint32_t end) {
  std::vector<std::pair<std::string, std::string>> fields;
  if (end == begin + 1 && tokens.Is(begin, RustTokenKind::kString)) fields.emplace_back("", tokens.Unquoted(begin));
  std::uint32_t i = begin;
  while (IsKey(tokens, i, end)) {
    const std::uint32_t value = i + 2;
    std::uint32_t stop = value;
    while (stop < end && !(tokens.Is(stop, ",") && (stop + 1 == end || IsKey(tokens, stop + 1, end)))) {
      stop = std::min(tokens.After(stop), end);
    }
    const bool list = tokens.Is(value, "[") && tokens.After(value) == stop;
    fields.emplace_back(tokens.Text(i), list ? ListOf(tokens, value + 1, stop - 1) : ValueOf(tokens, value, stop));
    i = stop + 1;
  }
  return fields;
}

std::vector<std::string> MacroInvokes(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end) {
  std::vector<std::string> invokes;
  std::uint32_t i = begin;
  while (i < end) {
    // One rule: (matcher) => {transcriber};
    while (i < end && !tokens.Is(i, "=>")) i = tokens.After(i);
    const std::uint32_t open = i + 1;
    if (open >= end || !tokens.Is(open, RustTokenKind::kOpen)) {
      ++i;
      continue;
    }
    const std::uint32_t close = std::min(tokens.tokens[open].match, end);
    std::uint32_t path = open + 1;  // where the path that ends here began
    for (std::uint32_t k = open + 1; k < close; ++k) {
      const bool goes_on =
          k > path && ((tokens.Is(k, "::") && tokens.IsWord(k - 1)) || (tokens.IsWord(k) && tokens.Is(k - 1, "::")));
      if (!goes_on && !tokens.Is(k, "!")) path = k;
      if (!tokens.Is(k, "!") || k == path || !tokens.IsWord(k - 1)) continue;
      if (tokens.Is(k + 1, RustTokenKind::kOpen) && k - path < 64) invokes.push_back(tokens.Join(path, k));
      path = k + 1;
    }
    i = close + 1;
  }
  std::sort(invokes.begin(), invokes.end());
  invokes.erase(std::unique(invokes.begin(), invokes.end()), invokes.end());
  return invokes;
}

}  // namespace ferrotype
