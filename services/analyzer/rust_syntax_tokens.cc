#include "analyzer/rust_syntax_tokens.h"

#include <algorithm>
#include <array>

namespace ferrotype {
namespace {

bool IsWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordByte(char c) { return IsWordStart(c) || IsDigit(c); }
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }

// Longest first. No token begins with '<' or '>' but "<=", "<-" and ">=": types close with as many '>' as they like.
constexpr std::array<std::string_view, 23> kPuncts = {"..=", "...", "::", "->", "=>", "..", "&&", "||",
                                                      "==",  "!=",  "<=", ">=", "+=", "-=", "*=", "/=",
                                                      "%=",  "^=",  "&=", "|=", "<-", "@",  ";"};

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) { out_.text = text; }

  RustTokens Run() {
    Shebang();
    while (i_ < Size()) {
      const char c = At(i_);
      if (IsSpace(c)) {
        line_ += c == '\n' ? 1U : 0U;
        ++i_;
      } else if (c == '/' && At(i_ + 1) == '/') {
        LineComment();
      } else if (c == '/' && At(i_ + 1) == '*') {
        BlockComment();
      } else {
        Token(c);
      }
    }
    for (const std::uint32_t open : open_) out_.tokens[open].match = out_.size();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::uint32_t Size() const { return static_cast<std::uint32_t>(out_.text.size()); }
  [[nodiscard]] char At(std::uint32_t i) const { return i < Size() ? out_.text[i] : '\0'; }

  void Shebang() {
    if (!out_.text.starts_with("#!")) return;
    std::uint32_t next = 2;
    while (next < Size() && IsSpace(At(next))) ++next;
    if (At(next) != '[') i_ = LineEnd();
  }

  [[nodiscard]] std::uint32_t LineEnd() const {
    const std::size_t end = out_.text.find('\n', i_);
    return end == std::string_view::npos ? Size() : static_cast<std::uint32_t>(end);
  }

  void LineComment() {
    const std::uint32_t end = LineEnd();
    const bool inner = At(i_ + 2) == '!';
    if (inner || (At(i_ + 2) == '/' && At(i_ + 3) != '/')) {
      out_.docs.push_back({std::min(i_ + 3, end), end, line_, out_.size(), inner});
    }
    i_ = end;
  }

  void BlockComment() {
    const std::uint32_t start = i_;
    const std::uint32_t line = line_;
    const char third = At(i_ + 2);
    const bool inner = third == '!';
    const bool doc = inner || (third == '*' && At(i_ + 3) != '*' && At(i_ + 3) != '/');
    std::size_t depth = 1;
    i_ += 2;
    while (i_ < Size() && depth > 0) {
      if (At(i_) == '*' && At(i_ + 1) == '/') {
        --depth;
        i_ += 2;
      } else if (At(i_) == '/' && At(i_ + 1) == '*') {
        ++depth;
        i_ += 2;
      } else {
        line_ += At(i_) == '\n' ? 1U : 0U;
        ++i_;
      }
    }
    if (doc)
      out_.docs.push_back({start + 3, std::max(start + 3, i_ - (depth == 0 ? 2U : 0U)), line, out_.size(), inner});
  }

  void Add(RustTokenKind kind, std::uint32_t begin, std::uint32_t end) {
    out_.tokens.push_back({kind, begin, end, line_, out_.size()});
    for (std::uint32_t i = begin; kind == RustTokenKind::kString && i < end; ++i) line_ += At(i) == '\n' ? 1U : 0U;
    i_ = end;
  }

  void Token(char c) {
    if (IsWordStart(c)) {
      Word();
    } else if (c == '$' && IsWordStart(At(i_ + 1))) {
      Add(RustTokenKind::kWord, i_, WordEnd(i_ + 1));
    } else if (IsDigit(c)) {
      Number();
    } else if (c == '"') {
      Add(RustTokenKind::kString, i_, StringEnd(i_ + 1));
    } else if (c == '\'') {
      Quote(i_);
    } else if (c == '(' || c == '[' || c == '{') {
      open_.push_back(out_.size());
      Add(RustTokenKind::kOpen, i_, i_ + 1);
    } else if (c == ')' || c == ']' || c == '}') {
      const std::uint32_t own = out_.size();
      Add(RustTokenKind::kClose, i_, i_ + 1);
      if (open_.empty()) return;
      out_.tokens[own].match = open_.back();
      out_.tokens[open_.back()].match = own;
      open_.pop_back();
    } else {
      Punct();
    }
  }

  void Punct() {
    const std::string_view rest = out_.text.substr(i_, 3);
    for (const std::string_view punct : kPuncts) {
      if (rest.starts_with(punct)) {
        Add(RustTokenKind::kPunct, i_, i_ + static_cast<std::uint32_t>(punct.size()));
        return;
      }
    }
    Add(RustTokenKind::kPunct, i_, i_ + 1);
  }

  [[nodiscard]] std::uint32_t WordEnd(std::uint32_t i) const {
    while (i < Size() && IsWordByte(At(i))) ++i;
    return i;
  }

  void Word() {
    const std::uint32_t end = WordEnd(i_);
    const std::string_view name = out_.text.substr(i_, end - i_);
    const char next = At(end);
    if (next == '"' && (name == "b" || name == "c")) {
      Add(RustTokenKind::kString, i_, StringEnd(end + 1));
    } else if (next == '\'' && name == "b") {
      Quote(end);
    } else if ((next == '"' || next == '#') && (name == "r" || name == "br" || name == "cr")) {
      RawString(end);
    } else {
      Add(RustTokenKind::kWord, i_, end);
    }
  }

  void RawString(std::uint32_t at) {
    std::uint32_t quote = at;
    while (At(quote) == '#') ++quote;
    const std::uint32_t hashes = quote - at;
    if (At(quote) != '"') {
      if (hashes == 1 && at - i_ == 1 && IsWordStart(At(quote))) {
        Add(RustTokenKind::kWord, quote, WordEnd(quote));
      } else {
        Add(RustTokenKind::kWord, i_, at);
        i_ = quote;  // the hashes mean nothing here, and skipping them keeps a row of them linear
      }
      return;
    }
    std::size_t end = quote + 1;
    for (;;) {
      end = out_.text.find('"', end);
      if (end == std::string_view::npos) {
        Add(RustTokenKind::kString, i_, Size());
        return;
      }
      std::size_t after = end + 1;
      while (after - end - 1 < hashes && after < Size() && out_.text[after] == '#') ++after;
      if (after - end - 1 == hashes) {
        Add(RustTokenKind::kString, i_, static_cast<std::uint32_t>(after));
        return;
      }
      end = after;
    }
  }

  [[nodiscard]] std::uint32_t StringEnd(std::uint32_t i) const {
    while (i < Size() && At(i) != '"') i += At(i) == '\\' ? 2U : 1U;
    return std::min(i + 1, Size());
  }

  void Number() {
    std::uint32_t end = WordEnd(i_);
    // 1.5 and 1.5e3 are one token; 1..2, 1.max(2) and x.0.1 are not.
    const bool tuple_index = !out_.tokens.empty() && out_.Text(out_.size() - 1) == ".";
    if (!tuple_index && At(end) == '.' && IsDigit(At(end + 1))) end = WordEnd(end + 1);
    Add(RustTokenKind::kNumber, i_, end);
  }

  /// At the quote: a character, or a lifetime, as rustc tells them apart.
  void Quote(std::uint32_t quote) {
    const std::uint32_t first = quote + 1;
    if (At(first) == '\\') {
      std::uint32_t end = first;
      while (end < Size() && At(end) != '\'' && At(end) != '\n') end += At(end) == '\\' ? 2U : 1U;
      Add(RustTokenKind::kChar, i_, std::min(At(end) == '\'' ? end + 1 : end, Size()));
      return;
    }
    std::uint32_t rune = 1;
    if (static_cast<unsigned char>(At(first)) >= 0xC0) {
      while (rune < 4 && (static_cast<unsigned char>(At(first + rune)) & 0xC0U) == 0x80U) ++rune;
    }
    if (first + rune < Size() && At(first + rune) == '\'' && At(first) != '\n') {
      Add(RustTokenKind::kChar, i_, first + rune + 1);
    } else if (IsWordStart(At(first))) {
      Add(RustTokenKind::kLifetime, i_, WordEnd(first));
    } else {
      Add(RustTokenKind::kPunct, i_, first);
    }
  }

  RustTokens out_;
  std::vector<std::uint32_t> open_;
  std::uint32_t i_ = 0;
  std::uint32_t line_ = 1;
};

