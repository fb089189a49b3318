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

/// visit(first, end) for what stands on the right of each rule.
template <typename Visit>
void ForEachTranscriber(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end, const Visit& visit) {
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
    visit(open + 1, close);
    i = close + 1;
  }
}

constexpr std::uint32_t kMostOfPath = 16;  // tokens

bool IsVariable(const RustTokens& tokens, std::uint32_t i) {
  const bool word = tokens.IsWord(i) && tokens.Text(i).starts_with('$') && tokens.Text(i) != "$crate";
  return word || (tokens.Is(i, "$") && !tokens.Is(i + 1, "crate"));
}

/// The path that ends before `end`, or `end` when none does.
std::uint32_t PathStart(const RustTokens& tokens, std::uint32_t end, std::uint32_t least) {
  if (end <= least || !tokens.IsWord(end - 1)) return end;
  std::uint32_t first = end - 1;
  while (first >= least + 2 && end - first < kMostOfPath && tokens.Is(first - 1, "::") && tokens.IsWord(first - 2))
    first -= 2;
  if (first > least && tokens.Is(first - 1, "$") && tokens.Is(first, "crate")) --first;
  return first;
}

/// What one field is: a path, or what the macro was given.
void TableValue(const RustTokens& tokens, std::uint32_t i, std::uint32_t end, RustMacroTable& table) {
  if (i + 1 < end && tokens.Is(i, "Some") && tokens.Is(i + 1, "(")) {
    end = std::min(tokens.tokens[i + 1].match, end);
    i += 2;
  }
  if (i >= end) return;
  if (IsVariable(tokens, i)) {
    table.open = true;
    return;
  }
  std::uint32_t last = i;
  while (last < end && last - i < kMostOfPath && tokens.IsWord(last) && tokens.Is(last + 1, "::") &&
         tokens.IsWord(last + 2))
    last += 2;
  const bool generic = last + 2 < end && tokens.Is(last + 1, "::") && tokens.Is(last + 2, "<");
  const bool whole = generic ? AfterAngles(tokens, last + 2, end) == end : last + 1 == end;
  if (tokens.IsWord(last) && whole && !tokens.Is(i, "None")) table.values.push_back(tokens.Join(i, last + 1));
}

}  // namespace

std::vector<RustMacroTable> MacroTables(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end) {
  std::vector<RustMacroTable> tables;
  ForEachTranscriber(tokens, begin, end, [&](std::uint32_t begin_of_rule, std::uint32_t end_of_rule) {
    for (std::uint32_t open = begin_of_rule; open < end_of_rule; ++open) {
      const std::uint32_t first = PathStart(tokens, open, begin_of_rule);
      if (!tokens.Is(open, "{") || open - first < 3 || !tokens.Is(open - 3, "bindings")) continue;
      if (first > begin_of_rule && (tokens.Is(first - 1, "->") || tokens.Is(first - 1, "for"))) continue;
      RustMacroTable& table = tables.emplace_back();
      table.type = tokens.Join(first, open);
      const std::uint32_t close = std::min(tokens.tokens[open].match, end_of_rule);
      for (std::uint32_t i = open + 1; i < close;) {
        std::uint32_t stop = i;
        while (stop < close && !tokens.Is(stop, ",")) stop = std::min(tokens.After(stop), close);
        if (IsVariable(tokens, i)) table.open = true;
        if (IsKey(tokens, i, stop)) TableValue(tokens, i + 2, stop, table);
        i = stop + 1;
      }
    }
  });
  return tables;
}

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
  ForEachTranscriber(tokens, begin, end, [&](std::uint32_t first, std::uint32_t close) {
    std::uint32_t path = first;  // where the path that ends here began
    for (std::uint32_t k = first; k < close; ++k) {
      const bool goes_on =
          k > path && ((tokens.Is(k, "::") && tokens.IsWord(k - 1)) || (tokens.IsWord(k) && tokens.Is(k - 1, "::")));
      if (!goes_on && !tokens.Is(k, "!")) path = k;
      if (!tokens.Is(k, "!") || k == path || !tokens.IsWord(k - 1)) continue;
      if (tokens.Is(k + 1, RustTokenKind::kOpen) && k - path < 64) invokes.push_back(tokens.Join(path, k));
      path = k + 1;
    }
  });
  std::sort(invokes.begin(), invokes.end());
  invokes.erase(std::unique(invokes.begin(), invokes.end()), invokes.end());
  return invokes;
}

}  // namespace ferrotype
