#include "analyzer/c_declaration.h"

#include <array>

#include "analyzer/c_tokens.h"

namespace ferrotype {
namespace {

using namespace ctokens;

enum class WordKind : std::uint8_t { kPlain, kStorage, kStatic, kInline, kAggregate, kNoFunction };

WordKind KindOfWord(std::string_view word) {
  switch (word.front()) {
    case 's':
      if (word == "static") return WordKind::kStatic;
      if (word == "struct") return WordKind::kAggregate;
      break;
    case 'i':
      if (word == "inline") return WordKind::kInline;
      break;
    case 'u':
      if (word == "union") return WordKind::kAggregate;
      break;
    case 'e':
      if (word == "enum") return WordKind::kAggregate;
      if (word == "extern") return WordKind::kStorage;
      break;
    case 't':
      if (word == "typedef") return WordKind::kNoFunction;
      break;
    case 'a':
      if (word == "asmlinkage") return WordKind::kStorage;
      break;
    case 'n':
      if (word == "noinline") return WordKind::kStorage;
      break;
    case '_':
      if (word == "__always_inline" || word == "__inline" || word == "__inline__") return WordKind::kInline;
      if (word == "__init" || word == "__exit") return WordKind::kStorage;
      break;
    default:
      break;
  }
  return IsStatementKeyword(word) ? WordKind::kNoFunction : WordKind::kPlain;
}

// Attributes that take arguments, as compilers and include/linux/compiler*.h name them.
bool IsAttribute(std::string_view word) {
  constexpr std::array<std::string_view, 36> kNames = {"__attribute__",
                                                       "__attribute",
                                                       "__printf",
                                                       "__scanf",
                                                       "__section",
                                                       "__aligned",
                                                       "__alias",
                                                       "__acquires",
                                                       "__acquires_shared",
                                                       "__releases",
                                                       "__releases_shared",
                                                       "__must_hold",
                                                       "__must_hold_shared",
                                                       "__must_not_hold",
                                                       "__cond_acquires",
                                                       "__cond_acquires_shared",
                                                       "__cond_releases",
                                                       "__no_sanitize",
                                                       "__malloc",
                                                       "__alloc_size",
                                                       "__realloc_size",
                                                       "__nonnull",
                                                       "__assume_aligned",
                                                       "__cleanup",
                                                       "__error",
                                                       "__warning",
                                                       "__compiletime_error",
                                                       "__compiletime_warning",
                                                       "__target",
                                                       "__guarded_by",
                                                       "__pt_guarded_by",
                                                       "__declspec",
                                                       "__copy",
                                                       "__diagnose_as",
                                                       "__requires_ctx_lock",
                                                       "__excludes_ctx_lock"};
  return word.starts_with("__") && std::find(kNames.begin(), kNames.end(), word) != kNames.end();
}

bool IsCapitals(std::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t start, std::uint32_t line, std::vector<CDefinition>& definitions)
      : text_(text), i_(start), line_(line), definitions_(definitions) {}

  CDeclaration Run() {
    while (i_ < text_.size() && !done_) Step();
    Declares();
    result_.end = i_;
    result_.line = line_;
    return result_;
  }

 private:
  enum class Last : std::uint8_t { kNothing, kWord, kGroup, kAttributeGroup, kOther };
  /// What is known of the tokens outside parentheses.
  struct State {
    Last last = Last::kNothing;
    std::string_view word;  ///< the last one
    std::uint32_t word_line = 0;
    int plain_words = 0;  ///< that may be part of a type
    int lower_words = 0;  ///< of them, those that surely are no macro's name
    int dunder_words = 0;
    bool is_static = false;
    bool is_inline = false;
    bool aggregate = false;  ///< struct, union, enum
    bool star = false;
    bool maybe = true;  ///< no token yet that a function's head can't have
    bool initializer = false;
    std::string_view aggregate_name;
    CNameKind aggregate_kind = CNameKind::kStruct;
    bool is_typedef = false;
    bool is_extern = false;
    bool called = false;  ///< a group that is no attribute's was met
    // What a typedef or a variable is called, as far as read.
    std::string_view declared;
    std::string_view declared_before;
    std::uint32_t declared_line = 0;
    bool declared_ends = false;  ///< `[` or `=` was met: words that follow are no names
    std::size_t group_start = 0;
    std::size_t group_end = 0;
    // The best name so far.
    std::string_view name;
    std::uint32_t name_line = 0;
    int rank = 0;
    int words_at_name = 0;  ///< plain_words when it was met
    bool right_after_aggregate = false;
  };

