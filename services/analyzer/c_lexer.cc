#include "analyzer/c_lexer.h"

#include <algorithm>
#include <array>

#include "analyzer/line_tally.h"

namespace ferrotype {
namespace {

constexpr std::array<std::string_view, 19> kDirectives = {
    "assert", "define", "elif",   "elifdef", "elifndef",     "else", "endif",  "error", "ident",  "if",
    "ifdef",  "ifndef", "import", "include", "include_next", "line", "pragma", "undef", "warning"};

constexpr std::array<bool, 256> kMatters = [] {
  std::array<bool, 256> matters{};
  for (const char c : {'\n', '/', '"', '\''}) matters[static_cast<unsigned char>(c)] = true;
  return matters;
}();

bool IsLower(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
 public:
  Lexer(std::string_view text, const CRules& rules) : text_(text), rules_(rules) {}

  LineCounts Run() {
    const std::size_t size = text_.size();
    while (i_ < size) {
      const char c = text_[i_];
      if (c == '\n') {
        tally_.EndLine();
        continued_ = i_ > 0 && text_[i_ - 1] == '\\';
        ++i_;
      } else if (IsBlankByte(c)) {
        ++i_;
      } else if (!rules_.line_start_comments.empty() && !tally_.HasCode() && !continued_ && StartsLineComment()) {
        LineComment(i_);
      } else if (c == '/') {
        Slash();
      } else if (c == '"' || c == '\'') {
        tally_.Code();
        const std::size_t end = IsRawString() ? RawStringEnd() : SkipCString(text_, i_);
        CodeUpTo(end);
      } else {
        tally_.Code();
        // Once a line is code, only what ends it or may hide or open a comment matters.
        do {
          ++i_;
        } while (i_ < size && !kMatters[static_cast<unsigned char>(text_[i_])]);
      }
    }
    tally_.EndText(text_);
    return tally_.Counts();
  }

 private:
  [[nodiscard]] bool StartsLineComment() const {
    const char c = text_[i_];
    if (rules_.line_start_comments.find(c) == std::string_view::npos) return false;
    if (c != '#') return true;
    std::size_t word = i_ + 1;
    while (word < text_.size() && (text_[word] == ' ' || text_[word] == '\t')) ++word;
    std::size_t end = word;
    while (end < text_.size() && IsLower(text_[end])) ++end;
    const std::string_view name = text_.substr(word, end - word);
    // "# 12 "file"" is a line marker.
    if (name.empty()) return !(word < text_.size() && IsDigit(text_[word]));
    return std::find(kDirectives.begin(), kDirectives.end(), name) == kDirectives.end();
  }

  void Slash() {
    const std::size_t next = SkipSplices(text_, i_ + 1);
    const char second = next < text_.size() ? text_[next] : '\n';
    if (second == '/') {
      LineComment(next);
    } else if (second == '*') {
      CommentUpTo(next + 1);
      BlockComment();
    } else {
      tally_.Code();
      ++i_;
    }
  }

  /// From i_ to the end of its line; the comment's mark is known to reach up to `body`.
  void LineComment(std::size_t body) {
    std::size_t end = LineEnd(text_, body);
    while (end < text_.size() && text_[end - 1] == '\\') end = LineEnd(text_, end + 1);
    CommentUpTo(end);
  }

  void BlockComment() {
    while (i_ < text_.size()) {
      if (text_[i_] == '*') {
        const std::size_t next = SkipSplices(text_, i_ + 1);
        if (next < text_.size() && text_[next] == '/') return CommentUpTo(next + 1);
      }
      CommentUpTo(i_ + 1);
    }
  }

  void CommentUpTo(std::size_t end) {
    for (; i_ < end; ++i_) {
      tally_.Comment();
      if (text_[i_] == '\n') tally_.EndLine();
    }
  }
  void CodeUpTo(std::size_t end) {
    for (; i_ < end; ++i_) {
      const bool newline = text_[i_] == '\n';  // one inside a token is the token's byte
      if (newline || !IsBlankByte(text_[i_])) tally_.Code();
      if (newline) tally_.EndLine();
    }
  }

  [[nodiscard]] bool IsRawString() const {
    if (!rules_.raw_strings || text_[i_] != '"' || i_ == 0 || text_[i_ - 1] != 'R') return false;
    // R, LR, uR, UR, u8R: whatever stands before the R must not make it the end of a longer name.
    std::size_t start = i_ - 1;
    while (start > 0 && (IsLower(text_[start - 1]) || IsDigit(text_[start - 1]) ||
                         (text_[start - 1] >= 'A' && text_[start - 1] <= 'Z'))) {
      if (i_ - start > 3) return false;
      --start;
    }
    const std::string_view prefix = text_.substr(start, i_ - start);
    return prefix == "R" || prefix == "LR" || prefix == "uR" || prefix == "UR" || prefix == "u8R";
  }
  [[nodiscard]] std::size_t RawStringEnd() const {
    constexpr std::size_t kMaxDelimiter = 16;  // by the standard
    const std::size_t open = text_.substr(0, std::min(text_.size(), i_ + kMaxDelimiter + 2)).find('(', i_ + 1);
    if (open == std::string_view::npos) return SkipCString(text_, i_);
    const std::string_view delimiter = text_.substr(i_ + 1, open - i_ - 1);
    for (std::size_t close = text_.find(')', open); close != std::string_view::npos;
         close = text_.find(')', close + 1)) {
      if (text_.substr(close + 1).starts_with(delimiter) &&
          text_.substr(close + 1 + delimiter.size()).starts_with('"')) {
        return close + 2 + delimiter.size();
      }
    }
    return text_.size();
  }

  std::string_view text_;
  const CRules& rules_;
  std::size_t i_ = 0;
  bool continued_ = false;  // the line goes on from the one above: nothing is first on it
  LineTally tally_;
};

}  // namespace

std::size_t SkipCString(std::string_view text, std::size_t i) {
  const char quote = text[i++];
  while (i < text.size()) {
    const char c = text[i];
    if (c == quote) return i + 1;
    if (c == '\n') return i;
    if (c != '\\') {
      ++i;
    } else if (i + 1 < text.size() && text[i + 1] == '\n') {
      i += 2;
    } else {
      // Splices go before escapes: in `\`, `\`, newline, `"` the quote is escaped.
      i = SkipSplices(text, i + 1);
      if (i < text.size() && text[i] != '\n') ++i;
    }
  }
  return i;
}

LineCounts LexC(std::string_view text, const CRules& rules) { return Lexer(text, rules).Run(); }

}  // namespace ferrotype
