#include "analyzer/rust_lexer.h"

#include <algorithm>
#include <array>
#include <string>

#include "analyzer/line_tally.h"

namespace ferrotype {
namespace {

constexpr bool IsIdentStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr std::array<bool, 256> kIdentContinue = [] {
  std::array<bool, 256> continues{};
  for (std::size_t i = 0; i < continues.size(); ++i) {
    continues[i] = IsIdentStart(static_cast<char>(i)) || IsDigit(static_cast<char>(i));
  }
  return continues;
}();
bool IsIdentContinue(char c) { return kIdentContinue[static_cast<unsigned char>(c)]; }

/// Sees the tokens go by and remembers the literals of include!("...").
class IncludeFinder {
 public:
  explicit IncludeFinder(std::vector<std::string>& includes) : includes_(includes) {}
  void Ident(std::string_view name) { state_ = name == "include" ? State::kName : State::kNone; }
  void Literal(std::string_view contents, bool raw) {
    state_ = state_ == State::kOpen ? State::kLiteral : State::kNone;
    if (state_ == State::kLiteral) {
      contents_ = contents;
      raw_ = raw;
    }
  }
  void Other(char c) {
    const bool opens = c == '(' || c == '[' || c == '{';
    const bool ends = c == ')' || c == ']' || c == '}' || c == ',';
    if (state_ == State::kName && c == '!') {
      state_ = State::kBang;
    } else if (state_ == State::kBang && opens) {
      state_ = State::kOpen;
    } else {
      if (state_ == State::kLiteral && ends) includes_.push_back(raw_ ? std::string(contents_) : Unescaped());
      state_ = State::kNone;
    }
  }

 private:
  enum class State { kNone, kName, kBang, kOpen, kLiteral };

  /// A path needs no more than these escapes; others stay as they are written.
  [[nodiscard]] std::string Unescaped() const {
    std::string path;
    for (std::size_t i = 0; i < contents_.size(); ++i) {
      const bool escape = contents_[i] == '\\' && i + 1 < contents_.size() &&
                          (contents_[i + 1] == '\\' || contents_[i + 1] == '"' || contents_[i + 1] == '\'');
      path += contents_[escape ? ++i : i];
    }
    return path;
  }

  std::vector<std::string>& includes_;
  State state_ = State::kNone;
  std::string_view contents_;
  bool raw_ = false;
};

/// The words of the comments before the first token.
class HeadComment {
 public:
  explicit HeadComment(std::string& scratch) : words_(scratch) { words_.clear(); }
  void Add(std::string_view comment) {
    constexpr std::size_t kMaxHeadBytes = 16384;
    for (const char c : comment) {
      const bool mark = IsBlankByte(c) || c == '/' || c == '*' || c == '!';
      if (!mark && words_.size() < kMaxHeadBytes) {
        words_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      } else if (!words_.empty() && words_.back() != ' ') {
        words_ += ' ';
      }
    }
    words_ += ' ';
  }
  [[nodiscard]] bool SaysVendored() const {
    return words_.find("come from the rust standard library") != std::string::npos;
  }

 private:
  std::string& words_;
};

class Lexer {
 public:
  Lexer(std::string_view text, std::string& scratch) : text_(text), includes_(scan_.facts.includes), head_(scratch) {}

  RustScan Run() {
    Shebang();
    while (i_ < text_.size()) {
      const char c = text_[i_];
      if (c == '\n') {
        tally_.EndLine();
        ++i_;
      } else if (IsBlankByte(c)) {
        ++i_;
      } else if (c == '/' && At(i_ + 1) == '/') {
        LineComment();
      } else if (c == '/' && At(i_ + 1) == '*') {
        BlockComment();
      } else {
        in_head_ = false;
        Token(c);
      }
    }
    tally_.EndText(text_);
    scan_.lines = tally_.Counts();
    scan_.doc = tally_.DocLines();
    scan_.facts.vendored = head_.SaysVendored();
    return std::move(scan_);
  }