  void Step() {
    const char c = text_[i_];
    switch (KindOf(c)) {
      case ByteKind::kWord: {
        if (depth_ > 0) return Inside();
        const std::size_t end = WordEnd(text_, i_);
        Word(text_.substr(i_, end - i_));
        i_ = end;
        return;
      }
      case ByteKind::kBlank:
        ++i_;
        return;
      case ByteKind::kNewline:
        ++i_;
        ++line_;
        LineBegins();
        return;
      case ByteKind::kQuote:
        SkipTo(SkipCString(text_, i_));
        if (depth_ == 0) Other();
        return;
      case ByteKind::kSlash: {
        const std::size_t end = SkipComment(text_, i_);
        if (end == i_ && depth_ == 0) Other();
        SkipTo(end == i_ ? i_ + 1 : end);
        return;
      }
      case ByteKind::kMark:
        Mark(c);
        return;
      default:
        if (depth_ == 0) Other();
        if (c == '[') state_.declared_ends = true;
        ++i_;
    }
  }

  /// Over what means nothing inside of parentheses.
  void Inside() {
    static constexpr std::array<bool, 256> kPlain = [] {
      std::array<bool, 256> plain{};
      for (std::size_t c = 0; c < plain.size(); ++c) {
        const ByteKind kind = kByteKinds[c];
        plain[c] =
            kind == ByteKind::kWord || kind == ByteKind::kBlank || kind == ByteKind::kOther || c == '*' || c == ',';
      }
      return plain;
    }();
    while (i_ < text_.size() && kPlain[static_cast<unsigned char>(text_[i_])]) ++i_;
  }

  void SkipTo(std::size_t end) {
    line_ += Newlines(text_.substr(i_, end - i_));
    i_ = end;
  }

  void Other() {
    state_.maybe = false;
    state_.last = Last::kOther;
  }

  void LineBegins() {
    if (i_ >= text_.size()) return;
    const char c = text_[i_];
    if (c == '#') return Directive();
    // Nothing inside parentheses stands so: they were opened in two branches of an #if, or never closed.
    if (depth_ > 0 && c == '{') depth_ = 0;
    if (depth_ > 0 && c == '}') done_ = true;
  }

  void Directive() {
    const std::string_view word = WordAt(text_, SkipBlanks(text_, i_ + 1));
    if (word.starts_with("if")) {
      at_if_ = state_;
      depth_at_if_ = depth_;
    } else if (word == "else" || word == "elif") {
      // Each branch has a head of its own.
      if (depth_ == 0 && IsFunction()) AddHead();
      state_ = at_if_;
      depth_ = depth_at_if_;
    }
    SkipTo(LogicalLineEnd(text_, i_));
  }

  void Word(std::string_view word) {
    if (IsDigit(word.front())) return Other();
    switch (KindOfWord(word)) {
      case WordKind::kStatic:
        state_.is_static = true;
        break;
      case WordKind::kInline:
        state_.is_inline = true;
        break;
      case WordKind::kStorage:
        state_.is_extern = state_.is_extern || word == "extern";
        break;
      case WordKind::kAggregate:
        state_.aggregate = true;
        state_.aggregate_name = {};
        if (state_.called) {  // a macro call that needs no `;`, or what a function gives
          state_.called = state_.declared_ends = false;
          state_.declared = {};
        }
        state_.aggregate_kind = word == "struct"  ? CNameKind::kStruct
                                : word == "union" ? CNameKind::kUnion
                                                  : CNameKind::kEnum;
        break;
      case WordKind::kNoFunction:
        state_.maybe = false;
        state_.is_typedef = state_.is_typedef || word == "typedef";
        break;
      case WordKind::kPlain:
        if (state_.aggregate && state_.aggregate_name.empty()) state_.aggregate_name = word;
        Count(word, 1);
        if (!state_.declared_ends) Declared(word, line_);
        break;
    }
    state_.last = Last::kWord;
    state_.word = word;
    state_.word_line = line_;
  }

