#include "analyzer/c_names.h"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/c_tokens.h"

namespace ferrotype {
namespace {

using namespace ctokens;

std::optional<CNameKind> AggregateOf(std::string_view word) {
  if (word == "struct") return CNameKind::kStruct;
  if (word == "union") return CNameKind::kUnion;
  if (word == "enum") return CNameKind::kEnum;
  return std::nullopt;
}

class Reader {
 public:
  Reader(std::string_view text, const CAggregate& aggregate, CNames& names)
      : text_(text), i_(aggregate.begin), line_(aggregate.line), is_typedef_(aggregate.is_typedef), names_(names) {
    open_.push_back({aggregate.kind, aggregate.tag});
  }

  std::size_t Run() {
    while (i_ < text_.size() && !open_.empty()) Step();
    if (is_typedef_ && open_.empty()) TypedefName();
    for (const Enumerator& each : unnamed_) {
      // clang gives a nameless enum the name of its typedef, older ones none.
      if (!typedef_name_.empty()) AddEnumerator(typedef_name_, each.name, each.line);
      names_.Add(each.name, each.line, CNameKind::kEnumerator);
    }
    return i_;
  }

 private:
  struct Frame {
    CNameKind kind;
    std::string_view tag;
    bool expects = true;  // of an enum: the next word is an enumerator
  };
  struct Enumerator {
    std::string_view name;
    std::uint32_t line;
  };

  void Step() {
    const char c = text_[i_];
    switch (KindOf(c)) {
      case ByteKind::kWord: {
        const std::size_t end = WordEnd(text_, i_);
        Word(text_.substr(i_, end - i_));
        i_ = end;
        return;
      }
      case ByteKind::kNewline:
        ++line_;
        ++i_;
        Directive();
        return;
      case ByteKind::kQuote:
        SkipTo(SkipCString(text_, i_));
        return;
      case ByteKind::kSlash: {
        const std::size_t end = SkipComment(text_, i_);
        SkipTo(end == i_ ? i_ + 1 : end);
        return;
      }
      case ByteKind::kMark:
        Mark(c);
        ++i_;
        return;
      default:
        ++i_;
    }
  }

  void SkipTo(std::size_t end) {
    line_ += Newlines(text_.substr(i_, end - i_));
    i_ = end;
  }

  void Directive() {
    const std::size_t at = SkipBlanks(text_, i_);
    if (at >= text_.size() || text_[at] != '#') return;
    const std::size_t word = SkipBlanks(text_, at + 1);
    // Those that stand at the first byte of a line are met by whoever reads the whole text.
    if (at != i_ && text_.substr(word).starts_with("define")) names_.AddMacro(text_, word + 6, line_);
    SkipTo(LogicalLineEnd(text_, at));
  }

  void Word(std::string_view word) {
    if (groups_ > 0 || IsDigit(word.front())) return;
    Frame& frame = open_.back();
    if (frame.kind == CNameKind::kEnum) {
      if (frame.expects && word.size() <= kMaxName) {
        if (open_.size() == 1 && frame.tag.empty() && is_typedef_) {
          unnamed_.push_back({word, line_});
        } else if (frame.tag.empty()) {
          names_.Add(word, line_, CNameKind::kEnumerator);
        } else {
          AddEnumerator(frame.tag, word, line_);
        }
      }
      frame.expects = false;
      return;
    }
    if (const std::optional<CNameKind> kind = AggregateOf(word)) {
      inner_ = kind;
      tag_ = {};
    } else if (inner_ && !word.starts_with("__")) {
      tag_ = word;
      tag_line_ = line_;
    }
  }

  void Mark(char c) {
    if (c == '(') ++groups_;
    if (c == ')' && groups_ > 0) --groups_;
    if (groups_ > 0) return;
    Frame& frame = open_.back();
    if (c == '{') {
      if (inner_ && !tag_.empty() && tag_.size() <= kMaxName) names_.Add(tag_, tag_line_, *inner_);
      open_.push_back({inner_.value_or(CNameKind::kStruct), inner_ ? tag_ : std::string_view()});
      inner_.reset();
    } else if (c == '}') {
      open_.pop_back();
      inner_.reset();
    } else if (c == ',') {
      frame.expects = true;
      inner_.reset();
    } else if (c == ';' || c == '=') {
      inner_.reset();
    }
  }

  void AddEnumerator(std::string_view tag, std::string_view name, std::uint32_t line) {
    names_.Add((std::string(tag) += '_') += name, line, CNameKind::kEnumerator);
  }

  /// `} name;`, with attributes and further names around.
  void TypedefName() {
    std::size_t at = i_;
    std::uint32_t line = line_;
    Tokens tokens(text_, at, line);
    std::string_view token;
    int groups = 0;
    while (tokens.Next(token) && token != ";" && token != "," && token != "{" && token != "}") {
      groups += token == "(" ? 1 : token == ")" ? -1 : 0;
      if (groups != 0 || !StartsName(token.front()) || token.size() > kMaxName) continue;
      const bool attribute = token.starts_with("__") && (tokens.Following() == '(' || !typedef_name_.empty());
      if (attribute || (token == "__packed" || token == "__randomize_layout")) continue;
      typedef_name_ = token;
      line = tokens.line();
    }
    if (!typedef_name_.empty()) names_.Add(typedef_name_, line, CNameKind::kTypedef);
  }

  std::string_view text_;
  std::size_t i_;
  std::uint32_t line_;
  bool is_typedef_;
  CNames& names_;
  std::vector<Frame> open_;
  int groups_ = 0;
  std::optional<CNameKind> inner_;  // `struct` was met, its body may follow
  std::string_view tag_;
  std::uint32_t tag_line_ = 0;
  std::vector<Enumerator> unnamed_;
  std::string_view typedef_name_;
};

}  // namespace

void CNames::Add(std::string_view name, std::uint32_t line, CNameKind kind) {
  names_.push_back({CNameHash(name), line, kind});
}

void CNames::AddMacro(std::string_view text, std::size_t at, std::uint32_t line) {
  if (macros_ > kMostCMacros) return;
  const std::size_t begin = SkipBlanks(text, at);
  const std::string_view name = WordAt(text, begin);
  if (begin == at || name.empty() || name.size() > kMaxName) return;
  std::size_t value = begin + name.size();
  if (value >= text.size() || text[value] == '(') return;
  // A value may begin on the next line.
  while (value < text.size() &&
         (KindOf(text[value]) == ByteKind::kBlank || (text[value] == '\n' && text[value - 1] == '\\')))
    ++value;
  if (value >= text.size() || text[value] == '\n' || SkipComment(text, value) != value) return;
  ++macros_;
  Add(name, line, CNameKind::kMacro);
}

std::vector<CHashedName> CNames::Take() {
  if (macros_ > kMostCMacros)
    std::erase_if(names_, [](const CHashedName& name) { return name.kind == CNameKind::kMacro; });
  std::stable_sort(names_.begin(), names_.end(),
                   [](const CHashedName& a, const CHashedName& b) { return a.line < b.line; });
  return std::move(names_);
}

std::size_t ReadAggregate(std::string_view text, const CAggregate& aggregate, CNames& names) {
  return Reader(text, aggregate, names).Run();
}

}  // namespace ferrotype