bool SpacesAround(std::string_view punct) {
  return punct == "+" || punct == "=" || punct == "->" || punct == "=>" || punct == "==" || punct == "||" ||
         punct == "|" || punct == "!=";
}

}  // namespace

RustTokens TokenizeRust(std::string_view text) { return Tokenizer(text).Run(); }

std::uint32_t RustTokens::EndLine(std::uint32_t i) const {
  if (i >= tokens.size()) return tokens.empty() ? 1 : tokens.back().line;
  const std::string_view token = Text(i);
  return tokens[i].line + static_cast<std::uint32_t>(std::count(token.begin(), token.end(), '\n'));
}

std::string RustTokens::Join(std::uint32_t begin, std::uint32_t end) const {
  std::string joined;
  end = std::min(end, size());
  for (std::uint32_t i = begin; i < end; ++i) {
    const std::string_view token = Text(i);
    if (i > begin) {
      const std::string_view before = Text(i - 1);
      const RustTokenKind left = tokens[i - 1].kind;
      const RustTokenKind right = tokens[i].kind;
      const bool word = right == RustTokenKind::kWord || right == RustTokenKind::kLifetime ||
                        right == RustTokenKind::kNumber || right == RustTokenKind::kString;
      const bool after_word = left == RustTokenKind::kWord || left == RustTokenKind::kLifetime ||
                              left == RustTokenKind::kNumber || left == RustTokenKind::kString;
      const bool closed = left == RustTokenKind::kClose || (left == RustTokenKind::kPunct && before == ">");
      if ((after_word && word) || (closed && word) || before == "," || before == ";" || before == ":" ||
          (left == RustTokenKind::kPunct && SpacesAround(before)) ||
          (right == RustTokenKind::kPunct && SpacesAround(token)) ||
          (after_word && left != RustTokenKind::kWord && right == RustTokenKind::kOpen) ||
          (left == RustTokenKind::kWord && token == "{") || (before == "as" && token == "*") ||
          (left == RustTokenKind::kWord && (before == "dyn" || before == "mut" || before == "const") &&
           right != RustTokenKind::kPunct)) {
        joined += ' ';
      }
    }
    joined += token;
  }
  return joined;
}

std::string RustTokens::Unquoted(std::uint32_t i) const {
  std::string_view token = Text(i);
  if (!Is(i, RustTokenKind::kString)) return std::string(token);
  const std::size_t open = token.find('"');
  const bool raw = token.substr(0, open).find('r') != std::string_view::npos;
  std::size_t close = token.rfind('"');
  if (close == open) close = token.size();  // it never ends
  const std::string_view body = token.substr(open + 1, close - std::min(close, open + 1));
  if (raw) return std::string(body);
  std::string value;
  for (std::size_t k = 0; k < body.size(); ++k) {
    if (body[k] != '\\' || k + 1 == body.size()) {
      value += body[k];
      continue;
    }
    const char escaped = body[++k];
    if (escaped == 'n') {
      value += '\n';
    } else if (escaped == 't') {
      value += '\t';
    } else if (escaped == '\n') {
      while (k + 1 < body.size() && IsSpace(body[k + 1])) ++k;  // a line continued
    } else if (escaped == '\\' || escaped == '"' || escaped == '\'') {
      value += escaped;
    } else {
      value += '\\';
      value += escaped;
    }
  }
  return value;
}

}  // namespace ferrotype