  void Declared(std::string_view word, std::uint32_t line) {
    // What stands behind a name, as __ro_after_init, is none; a type's name may begin so: __u32.
    const bool attribute = word.starts_with("__") && !state_.is_typedef;
    if (attribute && state_.plain_words > 1) return;  // a type and a name were before
    state_.declared_before = state_.declared;
    state_.declared = word;
    state_.declared_line = line;
  }

  void Declares() {
    result_.is_typedef = state_.is_typedef;
    if (result_.opens && !state_.initializer) return;
    const bool variable = !state_.is_typedef && !state_.is_static && !state_.is_extern && !state_.called &&
                          state_.plain_words + state_.dunder_words > 1 && state_.declared != state_.aggregate_name;
    if (!(variable || state_.is_typedef) || !ends_well_ || state_.declared.size() > kMaxName) return;
    result_.declares = state_.declared;
    result_.declares_line = state_.declared_line;
  }

  void Count(std::string_view word, int step) {
    if (word.starts_with("__")) {
      state_.dunder_words += step;
    } else {
      state_.plain_words += step;
      if (!IsCapitals(word)) state_.lower_words += step;
    }
  }

  void Mark(char c) {
    if (c == '(') {
      if (depth_++ == 0) Open();
      ++i_;
      return;
    }
    if (c == ')') {
      if (depth_ > 0 && --depth_ == 0) {
        state_.group_end = i_;
        state_.last = in_attribute_ ? Last::kAttributeGroup : Last::kGroup;
      }
      ++i_;
      return;
    }
    if (depth_ > 0) {
      ++i_;
      return;
    }
    switch (c) {
      case '*':
        state_.star = true;
        state_.last = Last::kOther;
        break;
      case '=':
        state_.maybe = false;
        state_.initializer = true;
        state_.declared_ends = true;
        ends_well_ = true;
        break;
      case '{':
        Body();
        break;
      case '}':
        done_ = true;
        return;  // not a part of it
      default:   // ; , :
        done_ = true;
        ends_well_ = ends_well_ || c == ';' || c == ',';
    }
    ++i_;
  }

  /// A group opens outside of others.
  void Open() {
    in_attribute_ = false;
    if (state_.last == Last::kGroup) {
      SecondGroup();
    } else if (state_.last == Last::kWord) {
      in_attribute_ = IsAttribute(state_.word);
      if (in_attribute_ && state_.declared == state_.word && !state_.declared_ends)
        state_.declared = state_.declared_before;
      state_.called = state_.called || !(in_attribute_ || state_.initializer);
      state_.declared_ends = state_.declared_ends || !in_attribute_;
      Candidate();
    } else if (state_.last != Last::kOther || !state_.star) {
      state_.maybe = false;
    }
    state_.group_start = i_;
  }

  void Candidate() {
    const std::string_view word = state_.word;
    const bool dunder = word.starts_with("__");
    if (KindOfWord(word) != WordKind::kPlain) return;
    Count(word, -1);  // it is no part of a type
    const int rank = in_attribute_ ? 0 : IsCapitals(word) ? 1 : dunder ? 2 : 3;
    const bool typed = rank == 1 ? state_.lower_words > 0 : state_.plain_words + state_.dunder_words > 0;
    // A type after the name so far: that was an attribute, with an argument list of its own.
    const bool newer = state_.rank > 0 && state_.plain_words > state_.words_at_name;
    if (!typed || rank == 0 || (rank <= state_.rank && !newer) || !TakesParameters(rank)) return;
    state_.words_at_name = state_.plain_words;
    state_.rank = rank;
    state_.name = word;
    state_.name_line = state_.word_line;
    state_.right_after_aggregate = state_.aggregate && state_.plain_words == 1 && !state_.star;
  }

