// What the readers of C declarations share: words, and skipping what holds none.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/c_lexer.h"
#include "analyzer/line_tally.h"

namespace ferrotype::ctokens {

/// Longer names and texts are left out of the index; those of a kernel have less than 100 bytes.
inline constexpr std::size_t kMaxName = 255;

enum class ByteKind : std::uint8_t { kOther, kWord, kBlank, kNewline, kQuote, kSlash, kMark };

inline constexpr std::array<ByteKind, 256> kByteKinds = [] {
  std::array<ByteKind, 256> kinds{};
  for (int c = 'a'; c <= 'z'; ++c) kinds[static_cast<std::size_t>(c)] = ByteKind::kWord;
  for (int c = 'A'; c <= 'Z'; ++c) kinds[static_cast<std::size_t>(c)] = ByteKind::kWord;
  for (int c = '0'; c <= '9'; ++c) kinds[static_cast<std::size_t>(c)] = ByteKind::kWord;
  kinds['_'] = ByteKind::kWord;
  for (const char c : {' ', '\t', '\v', '\f', '\r', '\\'}) kinds[static_cast<unsigned char>(c)] = ByteKind::kBlank;
  kinds['\n'] = ByteKind::kNewline;
  kinds['"'] = kinds['\''] = ByteKind::kQuote;
  kinds['/'] = ByteKind::kSlash;
  for (const char c : {'(', ')', '{', '}', ';', '=', ',', ':', '*'})
    kinds[static_cast<unsigned char>(c)] = ByteKind::kMark;
  return kinds;
}();

[[nodiscard]] inline ByteKind KindOf(char c) { return kByteKinds[static_cast<unsigned char>(c)]; }
[[nodiscard]] inline bool IsWordByte(char c) { return KindOf(c) == ByteKind::kWord; }
[[nodiscard]] inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] inline bool StartsName(char c) { return IsWordByte(c) && !IsDigit(c); }

/// The first position at or after `i` that is no word's byte.
[[nodiscard]] inline std::size_t WordEnd(std::string_view text, std::size_t i) {
  while (i < text.size() && IsWordByte(text[i])) ++i;
  return i;
}

/// The word at `i`; empty when there is none.
[[nodiscard]] inline std::string_view WordAt(std::string_view text, std::size_t i) {
  return i < text.size() && StartsName(text[i]) ? text.substr(i, WordEnd(text, i) - i) : std::string_view();
}

/// Over blanks, newlines and line splices.
[[nodiscard]] inline std::size_t SkipSpace(std::string_view text, std::size_t i) {
  while (i < text.size() && (KindOf(text[i]) == ByteKind::kBlank || text[i] == '\n')) ++i;
  return i;
}
/// Over blanks of a line.
[[nodiscard]] inline std::size_t SkipBlanks(std::string_view text, std::size_t i) {
  while (i < text.size() && (text[i] == ' ' || text[i] == '\t')) ++i;
  return i;
}

/// The end of the comment that starts at `i`, or `i` where none does.
[[nodiscard]] inline std::size_t SkipComment(std::string_view text, std::size_t i) {
  if (i + 1 >= text.size() || text[i] != '/') return i;
  if (text[i + 1] == '/') {
    std::size_t end = LineEnd(text, i);
    while (end < text.size() && text[end - 1] == '\\') end = LineEnd(text, end + 1);
    return end;
  }
  if (text[i + 1] != '*') return i;
  const std::size_t close = text.find("*/", i + 2);
  return close == std::string_view::npos ? text.size() : close + 2;
}

/// The end of the line at `i`, on over lines that end in a backslash: where a directive ends.
[[nodiscard]] inline std::size_t LogicalLineEnd(std::string_view text, std::size_t i) {
  std::size_t end = LineEnd(text, i);
  while (end < text.size() && end > i && text[end - 1] == '\\') end = LineEnd(text, end + 1);
  return end;
}

[[nodiscard]] inline std::uint32_t Newlines(std::string_view text) {
  return static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Walks over the tokens of a piece of C, comments and directives skipped: words and numbers, strings with their
/// quotes, single bytes of the rest.
class Tokens {
 public:
  Tokens(std::string_view text, std::size_t position, std::uint32_t line)
      : text_(text), position_(position), line_(line) {}

  /// False at the end of the text.
  bool Next(std::string_view& token);
  /// Behind the last token.
  [[nodiscard]] std::size_t position() const { return position_; }
  /// Of the start of the last token.
  [[nodiscard]] std::uint32_t line() const { return token_line_; }
  /// The first byte behind the last token that is no blank or newline; 0 at the end.
  [[nodiscard]] char Following() const {
    const std::size_t next = SkipSpace(text_, position_);
    return next < text_.size() ? text_[next] : '\0';
  }

 private:
  std::string_view text_;
  std::size_t position_;
  std::uint32_t line_;
  std::uint32_t token_line_ = 0;
  bool line_begins_ = false;
};

[[nodiscard]] bool IsStatementKeyword(std::string_view word);

}  // namespace ferrotype::ctokens
