#include "analyzer/c_tokens.h"

namespace ferrotype::ctokens {

bool Tokens::Next(std::string_view& token) {
  while (position_ < text_.size()) {
    const std::size_t start = position_;
    switch (KindOf(text_[start])) {
      case ByteKind::kNewline:
        ++line_;
        ++position_;
        line_begins_ = true;
        continue;
      case ByteKind::kBlank:
        ++position_;
        continue;
      case ByteKind::kSlash:
        position_ = SkipComment(text_, start);
        break;
      case ByteKind::kWord:
        position_ = WordEnd(text_, start);
        break;
      case ByteKind::kQuote:
        position_ = SkipCString(text_, start);
        break;
      default:
        if (text_[start] == '#' && line_begins_) position_ = LogicalLineEnd(text_, start);
    }
    const bool skipped = position_ != start && (text_[start] == '/' || text_[start] == '#');
    if (position_ == start) ++position_;
    token = text_.substr(start, position_ - start);
    token_line_ = line_;
    line_ += Newlines(token);
    if (skipped) continue;
    line_begins_ = false;
    return true;
  }
  return false;
}

bool IsStatementKeyword(std::string_view word) {
  constexpr std::array<std::string_view, 19> kWords = {
      "if",         "else",          "while",         "for",    "do",       "switch", "case", "return",
      "goto",       "default",       "break",         "sizeof", "continue", "typeof", "asm",  "__asm__",
      "__typeof__", "static_assert", "_Static_assert"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

}  // namespace ferrotype::ctokens
