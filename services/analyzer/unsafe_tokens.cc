#include "analyzer/unsafe_tokens.h"

#include <algorithm>
#include <array>

#include "analyzer/line_tally.h"

namespace ferrotype {
namespace {

constexpr bool IsIdentStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsIdentContinue(char c) { return IsIdentStart(c) || IsDigit(c); }

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) { out_.text = text; }

  LedgerTokens Run() {
    out_.tokens.reserve(text_.size() / 5);
    StartLines();
    code_.assign(out_.Lines() + 1, 0);
    Shebang();
    while (i_ < text_.size()) {
      const char c = text_[i_];
      if (c == '\n' || IsBlankByte(c)) {
        ++i_;
      } else if (c == '/' && At(i_ + 1) == '/') {
        LineComment();
      } else if (c == '/' && At(i_ + 1) == '*') {
        BlockComment();
      } else {
        const bool dollar = c == '$';
        Token(c);
        after_dollar_ = dollar;
      }
    }
    Match();
    out_.code_before.assign(code_.size(), 0);
    for (std::size_t n = 1; n < code_.size(); ++n) out_.code_before[n] = out_.code_before[n - 1] + code_[n];
    return std::move(out_);
  }

 private:
  [[nodiscard]] char At(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  void StartLines() {
    out_.line_starts.push_back(0);
    for (std::size_t end = LineEnd(text_, 0); end < text_.size(); end = LineEnd(text_, end + 1)) {
      out_.line_starts.push_back(static_cast<std::uint32_t>(end + 1));
    }
    if (text_.empty() || out_.line_starts.back() != text_.size()) {
      out_.line_starts.push_back(static_cast<std::uint32_t>(text_.size()));
    }
  }
  /// Tokens and comments come in order of position, so their lines are found by going on.
  std::uint32_t LineFrom(std::size_t position) {
    while (line_ < out_.Lines() && out_.line_starts[line_] <= position) ++line_;
    return line_;
  }
  void Add(LedgerTokenKind kind, std::size_t begin, std::size_t end) {
    LedgerToken token;
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(end);
    token.line = LineFrom(begin);
    token.match = kNoToken;
    token.kind = kind;
    out_.tokens.push_back(token);
    const std::uint32_t last = LineFrom(end - 1);
    std::fill(code_.begin() + token.line, code_.begin() + last + 1, std::uint8_t{1});
    i_ = end;
  }

  void Shebang() {
    if (!text_.starts_with("#!")) return;
    std::size_t next = 2;
    while (next < text_.size() && IsBlankByte(text_[next])) ++next;
    if (At(next) == '[') return;
    code_[1] = 1;
    i_ = LineEnd(text_, 0);
  }

  void Comment(std::size_t begin, std::size_t end, LedgerComment::Doc doc, bool block) {
    LedgerComment comment;
    comment.begin = static_cast<std::uint32_t>(begin);
    comment.end = static_cast<std::uint32_t>(end);
    comment.line = LineFrom(begin);
    comment.end_line = LineFrom(end - 1);
    comment.next = static_cast<std::uint32_t>(out_.tokens.size());
    comment.doc = doc;
    comment.block = block;
    out_.comments.push_back(comment);
    i_ = end;
  }
  void LineComment() {
    auto doc = LedgerComment::Doc::kNone;
    if (At(i_ + 2) == '!') doc = LedgerComment::Doc::kInner;
    if (At(i_ + 2) == '/' && At(i_ + 3) != '/') doc = LedgerComment::Doc::kOuter;
    Comment(i_, LineEnd(text_, i_), doc, false);
  }
  void BlockComment() {
    auto doc = LedgerComment::Doc::kNone;
    const char third = At(i_ + 2);
    if (third == '!') doc = LedgerComment::Doc::kInner;
    if (third == '*' && At(i_ + 3) != '*' && At(i_ + 3) != '/') doc = LedgerComment::Doc::kOuter;
    std::size_t depth = 1;
    std::size_t end = i_ + 2;
    while (end < text_.size() && depth > 0) {
      if (text_[end] == '*' && At(end + 1) == '/') {
        --depth;
        end += 2;
      } else if (text_[end] == '/' && At(end + 1) == '*') {
        ++depth;
        end += 2;
      } else {
        ++end;
      }
    }
    Comment(i_, std::min(end, text_.size()), doc, true);
  }

  void Token(char c) {
    if (IsIdentStart(c)) {
      IdentOrPrefix();
    } else if (IsDigit(c)) {
      std::size_t end = i_ + 1;
      while (end < text_.size() && IsIdentContinue(text_[end])) ++end;
      Add(LedgerTokenKind::kLiteral, i_, end);
    } else if (c == '"') {
      String(i_, i_ + 1);
    } else if (c == '\'') {
      CharOrLifetime();
    } else if (c == '(' || c == '[' || c == '{') {
      Add(LedgerTokenKind::kOpen, i_, i_ + 1);
    } else if (c == ')' || c == ']' || c == '}') {
      Add(LedgerTokenKind::kClose, i_, i_ + 1);
    } else {
      static constexpr std::array<std::string_view, 9> kPairs = {"::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||"};
      const bool pair = std::find(kPairs.begin(), kPairs.end(), text_.substr(i_, 2)) != kPairs.end();
      Add(LedgerTokenKind::kPunct, i_, i_ + (pair ? 2U : 1U));
    }
  }

  void IdentOrPrefix() {
    std::size_t end = i_ + 1;
    while (end < text_.size() && IsIdentContinue(text_[end])) ++end;
    const std::string_view name = text_.substr(i_, end - i_);
    const char next = At(end);
    if (next == '"' && (name == "b" || name == "c")) {
      String(i_, end + 1);
    } else if (next == '\'' && name == "b") {
      Add(LedgerTokenKind::kLiteral, i_, QuotedCharEnd(end + 1));
    } else if ((next == '"' || next == '#') && (name == "r" || name == "br" || name == "cr")) {
      RawStringOrIdent(name, end);
    } else {
      Word(name, end);
    }
  }
  void Word(std::string_view name, std::size_t end) {
    Add(name == "unsafe" && !after_dollar_ ? LedgerTokenKind::kUnsafe : LedgerTokenKind::kWord, i_, end);
  }

  void RawStringOrIdent(std::string_view prefix, std::size_t hash) {
    std::size_t quote = hash;
    while (At(quote) == '#') ++quote;
    const std::size_t hashes = quote - hash;
    if (At(quote) != '"') {
      if (prefix == "r" && hashes == 1 && IsIdentStart(At(quote))) {
        while (quote < text_.size() && IsIdentContinue(text_[quote])) ++quote;
      }
      Add(LedgerTokenKind::kWord, i_, quote);
      return;
    }
    std::size_t end = quote + 1;
    for (;;) {
      end = text_.find('"', end);
      if (end == std::string_view::npos) {
        Add(LedgerTokenKind::kLiteral, i_, text_.size());
        return;
      }
      std::size_t after = end + 1;
      while (after - end - 1 < hashes && At(after) == '#') ++after;
      if (after - end - 1 == hashes) {
        Add(LedgerTokenKind::kLiteral, i_, after);
        return;
      }
      end = after;
    }
  }
  void String(std::size_t begin, std::size_t contents) {
    std::size_t end = contents;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2U : 1U;
    Add(LedgerTokenKind::kLiteral, begin, std::min(end + 1, text_.size()));
  }

  void CharOrLifetime() {
    const std::size_t start = i_ + 1;
    const bool closes = At(start + RuneBytes(start)) == '\'';
    if (closes || !IsIdentContinue(At(start)) || start >= text_.size()) {
      Add(LedgerTokenKind::kLiteral, i_, QuotedCharEnd(start));
      return;
    }
    std::size_t end = start;
    while (end < text_.size() && IsIdentContinue(text_[end])) ++end;
    if (At(end) == '\'') {
      ++end;
    } else if (At(end) == '#' && end == start + 1 && At(start) == 'r' && IsIdentStart(At(end + 1))) {
      ++end;
      while (end < text_.size() && IsIdentContinue(text_[end])) ++end;
    }
    Add(LedgerTokenKind::kLifetime, i_, end);
  }
  /// `at`: after the opening quote. The end of the character, or of what shows that it was none.
  [[nodiscard]] std::size_t QuotedCharEnd(std::size_t at) const {
    const std::size_t one = RuneBytes(at);
    if (at < text_.size() && At(at + one) == '\'' && text_[at] != '\\') return at + one + 1;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '\'') return at + 1;
      if (c == '/' || c == '\n') return at;
      at = std::min(at + (c == '\\' ? 2U : 1U), text_.size());
    }
    return at;
  }
  [[nodiscard]] std::size_t RuneBytes(std::size_t i) const {
    if (static_cast<unsigned char>(At(i)) < 0xC0) return 1;
    std::size_t bytes = 1;
    while (bytes < 4 && (static_cast<unsigned char>(At(i + bytes)) & 0xC0U) == 0x80U) ++bytes;
    return bytes;
  }

  void Match() {
    static constexpr std::string_view kOpen = "([{";
    static constexpr std::string_view kClose = ")]}";
    std::array<std::uint32_t, 3> standing{};
    std::vector<std::uint32_t> open;
    auto shape = [&](std::uint32_t token, std::string_view of) { return of.find(text_[out_.tokens[token].begin]); };
    for (std::uint32_t t = 0; t < out_.tokens.size(); ++t) {
      if (out_.tokens[t].kind == LedgerTokenKind::kOpen) {
        open.push_back(t);
        ++standing[shape(t, kOpen)];
      } else if (out_.tokens[t].kind == LedgerTokenKind::kClose && standing[shape(t, kClose)] > 0) {
        const std::size_t want = shape(t, kClose);
        while (shape(open.back(), kOpen) != want) {
          --standing[shape(open.back(), kOpen)];
          open.pop_back();
        }
        --standing[want];
        out_.tokens[open.back()].match = t;
        out_.tokens[t].match = open.back();
        open.pop_back();
      }
    }
  }

  std::string_view text_;
  LedgerTokens out_;
  std::vector<std::uint8_t> code_;  // by line, 1-based
  std::size_t i_ = 0;
  std::uint32_t line_ = 1;
  bool after_dollar_ = false;
};

}  // namespace

std::uint32_t LedgerTokens::LineOf(std::uint32_t position) const {
  const auto after = std::upper_bound(line_starts.begin(), line_starts.end() - 1, position);
  return static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(after - line_starts.begin(), 1));
}

LedgerTokens TokenizeForLedger(std::string_view text) { return Tokenizer(text).Run(); }

}  // namespace ferrotype
