#include "analyzer/unsafe_context.h"

#include <algorithm>
#include <array>

#include "analyzer/line_tally.h"
#include "analyzer/rust_lexer.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMaxNameBytes = 200;

/// The first bytes of `name`, not ending within a character.
std::string_view Cut(std::string_view name) {
  if (name.size() <= kMaxNameBytes) return name;
  std::size_t size = kMaxNameBytes;
  while (size > 0 && (static_cast<unsigned char>(name[size]) & 0xC0U) == 0x80U) --size;
  return name.substr(0, size);
}

/// Writes a type without its generic arguments and without the path before its last name.
class TypeText {
 public:
  void Add(std::string_view token, bool word) {
    if (text_.size() > kMaxNameBytes) return;
    if (token == "::") {
      text_.resize(std::min(text_.size(), last_word_));
      if (text_.ends_with('$')) text_.pop_back();
      after_word_ = false;
      return;
    }
    if (word && after_word_) text_ += ' ';
    if (word) last_word_ = text_.size();
    text_ += token;
    after_word_ = word;
  }
  [[nodiscard]] const std::string& Text() const { return text_; }

 private:
  std::string text_;
  std::size_t last_word_ = 0;
  bool after_word_ = false;
};

/// Does a fence's info string say Rust, as rustdoc reads it?
bool IsRustFence(std::string_view info) {
  static constexpr std::array<std::string_view, 7> kOurs = {
      "rust", "ignore", "no_run", "should_panic", "compile_fail", "test_harness", "standalone_crate"};
  std::size_t at = 0;
  while (at < info.size()) {
    const std::size_t end = std::min(info.find_first_of(", \t\r{}", at), info.size());
    const std::string_view word = info.substr(at, end - at);
    const bool known = word.empty() || std::find(kOurs.begin(), kOurs.end(), word) != kOurs.end() ||
                       word.starts_with("edition") || word.starts_with("ignore-") ||
                       (word.size() == 5 && word[0] == 'E' && word.find_first_not_of("0123456789", 1) == word.npos);
    if (!known) return false;
    at = end + 1;
  }
  return true;
}

/// Gathers the code of the examples in one run of doc lines.
class Examples {
 public:
  void Line(std::string_view line) {
    std::string_view trimmed = line.substr(Indent(line));
    while (!trimmed.empty() && IsBlankByte(trimmed.back())) trimmed.remove_suffix(1);
    const std::size_t marks = std::min(trimmed.find_first_not_of('`'), trimmed.size());
    if (fence_ == 0 && marks >= 3) {
      fence_ = marks;
      rust_ = IsRustFence(trimmed.substr(marks));
    } else if (fence_ != 0 && marks >= fence_ && marks == trimmed.size()) {
      EndOfDocs();
    } else if (fence_ != 0 && rust_) {
      if (trimmed == "#") return;
      code_ += trimmed.starts_with("# ") ? trimmed.substr(2) : trimmed;
      code_ += '\n';
    }
  }
  void EndOfDocs() {
    if (!code_.empty()) tokens_ += static_cast<std::uint32_t>(ScanRust(code_, scratch_).unsafe_tokens);
    code_.clear();
    fence_ = 0;
  }
  [[nodiscard]] std::uint32_t Tokens() const { return tokens_; }

 private:
  std::string code_;
  std::string scratch_;
  std::size_t fence_ = 0;
  std::uint32_t tokens_ = 0;
  bool rust_ = false;
};

}  // namespace

std::uint32_t ItemNames::Add(std::uint32_t parent, std::string_view part) {
  std::string name = names_[parent];
  if (!name.empty()) name += "::";
  name += Cut(part);
  names_.emplace_back(Cut(name));
  return static_cast<std::uint32_t>(names_.size() - 1);
}

bool IsKeyword(std::string_view word) {
  static constexpr std::array<std::string_view, 35> kKeywords = {
      "as",     "async",  "await",  "break", "const", "continue", "dyn",   "else",   "enum", "extern", "false", "fn",
      "for",    "if",     "impl",   "in",    "let",   "loop",     "match", "mod",    "move", "mut",    "pub",   "ref",
      "return", "static", "struct", "super", "trait", "true",     "type",  "unsafe", "use",  "where",  "while"};
  return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
}

ImplName NameOfImpl(const LedgerTokens& tokens, std::uint32_t impl_token, std::uint32_t brace) {
  TypeText first;
  TypeText second;
  ImplName name;
  std::uint32_t angles = 0;
  for (std::uint32_t t = impl_token + 1; t < brace; ++t) {
    const LedgerToken& token = tokens.tokens[t];
    const std::string_view text = tokens.Of(t);
    if (text == "<") {
      ++angles;
    } else if (text == ">") {
      angles -= angles > 0 ? 1U : 0U;
    } else if (angles > 0) {
      if (token.kind == LedgerTokenKind::kOpen && token.match < brace) t = token.match;
    } else if (text == "$" && tokens.Of(t + 1) == "(" && tokens.tokens[t + 1].match < brace) {
      t = tokens.tokens[t + 1].match + 1;  // $(<$($generics)*>)?
    } else if (text == "where") {
      break;
    } else if (text == "for" && tokens.Of(t + 1) != "<") {
      name.of_trait = true;
    } else if (text != "const" && text != "for" && token.kind != LedgerTokenKind::kLifetime) {
      (name.of_trait ? second : first).Add(text, token.kind == LedgerTokenKind::kWord);
    }
  }
  name.name = name.of_trait ? "<" + second.Text() + " as " + first.Text() + ">" : first.Text();
  return name;
}

LintAttribute ReadLintAttribute(const LedgerTokens& tokens, std::uint32_t open) {
  LintAttribute attribute;
  const std::string_view level = tokens.Of(open + 1);
  attribute.exempt = level == "allow" || level == "expect";
  if (!attribute.exempt && level != "warn" && level != "deny" && level != "forbid") return attribute;
  for (std::uint32_t t = open + 2; t < std::min<std::size_t>(tokens.tokens[open].match, tokens.tokens.size()); ++t) {
    if (tokens.Of(t) != "clippy" || tokens.Of(t + 1) != "::") continue;
    const std::string_view lint = tokens.Of(t + 2);
    attribute.blocks = attribute.blocks || lint == "undocumented_unsafe_blocks" || lint == "restriction";
    attribute.docs = attribute.docs || lint == "missing_safety_doc" || lint == "style" || lint == "all";
  }
  return attribute;
}

std::uint32_t CountDocTestTokens(const LedgerTokens& tokens) {
  Examples examples;
  const LedgerComment* before = nullptr;
  for (const LedgerComment& comment : tokens.comments) {
    if (comment.doc == LedgerComment::Doc::kNone) continue;
    const bool goes_on = before != nullptr && before->doc == comment.doc && before->next == comment.next;
    if (!goes_on) examples.EndOfDocs();
    before = &comment;
    std::string_view text = tokens.Of(comment).substr(3);
    if (comment.block && text.ends_with("*/")) text.remove_suffix(2);
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = LineEnd(text, start);
      std::string_view line = text.substr(start, end - start);
      if (comment.block && line.substr(Indent(line)).starts_with('*')) line = line.substr(Indent(line) + 1);
      examples.Line(line);
      start = end + 1;
    }
  }
  examples.EndOfDocs();
  return examples.Tokens();
}

}  // namespace ferrotype