  /// Does the group that opens at i_ look like parameters? Each has a type and a name; what has one word alone is the
  /// argument of a macro that writes the function.
  [[nodiscard]] bool TakesParameters(int rank) const {
    std::size_t at = SkipSpace(text_, i_ + 1);
    for (std::size_t end = SkipComment(text_, at); end != at; end = SkipComment(text_, at)) at = SkipSpace(text_, end);
    if (at < text_.size() && text_[at] == ')') return rank > 1;
    const std::string_view word = WordAt(text_, at);
    if (word.empty()) return false;
    const std::size_t next = SkipSpace(text_, at + word.size());
    if (next >= text_.size()) return false;
    // A pointer to a function, or a macro for parameters; a macro that makes names may stand in another.
    if (text_[next] == '(') return rank > 1 || text_.substr(SkipSpace(text_, next + 1)).starts_with('*');
    if (text_[next] != ',' && text_[next] != ')') return true;
    return word == "void" || (rank == 3 && IsCapitals(word));  // a macro for parameters
  }

  /// `x(..)(..)`: a function that gives a function pointer, a name in parentheses, or a macro that makes a name.
  void SecondGroup() {
    std::size_t at = SkipSpace(text_, state_.group_start + 1);
    const bool pointer = at < state_.group_end && text_[at] == '*';
    while (at < state_.group_end && (text_[at] == '*' || SkipSpace(text_, at) != at)) ++at;
    const std::string_view name = WordAt(text_, at);
    const std::size_t after = SkipSpace(text_, at + name.size());
    // typedef int (*name)(int);
    if (state_.is_typedef && !name.empty() && after == state_.group_end) {
      state_.declared = name;
      state_.declared_ends = true;
      state_.declared_line = line_ - Newlines(text_.substr(at, i_ - at));
    }
    const bool spaced = state_.group_start > 0 && !IsWordByte(text_[state_.group_start - 1]);
    const bool fits = pointer ? after < state_.group_end && text_[after] == '(' : spaced && after == state_.group_end;
    if (name.empty() || !fits || state_.rank == kCertain) {
      state_.maybe = false;
      return;
    }
    state_.rank = kCertain;
    state_.name = name;
    state_.name_line = line_ - Newlines(text_.substr(at, i_ - at));
    state_.right_after_aggregate = false;
  }

  [[nodiscard]] bool IsFunction() const {
    const bool attribute_of_struct = state_.right_after_aggregate && state_.rank < 2;
    return state_.maybe && state_.rank > 0 && !attribute_of_struct && state_.name.size() <= kMaxName &&
           state_.last != Last::kOther;
  }
  [[nodiscard]] CDefinition Definition() const {
    return {state_.name, state_.name_line,
            state_.is_inline   ? CDefinitionKind::kInlineFunction
            : state_.is_static ? CDefinitionKind::kStaticFunction
                               : CDefinitionKind::kFunction};
  }

  /// Heads that begin before their #if are one.
  void AddHead() {
    if (pending_.empty() || pending_.back().name.data() != state_.name.data()) pending_.push_back(Definition());
  }

  void Body() {
    done_ = true;
    result_.opens = true;
    if (state_.initializer) {
      result_.initialized = state_.aggregate_name;
    } else if (state_.aggregate && !state_.called && state_.last != Last::kOther) {
      result_.aggregate = state_.aggregate_kind;
      result_.tag = state_.aggregate_name.empty() ? std::string_view() : state_.declared;
      result_.declares_line = state_.declared_line;
    } else if (IsFunction()) {
      result_.function = true;
      AddHead();
      definitions_.insert(definitions_.end(), pending_.begin(), pending_.end());
    }
  }

  static constexpr int kCertain = 9;
  std::string_view text_;
  std::size_t i_;
  std::uint32_t line_;
  std::vector<CDefinition>& definitions_;
  std::vector<CDefinition> pending_;
  State state_;
  State at_if_;
  int depth_ = 0;
  int depth_at_if_ = 0;
  bool in_attribute_ = false;
  bool done_ = false;
  bool ends_well_ = false;  // by what ends a declaration
  CDeclaration result_;
};

}  // namespace

CDeclaration ReadDeclaration(std::string_view text, std::size_t start, std::uint32_t line,
                             std::vector<CDefinition>& definitions) {
  return Reader(text, start, line, definitions).Run();
}

}  // namespace ferrotype