 private:
  [[nodiscard]] char At(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  /// `#!/...` on the first line belongs to the system, unless it is the start of `#![...]`.
  void Shebang() {
    if (!text_.starts_with("#!")) return;
    std::size_t next = 2;
    while (next < text_.size() && IsBlankByte(text_[next])) ++next;
    if (At(next) == '[') return;
    in_head_ = false;
    CodeUpTo(LineEnd(text_, 0));
  }

  void LineComment() {
    const std::size_t end = LineEnd(text_, i_);
    const bool doc = At(i_ + 2) == '!' || (At(i_ + 2) == '/' && At(i_ + 3) != '/');
    doc ? tally_.Doc() : tally_.Comment();
    if (in_head_) head_.Add(text_.substr(i_, end - i_));
    i_ = end;
  }

  void BlockComment() {
    const std::size_t start = i_;
    const char third = At(i_ + 2);
    const bool doc = third == '!' || (third == '*' && At(i_ + 3) != '*' && At(i_ + 3) != '/');
    doc ? tally_.Doc() : tally_.Comment();
    std::size_t depth = 1;
    i_ += 2;
    while (i_ < text_.size() && depth > 0) {
      doc ? tally_.Doc() : tally_.Comment();
      const char c = text_[i_];
      if (c == '\n') {
        tally_.EndLine();
        ++i_;
      } else if (c == '*' && At(i_ + 1) == '/') {
        --depth;
        i_ += 2;
      } else if (c == '/' && At(i_ + 1) == '*') {
        ++depth;
        i_ += 2;
      } else {
        ++i_;
      }
    }
    if (in_head_) head_.Add(text_.substr(start, i_ - start));
  }

  void Token(char c) {
    tally_.Code();
    const bool dollar = c == '$';
    if (IsIdentStart(c)) {
      IdentOrPrefix();
    } else if (IsDigit(c)) {
      includes_.Other('0');
      while (IsIdentContinue(At(i_)) && i_ < text_.size()) ++i_;
    } else if (c == '"') {
      String(i_ + 1);
    } else if (c == '\'') {
      includes_.Other(c);
      CharOrLifetime();
    } else {
      includes_.Other(c);
      ++i_;
    }
    after_dollar_ = dollar;
  }

  void IdentOrPrefix() {
    const std::size_t start = i_;
    while (i_ < text_.size() && IsIdentContinue(text_[i_])) ++i_;
    const std::string_view name = text_.substr(start, i_ - start);
    const char next = At(i_);
    if (next == '"' && (name == "b" || name == "c")) {
      String(i_ + 1);
    } else if (next == '\'' && name == "b") {
      includes_.Other(next);
      ++i_;
      QuotedChar();
    } else if ((next == '"' || next == '#') && (name == "r" || name == "br" || name == "cr")) {
      RawStringOrIdent(name);
    } else {
      Ident(name);
    }
  }

  void Ident(std::string_view name) {
    // After a dollar it is the name of a macro's variable: `$unsafe:tt`.
    scan_.unsafe_tokens += name == "unsafe" && !after_dollar_ ? 1U : 0U;
    includes_.Ident(name);
  }

  /// After r, br or cr, at `"` or `#`.
  void RawStringOrIdent(std::string_view prefix) {
    std::size_t quote = i_;
    while (At(quote) == '#') ++quote;
    const std::size_t hashes = quote - i_;
    if (At(quote) != '"') {
      if (prefix == "r" && hashes == 1 && IsIdentStart(At(quote))) {  // r#unsafe is a name
        includes_.Ident("");
        i_ = quote;
        while (i_ < text_.size() && IsIdentContinue(text_[i_])) ++i_;
      } else {
        Ident(prefix);
        i_ = quote;  // the hashes are tokens of their own; skipping them keeps a row of them linear
      }
      return;
    }
    std::size_t end = quote + 1;
    for (;;) {
      end = text_.find('"', end);
      if (end == std::string_view::npos) {
        CodeUpTo(text_.size());
        return;
      }
      std::size_t after = end + 1;
      while (after - end - 1 < hashes && At(after) == '#') ++after;
      if (after - end - 1 == hashes) {
        includes_.Literal(text_.substr(quote + 1, end - quote - 1), true);
        CodeUpTo(after);
        return;
      }
      end = after;
    }
  }

  /// The contents start at `start`.
  void String(std::size_t start) {
    std::size_t end = start;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2U : 1U;
    end = std::min(end, text_.size());
    includes_.Literal(text_.substr(start, end - start), false);
    CodeUpTo(std::min(end + 1, text_.size()));
  }

  /// As rustc tells them apart: 'x' is a character, 'x... a lifetime.
  void CharOrLifetime() {
    ++i_;
    const std::size_t one = RuneBytes(i_);
    const bool closes = At(i_ + one) == '\'';
    if (closes || !(IsIdentStart(At(i_)) || IsDigit(At(i_))) || i_ >= text_.size()) {
      QuotedChar();
      return;
    }
    while (i_ < text_.size() && IsIdentContinue(text_[i_])) ++i_;
    if (At(i_) == '\'') {
      ++i_;
    } else if (At(i_) == '#' && At(i_ - 1) == 'r' && At(i_ - 2) == '\'' && IsIdentStart(At(i_ + 1))) {
      ++i_;  // 'r#name
      while (i_ < text_.size() && IsIdentContinue(text_[i_])) ++i_;
    }
  }

  /// After the opening quote: to its end, or to what shows that it was none.
  void QuotedChar() {
    const std::size_t one = RuneBytes(i_);
    if (i_ < text_.size() && At(i_ + one) == '\'' && text_[i_] != '\\') {
      CodeUpTo(i_ + one + 1);
      return;
    }
    while (i_ < text_.size()) {
      const char c = text_[i_];
      if (c == '\'') {
        ++i_;
        return;
      }
      if (c == '/' || c == '\n') return;
      CodeUpTo(std::min(i_ + (c == '\\' ? 2U : 1U), text_.size()));
    }
  }

  /// Bytes of the rune at `i`, without judging it.
  [[nodiscard]] std::size_t RuneBytes(std::size_t i) const {
    if (static_cast<unsigned char>(At(i)) < 0xC0) return 1;
    std::size_t bytes = 1;
    while (bytes < 4 && (static_cast<unsigned char>(At(i + bytes)) & 0xC0U) == 0x80U) ++bytes;
    return bytes;
  }

  void CodeUpTo(std::size_t end) {
    while (i_ < end) {
      tally_.Code();
      const std::size_t newline = LineEnd(text_.substr(0, end), i_);
      if (newline == end) break;
      tally_.EndLine();
      i_ = newline + 1;
    }
    i_ = end;
  }

  std::string_view text_;
  RustScan scan_;
  IncludeFinder includes_;
  HeadComment head_;
  LineTally tally_;
  std::size_t i_ = 0;
  bool in_head_ = true;
  bool after_dollar_ = false;
};

}  // namespace

RustScan ScanRust(std::string_view text, std::string& scratch) { return Lexer(text, scratch).Run(); }

}  // namespace ferrotype
