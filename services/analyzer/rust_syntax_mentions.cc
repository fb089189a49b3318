#include "analyzer/rust_syntax_mentions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace ferrotype {
namespace {

// Longer ones are no names: they were made to be long.
constexpr std::size_t kMaxPath = 256;
constexpr std::size_t kMaxLiteral = 64;

/// Which item's imports hold at a token; asked in order of position.
class Scopes {
 public:
  explicit Scopes(const RustSyntax& syntax) : items_(syntax.items), with_uses_(syntax.items.size()) {
    for (const RustUse& use : syntax.uses) {
      if (use.scope != kNoItem) with_uses_[use.scope] = true;
    }
  }

  std::uint32_t At(std::uint32_t line) {
    for (; next_ < items_.size() && items_[next_].line <= line; ++next_) {
      const RustItem& item = items_[next_];
      const bool module = item.kind == RustItemKind::kModule && item.has_body;
      const bool function = item.kind == RustItemKind::kFunction && with_uses_[next_];
      if (module || function) open_.push_back(static_cast<std::uint32_t>(next_));
    }
    while (!open_.empty() && items_[open_.back()].end_line < line) open_.pop_back();
    return open_.empty() ? kNoItem : open_.back();
  }

 private:
  const std::vector<RustItem>& items_;
  std::vector<bool> with_uses_;
  std::size_t next_ = 0;
  std::vector<std::uint32_t> open_;
};

bool IsCapital(std::string_view word) { return !word.empty() && word[0] >= 'A' && word[0] <= 'Z'; }

bool Defines(std::string_view word) {
  return word == "struct" || word == "enum" || word == "union" || word == "trait" || word == "type" ||
         word == "const" || word == "static" || word == "fn";
}

/// One past the last token of the path that begins at the word i: `a::b::c`, without generics.
std::uint32_t PathEnd(const RustTokens& tokens, std::uint32_t i) {
  while (tokens.Is(i + 1, "::") && tokens.IsWord(i + 2)) i += 2;
  return i + 1;
}

std::string PathText(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end) {
  std::string path;
  for (std::uint32_t i = begin; i < end && path.size() <= kMaxPath; ++i) path += tokens.Text(i);
  return path;
}

/// The call, field or const that the literal at i belongs to; "" for none.
std::string KeyOf(const RustTokens& tokens, std::uint32_t i) {
  if (i < 2) return {};
  if (tokens.Is(i - 1, ":") && tokens.IsWord(i - 2)) return std::string(tokens.Text(i - 2));
  if (tokens.Is(i - 1, "(")) {
    std::uint32_t begin = i - 2;
    if (!tokens.IsWord(begin)) return {};
    while (begin >= 2 && tokens.Is(begin - 1, "::") && tokens.IsWord(begin - 2) && i - begin < 16) begin -= 2;
    return PathText(tokens, begin, i - 1);
  }
  if (tokens.Is(i - 1, "=")) {
    // `const NAME: &'static CStr = ..`: the type is short.
    for (std::uint32_t k = i - 1; k > 0 && i - k < 16; --k) {
      if (tokens.Is(k - 1, "const") || tokens.Is(k - 1, "static")) return std::string(tokens.Text(k));
    }
  }
  return {};
}

bool IsName(std::string_view key) { return key == "name" || key == "NAME"; }

void ReadLiteral(const RustTokens& tokens, std::uint32_t i, RustSyntax& syntax) {
  const bool number = tokens.Is(i, RustTokenKind::kNumber);
  if (tokens.tokens[i].end - tokens.tokens[i].begin > kMaxLiteral) return;
  std::string key = KeyOf(tokens, i);
  const bool argument = tokens.Is(i - 1, "(");
  if (argument ? key.find("DeviceId::") == std::string::npos : number || !IsName(key)) return;
  if (key.size() > kMaxPath) return;
  syntax.literals.push_back(
      {std::move(key), number ? std::string(tokens.Text(i)) : tokens.Unquoted(i), tokens.tokens[i].line});
}

}  // namespace

void ReadMentions(const RustTokens& tokens, RustSyntax& syntax) {
  std::set<std::string_view> imported;
  for (const RustUse& use : syntax.uses) imported.insert(use.alias);
  Scopes scopes(syntax);
  std::map<std::pair<std::uint32_t, std::string>, std::size_t> seen;
  const auto mention = [&](std::string path, std::uint32_t line) {
    if (path.size() > kMaxPath) return;
    const std::uint32_t scope = scopes.At(line);
    const auto [found, fresh] = seen.try_emplace({scope, path}, syntax.mentions.size());
    if (fresh) syntax.mentions.push_back({scope, std::move(path), line, 0, {}});
    RustMention& known = syntax.mentions[found->second];
    if (++known.uses > 1 && line != (known.more.empty() ? known.line : known.more.back())) known.more.push_back(line);
  };
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens.Is(i, RustTokenKind::kString) || tokens.Is(i, RustTokenKind::kNumber)) {
      ReadLiteral(tokens, i, syntax);
      continue;
    }
    if (!tokens.IsWord(i)) continue;
    if (tokens.Is(i, "use") && !tokens.Is(i + 1, "<")) {  // `use<'a>` is a bound
      while (i < tokens.size() && !tokens.Is(i, ";")) i = tokens.After(i);
      continue;
    }
    const std::uint32_t end = PathEnd(tokens, i);
    const std::uint32_t first = i;
    i = end - 1;
    // `x.y`, and `<T as Trait>::y`, begin with something else.
    const bool rooted = first > 0 && tokens.Is(first - 1, "::");
    if (first > 0 && tokens.Is(first - 1, ".")) continue;
    if (rooted && first > 1 && (tokens.Is(first - 2, ">") || tokens.IsWord(first - 2))) continue;
    const std::uint32_t line = tokens.tokens[first].line;
    const bool macro = tokens.Is(end, "!") && tokens.Is(end + 1, RustTokenKind::kOpen);
    const std::string_view word = tokens.Text(first);
    const bool single = end == first + 1 && !rooted;
    if (word == "Self" || (single && (word == "self" || word == "crate" || word == "super"))) continue;
    if (single && !macro) {
      const bool label = tokens.Is(end, ":");  // of a field or a parameter
      if (IsCapital(word) ? first > 0 && Defines(tokens.Text(first - 1)) : !imported.contains(word) || label) continue;
    }
    mention((rooted ? "::" : "") + PathText(tokens, first, end) + (macro ? "!" : ""), line);
  }
}

}  // namespace ferrotype
