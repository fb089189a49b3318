#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/rust_syntax_body_builder.h"
#include "analyzer/rust_syntax_items.h"
#include "analyzer/rust_syntax_patterns.h"
#include "analyzer/rust_syntax_transcribers.h"

namespace ferrotype {
namespace {

using Kind = RustExprKind;

constexpr int kMaxDepth = 160;  // of nested expressions; real code has some thirty

bool IsBinary(std::string_view op) {
  for (const std::string_view one : {"+", "-",  "*",  "/",  "%", "^",  "&",  "|",  "&&", "||", "==", "!=", "<",
                                     ">", "<=", ">=", "<-", "=", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|="}) {
    if (op == one) return true;
  }
  return false;
}

/// Which expressions may stand somewhere.
struct Where {
  bool structs = true;  // not in the head of if, while, match and for
  bool lazy = true;     // not after `let .. =` in a condition: && ends it
};

class BodyReader {
 public:
  BodyReader(const RustTokens& tokens, const RustOutline& outline, RustSyntax& syntax)
      : t_(tokens), outline_(outline), out_(syntax) {}

  void Code(const RustCode& code, bool block) {
    out_.Begin(code.item);
    Start(code);
    std::uint32_t value = kNoExpr;
    if (block) {
      value = Statements();
    } else {
      value = Expr({});
    }
    out_.End(value);
  }

  void Macro(const RustCode& code) {
    out_.Begin(code.item);
    const std::optional<RustCode> expression = ReadRustTranscribers(t_, code, variables_, out_);
    std::uint32_t value = kNoExpr;
    if (expression) {
      Start(*expression);
      value = Statements();
    }
    out_.End(value);
  }

 private:
  [[nodiscard]] bool Is(std::string_view what) const { return i_ < end_ && t_.Is(i_, what); }
  [[nodiscard]] bool IsAt(std::uint32_t i, std::string_view what) const { return i < end_ && t_.Is(i, what); }
  [[nodiscard]] bool IsKind(RustTokenKind kind) const { return i_ < end_ && t_.Is(i_, kind); }
  [[nodiscard]] std::uint32_t Line() const { return t_.tokens[std::min<std::size_t>(i_, t_.size() - 1)].line; }
  bool Take(std::string_view what) {
    if (!Is(what)) return false;
    ++i_;
    return true;
  }

  /// Reads what stands in the group that opens at i_ with `read`, then stands behind it.
  template <typename Read>
  void Group(const Read& read) {
    const std::uint32_t outer = end_;
    end_ = std::min(t_.tokens[i_].match, outer);
    const std::uint32_t close = end_;
    ++i_;
    if (++depth_ <= kMaxDepth) read();
    --depth_;
    end_ = outer;
    i_ = std::min(close + 1, end_);
  }

  void Start(const RustCode& code) {
    i_ = code.begin;
    end_ = code.end;
    depth_ = 0;
    nested_ = std::lower_bound(outline_.nested.begin(), outline_.nested.end(), code.begin,
                               [](const RustNested& nested, std::uint32_t at) { return nested.begin < at; });
  }

  // ---- Statements

  std::uint32_t Block() {
    const std::uint32_t line = Line();
    out_.Add(Kind::kOpen, line);
    std::uint32_t value = kNoExpr;
    Group([&] { value = Statements(); });
    out_.Add(Kind::kClose, line);
    return out_.Add(Kind::kBlock, line, value);
  }

  /// Up to end_: the value of the last expression, if no `;` follows it.
  std::uint32_t Statements() {
    std::uint32_t value = kNoExpr;
    while (i_ < end_) {
      while (nested_ != outline_.nested.end() && nested_->begin < i_) ++nested_;
      if (nested_ != outline_.nested.end() && nested_->begin == i_) {
        i_ = std::min(nested_->end, end_);
        continue;
      }
      if (Take(";")) {
        value = kNoExpr;
        continue;
      }
      const std::uint32_t before = i_;
      SkipAttributes();
      if (Is("let")) {
        Let();
        value = kNoExpr;
      } else if (i_ < end_) {
        value = Statement();
      }
      if (i_ == before) ++i_;
    }
    return value;
  }

  void SkipAttributes() {
    while (Is("#") && (IsAt(i_ + 1, "[") || (IsAt(i_ + 1, "!") && IsAt(i_ + 2, "[")))) {
      i_ = std::min(t_.After(i_ + (IsAt(i_ + 1, "[") ? 1U : 2U)), end_);
    }
  }

  std::uint32_t Statement() {
    const bool block = Is("{") || Is("if") || Is("match") || Is("loop") || Is("while") || Is("for") ||
                       (Is("unsafe") && IsAt(i_ + 1, "{")) || IsKind(RustTokenKind::kLifetime);
    if (!block) return Expr({});
    const std::uint32_t value = Primary({});
    if (!Is(".") && !Is("?")) return value;
    return Binary(Postfix(value), {});
  }

  void Let() {
    ++i_;
    const std::uint32_t line = Line();
    const std::uint32_t pattern = i_;
    const std::uint32_t pattern_end = PatternEnd(":", "=", ";");
    i_ = pattern_end;
    std::string type;
    if (Take(":")) {
      const std::uint32_t begin = i_;
      i_ = FindAtTop(t_, i_, end_, "=", ";");
      type = t_.Join(begin, i_);
    }
    std::uint32_t value = kNoExpr;
    if (Take("=")) {
      value = Expr({});
      if (Is("else") && IsAt(i_ + 1, "{")) {
        ++i_;
        Block();
      }
    }
    if (!type.empty()) value = out_.Add(Kind::kCast, line, value, {}, type);
    Pattern(pattern, pattern_end, value);
    while (i_ < end_ && !Is(";")) i_ = std::min(t_.After(i_), end_);
  }

  /// From i_ to the first of three at the top of what is left.
  [[nodiscard]] std::uint32_t PatternEnd(std::string_view a, std::string_view b, std::string_view c) const {
    std::uint32_t i = i_;
    while (i < end_ && !t_.Is(i, a) && !t_.Is(i, b) && !t_.Is(i, c)) {
      i = t_.Is(i, "::") && t_.Is(i + 1, "<") ? AfterAngles(t_, i + 1, end_) : std::min(t_.After(i), end_);
    }
    return i;
  }

  void Pattern(std::uint32_t begin, std::uint32_t end, std::uint32_t value) {
    ReadRustPattern(t_, {begin, end}, value, kMaxDepth - depth_, out_);
  }

  // ---- Expressions

  std::uint32_t Expr(Where where) {
    if (++depth_ > kMaxDepth) {
      --depth_;
      i_ = end_;
      return out_.Add(Kind::kUnknown, Line());
    }
    const std::uint32_t value = Binary(Unary(where), where);
    --depth_;
    return value;
  }

  /// Operators, all of one precedence: of what is asked here, types of receivers, none depends on it.
  std::uint32_t Binary(std::uint32_t left, Where where) {
    while (i_ < end_) {
      const std::uint32_t line = Line();
      if (Is("as")) {
        ++i_;
        const std::uint32_t begin = i_;
        i_ = AfterType(t_, i_, end_);
        left = out_.Add(Kind::kCast, line, left, {}, t_.Join(begin, i_));
      } else if (Is("..") || Is("..=") || Is("...")) {
        ++i_;
        const bool more = i_ < end_ && !Is(",") && !Is(";") && !Is("=>") && !(Is("{") && !where.structs);
        const std::uint32_t right = more ? Unary(where) : kNoExpr;
        left = out_.Add(Kind::kBinary, line, left, "..", {}, right);
      } else if (IsKind(RustTokenKind::kPunct) && IsBinary(t_.Text(i_))) {
        const std::string_view op = t_.Text(i_);
        if (op == "&&" && !where.lazy) return left;
        ++i_;
        while (i_ < end_ && t_.tokens[i_ - 1].end == t_.tokens[i_].begin && (op == "<" || op == ">") &&
               (Is("<") || Is(">") || Is("<=") || Is(">=") || Is("="))) {
          ++i_;
        }
        const std::uint32_t right = Unary(where);
        left = out_.Add(Kind::kBinary, line, left, op, {}, right);
      } else {
        return left;
      }
    }
    return left;
  }

  std::uint32_t Unary(Where where) {
    if (++depth_ > kMaxDepth) {
      --depth_;
      i_ = end_;
      return out_.Add(Kind::kUnknown, Line());
    }
    const std::uint32_t value = UnaryHere(where);
    --depth_;
    return value;
  }

  std::uint32_t UnaryHere(Where where) {
    SkipAttributes();
    const std::uint32_t line = Line();
    if (Take("&&")) {
      Take("mut");
      return out_.Add(Kind::kRef, line, Unary(where));
    }
    if (Take("&")) {
      if (Is("raw") && (IsAt(i_ + 1, "const") || IsAt(i_ + 1, "mut"))) ++i_;
      if (Is("const") && !IsAt(i_ + 1, "{")) ++i_;
      Take("mut");
      return out_.Add(Kind::kRef, line, Unary(where));
    }
    if (Take("*")) return out_.Add(Kind::kDeref, line, Unary(where));
    if (Take("!")) return out_.Add(Kind::kUnary, line, Unary(where), "!");
    if (Take("-")) return out_.Add(Kind::kUnary, line, Unary(where), "-");
    if (Take("..") || Take("..=")) {
      const bool more = i_ < end_ && !Is(",") && !Is("{") && !Is(";");
      return out_.Add(Kind::kBinary, line, more ? Unary(where) : kNoExpr, "..");
    }
    if (Is("|") || Is("||") ||
        ((Is("move") || Is("static")) && (IsAt(i_ + 1, "|") || IsAt(i_ + 1, "||") || IsAt(i_ + 1, "move"))))
      return Closure(where);
    if (Take("let")) {
      const std::uint32_t pattern = i_;
      const std::uint32_t pattern_end = PatternEnd("=", ";", "=");
      i_ = pattern_end;
      std::uint32_t value = kNoExpr;
      if (Take("=")) value = Expr({where.structs, false});
      Pattern(pattern, pattern_end, value);
      return out_.Add(Kind::kLiteral, line, kNoExpr, "bool");
    }
    if (Is("return") || Is("break") || Is("continue") || Is("yield")) {
      ++i_;
      if (IsKind(RustTokenKind::kLifetime)) ++i_;
      const bool more = i_ < end_ && !Is(";") && !Is(",") && !Is("=>") && !(Is("{") && !where.structs);
      return out_.Add(Kind::kLeave, line, more ? Expr(where) : kNoExpr);
    }
    return Postfix(Primary(where));
  }

  std::uint32_t Closure(Where where) {
    const std::uint32_t line = Line();
    while (Is("move") || Is("static") || Is("async")) ++i_;
    out_.Add(Kind::kOpen, line);
    if (!Take("||")) {
      ++i_;
      std::uint32_t close = i_;
      while (close < end_ && !t_.Is(close, "|")) close = std::min(t_.After(close), end_);
      std::uint32_t number = 0;
      for (const auto& [begin, colon, stop] : ClosureParameters(i_, close)) {
        const std::uint32_t value = colon < stop ? out_.Add(Kind::kCast, line, kNoExpr, {}, t_.Join(colon + 1, stop))
                                                 : out_.Add(Kind::kProject, line, kNoExpr, "|", std::to_string(number));
        Pattern(begin, colon, value);
        ++number;
      }
      i_ = std::min(close + 1, end_);
    }
    std::string type;
    if (Take("->")) {
      const std::uint32_t begin = i_;
      while (i_ < end_ && !Is("{")) ++i_;
      type = t_.Join(begin, i_);
    }
    const std::uint32_t value = Expr(where);
    out_.Add(Kind::kClose, line);
    return out_.Add(Kind::kClosure, line, value, {}, type);
  }
  struct ClosureParameter {
    std::uint32_t begin, colon, stop;
  };
  [[nodiscard]] std::vector<ClosureParameter> ClosureParameters(std::uint32_t i, std::uint32_t end) const {
    std::vector<ClosureParameter> parameters;
    while (i < end) {
      const std::uint32_t stop = FindAtTop(t_, i, end, ",");
      std::uint32_t colon = i;
      while (colon < stop && !t_.Is(colon, ":")) colon = std::min(t_.After(colon), stop);
      parameters.push_back({i, colon, stop});
      i = stop + 1;
    }
    return parameters;
  }

  std::uint32_t Postfix(std::uint32_t value) {
    while (i_ < end_) {
      const std::uint32_t line = Line();
      if (Is("(")) {
        value = out_.AddWith(Kind::kCall, line, value, Arguments());
      } else if (Is("[")) {
        std::uint32_t index = kNoExpr;
        Group([&] { index = Expr({}); });
        value = out_.Add(Kind::kIndex, line, value, {}, {}, index);
      } else if (Take("?")) {
        value = out_.Add(Kind::kTry, line, value);
      } else if (Is(".") && i_ + 1 < end_) {
        ++i_;
        value = Member(value);
      } else {
        break;
      }
    }
    return value;
  }

  std::uint32_t Member(std::uint32_t value) {
    const std::uint32_t line = Line();
    const std::string_view name = t_.Text(i_);
    if (!t_.IsWord(i_) && !t_.Is(i_, RustTokenKind::kNumber)) return value;
    ++i_;
    if (name == "await") return out_.Add(Kind::kAwait, line, value);
    std::string generics;
    if (Is("::") && IsAt(i_ + 1, "<")) {
      const std::uint32_t begin = i_ + 1;
      i_ = AfterAngles(t_, begin, end_);
      generics = t_.Join(begin, i_);
    }
    if (!Is("(")) return out_.Add(Kind::kField, line, value, name);
    return out_.AddWith(Kind::kMethod, line, value, Arguments(), name, generics);
  }

  std::vector<std::uint32_t> Arguments() {
    std::vector<std::uint32_t> arguments;
    Group([&] { arguments = List(); });
    return arguments;
  }

  /// Expressions with commas between, to end_. What can't be one is stepped over.
  std::vector<std::uint32_t> List() {
    std::vector<std::uint32_t> values;
    while (i_ < end_) {
      if (Is(",") || Is(";")) {
        ++i_;
        continue;
      }
      const std::uint32_t before = i_;
      values.push_back(Expr({}));
      if (i_ == before) ++i_;
    }
    return values;
  }

  std::uint32_t Primary(Where where) {
    while (IsKind(RustTokenKind::kLifetime) && IsAt(i_ + 1, ":")) i_ += 2;  // a label
    const std::uint32_t line = Line();
    if (i_ >= end_) return out_.Add(Kind::kUnknown, line);
    switch (t_.tokens[i_].kind) {
      case RustTokenKind::kString: {
        const char first = t_.Text(i_++)[0];
        return out_.Add(Kind::kLiteral, line, kNoExpr, first == 'c' ? "cstr" : first == 'b' ? "bytes" : "str");
      }
      case RustTokenKind::kChar:
        return out_.Add(Kind::kLiteral, line, kNoExpr, t_.Text(i_++)[0] == 'b' ? "u8" : "char");
      case RustTokenKind::kNumber:
        return out_.Add(Kind::kLiteral, line, kNoExpr, NumberType(t_.Text(i_++)));
      case RustTokenKind::kOpen:
        return Bracketed();
      case RustTokenKind::kWord:
        return Word(where);
      default:
        if (Is("<")) return Path(where);
        if (Is("::")) return Path(where);
        return Unknown();
    }
  }
  /// Nothing that begins an expression: the caller steps over it.
  std::uint32_t Unknown() { return out_.Add(Kind::kUnknown, Line()); }

  static std::string_view NumberType(std::string_view number) {
    for (const std::string_view suffix :
         {"usize", "isize", "u128", "i128", "u16", "u32", "u64", "i16", "i32", "i64", "u8", "i8", "f32", "f64"}) {
      if (number.ends_with(suffix) && !number.starts_with("0x")) return suffix;
      if (number.ends_with(suffix) && suffix[0] != 'f') return suffix;
    }
    return number.find('.') == std::string_view::npos ? "int" : "float";
  }

  std::uint32_t Bracketed() {
    const std::uint32_t line = Line();
    if (Is("{")) return Block();
    const bool round = Is("(");
    const std::uint32_t close = std::min(t_.tokens[i_].match, end_);
    const bool comma = close > i_ + 1 && t_.Is(close - 1, ",");
    const std::vector<std::uint32_t> values = Arguments();
    if (round && values.size() == 1 && !comma) return values[0];
    return out_.AddWith(round ? Kind::kTuple : Kind::kArray, line, kNoExpr, values);
  }

  std::uint32_t Word(Where where) {
    const std::uint32_t line = Line();
    if (Is("true") || Is("false")) {
      ++i_;
      return out_.Add(Kind::kLiteral, line, kNoExpr, "bool");
    }
    if ((Is("unsafe") || Is("const") || Is("try") || Is("async")) && IsAt(i_ + 1, "{")) {
      ++i_;
      return Block();
    }
    if (Is("async") && IsAt(i_ + 1, "move") && IsAt(i_ + 2, "{")) {
      i_ += 2;
      return Block();
    }
    if (Is("if")) return If();
    if (Is("match")) return Match();
    if (Is("loop") && IsAt(i_ + 1, "{")) {
      ++i_;
      return out_.Add(Kind::kUnknown, line, Block());
    }
    if (Is("while") || Is("for")) return Loop();
    if (Is("else") || Is("in") || Is("as") || Is("where") || Is("mut") || Is("dyn")) return Unknown();
    return Path(where);
  }

  std::uint32_t If() {
    const std::uint32_t line = Line();
    std::vector<std::uint32_t> values;
    while (Take("if")) {
      out_.Add(Kind::kOpen, line);
      Expr({false, true});
      if (Is("{")) values.push_back(Block());
      out_.Add(Kind::kClose, line);
      if (!Is("else")) break;
      ++i_;
      if (Is("{")) values.push_back(Block());
    }
    return out_.AddWith(Kind::kChoice, line, kNoExpr, values);
  }

  std::uint32_t Loop() {
    const std::uint32_t line = Line();
    const bool each = Is("for");
    ++i_;
    out_.Add(Kind::kOpen, line);
    if (each) {
      const std::uint32_t pattern = i_;
      i_ = PatternEnd("in", "{", ";");
      const std::uint32_t pattern_end = i_;
      Take("in");
      const std::uint32_t value = Expr({false, true});
      Pattern(pattern, pattern_end, out_.Add(Kind::kElement, line, value));
    } else {
      Expr({false, true});
    }
    if (Is("{")) Block();
    out_.Add(Kind::kClose, line);
    return out_.Add(Kind::kTuple, line);
  }

  std::uint32_t Match() {
    const std::uint32_t line = Line();
    ++i_;
    const std::uint32_t subject = Expr({false, true});
    std::vector<std::uint32_t> values;
    if (Is("{")) {
      Group([&] {
        while (i_ < end_) {
          if (Take(",")) continue;
          SkipAttributes();
          const std::uint32_t pattern = i_;
          i_ = PatternEnd("=>", "if", "=>");
          out_.Add(Kind::kOpen, line);
          Pattern(pattern, i_, subject);
          if (Take("if")) Expr({});
          while (i_ < end_ && !Is("=>")) i_ = std::min(t_.After(i_), end_);
          if (Take("=>")) values.push_back(Is("{") ? Statement() : Expr({}));
          out_.Add(Kind::kClose, line);
          if (i_ == pattern) ++i_;
        }
      });
    }
    return out_.AddWith(Kind::kChoice, line, kNoExpr, values);
  }

  /// A path; a macro call or a struct literal when it goes on so.
  std::uint32_t Path(Where where) {
    const std::uint32_t line = Line();
    while (Take("::")) {
    }
    const std::uint32_t begin = i_;
    std::string_view last;
    while (i_ < end_) {
      if (Is("<")) {
        i_ = AfterAngles(t_, i_, end_);
      } else if (t_.IsWord(i_)) {
        last = t_.Text(i_++);
      } else {
        break;
      }
      if (!Take("::")) break;
    }
    if (i_ == begin) return Unknown();
    const std::uint32_t end = t_.Is(i_ - 1, "::") && i_ - 1 > begin ? i_ - 1 : i_;
    if (Is("!") && i_ + 1 < end_ && t_.Is(i_ + 1, RustTokenKind::kOpen)) {
      const std::string path = t_.Join(begin, end);
      ++i_;
      return Macro(path, line);
    }
    const std::string path = t_.Join(begin, end);
    // Names of bindings are written small: bindings::phy_driver { .. }.
    const bool literal = BeginsUpper(last) || last.empty() || path.find("::") != std::string::npos;
    if (Is("{") && where.structs && literal) return Struct(path, line);
    return out_.Add(Kind::kPath, line, kNoExpr, path);
  }

  std::uint32_t Macro(const std::string& path, std::uint32_t line) {
    if (path == "quote" || path == "quote_spanned" || path == "stringify" || path == "concat") {
      i_ = std::min(t_.After(i_), end_);
      return out_.Add(Kind::kMacro, line, kNoExpr, path);
    }
    out_.Add(Kind::kOpen, line);
    std::vector<std::uint32_t> values;
    const bool block = Is("{");
    Group([&] {
      if (!block || !Is("let")) {
        values = List();
      } else {
        Statements();
      }
    });
    out_.Add(Kind::kClose, line);
    return out_.AddWith(Kind::kMacro, line, kNoExpr, values, path);
  }

  /// `{ a, b: value, c <- value, ..rest }` after a path.
  std::uint32_t Struct(const std::string& path, std::uint32_t line) {
    std::vector<std::uint32_t> values;
    Group([&] {
      while (i_ < end_) {
        SkipAttributes();
        if (Take(",") || Take("..")) continue;
        const std::uint32_t before = i_;
        const bool named = i_ + 1 < end_ && (t_.IsWord(i_) || t_.Is(i_, RustTokenKind::kNumber)) &&
                           (t_.Is(i_ + 1, ":") || t_.Is(i_ + 1, "<-"));
        if (named) i_ += 2;
        values.push_back(Expr({}));
        if (i_ == before) ++i_;
      }
    });
    return out_.AddWith(Kind::kStruct, line, kNoExpr, values, path);
  }

  const RustTokens& t_;
  const RustOutline& outline_;
  RustBodyBuilder out_;
  std::vector<RustNested>::const_iterator nested_;
  std::uint32_t i_ = 0;
  std::uint32_t end_ = 0;  // of the group that is read
  int depth_ = 0;
  int variables_ = 0;  // of transcribers
};

}  // namespace

void ReadBodies(const RustTokens& tokens, const RustOutline& outline, RustSyntax& syntax) {
  BodyReader reader(tokens, outline, syntax);
  for (const RustCode& code : outline.code) {
    reader.Code(code, syntax.items[code.item].kind == RustItemKind::kFunction);
  }
  for (const RustCode& code : outline.macros) reader.Macro(code);
  std::sort(syntax.bodies.begin(), syntax.bodies.end(),
            [](const RustBody& a, const RustBody& b) { return a.item < b.item; });
}

}  // namespace ferrotype
