#include "analyzer/unsafe_walk.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/unsafe_rules.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMaxFrames = 1 << 16;  // deeper brackets are read as plain tokens

/// Macros whose tokens are code that a proc macro writes.
bool IsQuoteMacro(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kQuotes = {"quote", "quote_spanned", "parse_quote",
                                                              "parse_quote_spanned"};
  return OneOf(name, kQuotes);
}

class Walk : SiteRules {
 public:
  explicit Walk(const LedgerTokens& tokens)
      : SiteRules(tokens), count_(static_cast<std::uint32_t>(tokens.tokens.size())) {
    LedgerFrame file;
    file.close = count_;
    frames_.push_back(file);
  }

  WalkedSites Run() {
    for (std::uint32_t t = 0; t < count_; ++t) {
      if (t == frames_.back().close) {
        Leave(t);
      } else {
        Token(t);
      }
    }
    for (LedgerFrame& frame : frames_) EndStatement(frame, count_);
    for (std::size_t i = 0; i < out_.sites.size(); ++i) out_.sites[i].item = names_[site_names_[i]];
    return std::move(out_);
  }

 private:
  // ---- Statements

  /// `next`: the token after its last.
  void EndStatement(LedgerFrame& frame, std::uint32_t next) {
    LedgerStatement& statement = frame.statement;
    if (statement.id != kNoIndex && next > 0) out_.ends_with_question[statement.id] = Of(next - 1) == "?";
    if (statement.site != kNoIndex && next > 0) {
      out_.sites[statement.site].end_line = std::max(out_.sites[statement.site].end_line, LineAt(next - 1));
      const bool named = statement.header == LedgerHeader::kFunction || statement.header == LedgerHeader::kTrait;
      if (named) site_names_[statement.site] = names_.Add(frame.name, NameAt(statement.header_token + 1));
    }
    statement = LedgerStatement();
    frame.after_brace = false;
  }

  /// After braces: does `t` go on with what they belong to, or begin anew?
  [[nodiscard]] bool GoesOn(const LedgerFrame& frame, std::uint32_t t) const {
    static constexpr std::array<std::string_view, 20> kAlways = {
        ".", "?", "else", "as", "=", "==", "!=", "<=", ">=", ",", ";", "=>", "+", "/", "%", "^", "<", ">", ":", "$"};
    static constexpr std::array<std::string_view, 7> kOperators = {"-", "*", "&", "|", "&&", "||", "{"};
    const LedgerStatement& statement = frame.statement;
    const std::string_view text = Of(t);
    if (statement.header != LedgerHeader::kNone) return true;
    if (text == "$") return false;
    if (OneOf(text, kAlways)) return true;
    const bool expression = statement.let || statement.branches || statement.leaves || statement.assign != kNoToken;
    return expression && OneOf(text, kOperators);
  }

  void StartStatement(LedgerFrame& frame, std::uint32_t t) {
    static constexpr std::array<std::string_view, 5> kBranches = {"if", "match", "while", "for", "loop"};
    static constexpr std::array<std::string_view, 7> kLeaves = {"return", "break", "&", "*", "!", "-", "&&"};
    LedgerStatement& statement = frame.statement;
    const std::string_view text = Of(t);
    statement.start = t;
    statement.let = text == "let";
    statement.branches = OneOf(text, kBranches);
    statement.leaves = OneOf(text, kLeaves);
  }

  // ---- Tokens

  void Token(std::uint32_t t) {
    LedgerFrame& frame = frames_.back();
    if (frame.after_brace && !GoesOn(frame, t)) EndStatement(frame, t);
    frame.after_brace = false;
    LedgerStatement& statement = frame.statement;
    if (statement.prelude == kNoToken) statement.prelude = statement.docs_from = t;
    const std::string_view text = Of(t);
    if (statement.start == kNoToken && !InAttribute(t)) StartStatement(frame, t);
    switch (Kind(t)) {
      case LedgerTokenKind::kUnsafe:
        AddSite(t);
        break;
      case LedgerTokenKind::kWord:
        Word(frame, t, text);
        break;
      case LedgerTokenKind::kOpen:
        if (frame.block != kNoIndex && frame.scope != LedgerScope::kAttribute) {
          CountCall(t, frame.callee, out_.sites[frame.block].operations);
        }
        Enter(t);
        break;
      case LedgerTokenKind::kPunct:
        Punct(frame, t, text);
        break;
      default:
        break;
    }
  }

  /// `#` and `!` before an attribute's bracket, and the bracket.
  [[nodiscard]] bool InAttribute(std::uint32_t t) const {
    const std::string_view text = Of(t);
    if (text == "#") return Of(t + 1) == "[" || (Of(t + 1) == "!" && Of(t + 2) == "[");
    if (text == "!") return t > 0 && Of(t - 1) == "#" && Of(t + 1) == "[";
    return text == "[" && OpensAttribute(t);
  }
  [[nodiscard]] bool OpensAttribute(std::uint32_t t) const {
    return t > 0 && (Of(t - 1) == "#" || (t > 1 && Of(t - 1) == "!" && Of(t - 2) == "#"));
  }

  void Punct(LedgerFrame& frame, std::uint32_t t, std::string_view text) {
    LedgerStatement& statement = frame.statement;
    const bool keeps_commas = statement.let || statement.header != LedgerHeader::kNone;
    const bool field =
        text == ":" && t > 0 && statement.start == t - 1 && IsName(t - 1) && frame.scope != LedgerScope::kGroup;
    if (text == ";" || text == "=>" || (text == "," && !keeps_commas) || field) {
      EndStatement(frame, t);
    } else if (text == "=" && statement.assign == kNoToken) {
      statement.assign = t;
    } else if (text == "::" && Of(t + 1) == "<") {
      frame.callee = t > 0 ? t - 1 : kNoToken;
    } else if (frame.block != kNoIndex) {
      CountOperator(t, out_.sites[frame.block].operations);
    }
  }

  void Word(LedgerFrame& frame, std::uint32_t t, std::string_view text) {
    LedgerStatement& statement = frame.statement;
    if (frame.block != kNoIndex && (text == "addr_of" || text == "addr_of_mut") && Of(t + 1) == "!") {
      ++out_.sites[frame.block].operations.references;
    }
    if (text == "let" && statement.start != t) statement.branches = true;
    if (statement.header != LedgerHeader::kNone || frame.scope == LedgerScope::kGroup) return;
    const LedgerHeader header = HeaderAt(t, frame.region != UnsafeClass::kBlock);
    if (header == LedgerHeader::kNone) return;
    statement.header = header;
    statement.header_token = t;
  }

  // ---- Sites

  void AddSite(std::uint32_t t) {
    LedgerFrame& frame = frames_.back();
    LedgerStatement& statement = frame.statement;
    UnsafeSite site;
    site.line = site.end_line = LineAt(t);
    site.column = tokens_.tokens[t].begin - tokens_.line_starts[site.line - 1] + 1;
    site.inner = ClassAt(frame, t);
    // A macro's own syntax is no code of the macro's caller: it is a marker, wherever the macro is called.
    const bool own = frame.region == UnsafeClass::kBlock ||
                     (frame.region == UnsafeClass::kMacroCall && site.inner == UnsafeClass::kMarker);
    site.kind = own ? site.inner : frame.region;
    const bool item = IsItem(site.inner);
    if (item && statement.header == LedgerHeader::kNone) statement.site = static_cast<std::uint32_t>(out_.sites.size());
    if (site.inner == UnsafeClass::kBlock && tokens_.tokens[t + 1].match != kNoToken) {
      site.end_line = LineAt(tokens_.tokens[t + 1].match);
    }
    out_.surroundings.push_back(SurroundingsOf(frame, t, site.inner));
    out_.sites.push_back(std::move(site));
    site_names_.push_back(NameIn(frame));
    if (item) statement.docs_from = t + 1;
  }

  SiteSurroundings SurroundingsOf(LedgerFrame& frame, std::uint32_t t, UnsafeClass inner) {
    SiteSurroundings around;
    around.token = t;
    around.docs_from = frame.statement.docs_from;
    around.above_fn = frame.above_fn;
    around.exempt = IsExempt(frame, inner);
    LedgerFrame& outer = frames_[frame.outer];
    LedgerStatement& statement = outer.statement;
    around.first_line = statement.prelude == kNoToken ? LineAt(t) : LineAt(statement.prelude);
    if (inner == UnsafeClass::kImpl) {
      std::uint32_t prelude = frame.statement.prelude;
      // What is repeated stands where the repetition does: $(unsafe impl A for $t {})*
      if (prelude == t) {
        while (prelude > 1 && Of(prelude - 1) == "(" && Of(prelude - 2) == "$") prelude -= 2;
      }
      if (prelude > 0) around.bound = tokens_.LineOf(tokens_.tokens[prelude - 1].end - 1);
      return around;
    }
    if (inner != UnsafeClass::kBlock) return around;
    around.brace = t + 1;
    around.bound = frame.item_line;
    if (statement.start == kNoToken) return around;
    if (statement.let || statement.header == LedgerHeader::kConst) {
      around.statement_line = LineAt(statement.start);
    } else if (statement.branches) {
      around.statement_line = 0;
    } else if (statement.assign != kNoToken) {
      around.statement_line = LineAt(statement.assign);
    } else {
      around.statement_line = LineAt(statement.start);
      around.question_spoils = !statement.leaves;
    }
    if (statement.id == kNoIndex) {
      statement.id = static_cast<std::uint32_t>(out_.ends_with_question.size());
      out_.ends_with_question.push_back(false);
    }
    around.statement = statement.id;
    return around;
  }

  // ---- Brackets

  void Leave(std::uint32_t t) {
    EndStatement(frames_.back(), t);
    const bool body = frames_.back().body;
    frames_.pop_back();
    LedgerFrame& frame = frames_.back();
    if (body) {
      EndStatement(frame, t + 1);
    } else {
      frame.after_brace = Of(t) == "}";
    }
  }

  void Enter(std::uint32_t t) {
    LedgerFrame& frame = frames_.back();
    const std::uint32_t close = tokens_.tokens[t].match;
    if (frames_.size() >= kMaxFrames || close == kNoToken) return;
    LedgerFrame child = frame;
    child.close = close;
    child.outer = static_cast<std::uint32_t>(frames_.size());
    child.statement = LedgerStatement();
    child.after_brace = false;
    child.callee = kNoToken;
    child.body = false;
    child.exempt_blocks = frame.statement.exempt_blocks.value_or(frame.exempt_blocks);
    child.exempt_docs = frame.statement.exempt_docs.value_or(frame.exempt_docs);
    if (frame.scope == LedgerScope::kAttribute || frame.scope == LedgerScope::kMatcher) {
      // `unsafe` deeper in an attribute is the attribute's: #[cfg_attr(x, unsafe(no_mangle))].
    } else if (OpensAttribute(t)) {
      child.scope = LedgerScope::kAttribute;
      child.block = kNoIndex;
      ApplyLints(frame, t);
    } else if (frame.scope == LedgerScope::kMacro && frame.region == UnsafeClass::kMacroRules &&
               Of(close + 1) == "=>") {
      child.scope = LedgerScope::kMatcher;
    } else if (const std::string_view macro = MacroOpenedAt(t); !macro.empty()) {
      EnterMacro(child, frame, t, macro);
    } else if (Of(t) != "{" || (t > 0 && Of(t - 1) == "<")) {
      // What a macro repeats, $( .. )*, is as if it stood there.
      const bool repeats = t > 0 && (Of(t - 1) == "$" || Of(t - 1) == "#") && frame.region != UnsafeClass::kBlock;
      child.scope = repeats ? frame.scope : LedgerScope::kGroup;
      if (!repeats) child.outer = frame.scope == LedgerScope::kGroup ? frame.outer : child.outer - 1;
      NameConst(child, frame);
    } else {
      EnterBraces(child, frame, t);
    }
    frames_.push_back(child);
  }

  void EnterMacro(LedgerFrame& child, LedgerFrame& frame, std::uint32_t t, std::string_view macro) {
    child.scope = LedgerScope::kMacro;
    const bool rules = macro == "macro_rules";
    // The outermost definition or quotation decides; a macro call among whose tokens one stands does not.
    if (frame.region == UnsafeClass::kBlock || frame.region == UnsafeClass::kMacroCall) {
      child.region = rules                 ? UnsafeClass::kMacroRules
                     : IsQuoteMacro(macro) ? UnsafeClass::kQuoted
                                           : UnsafeClass::kMacroCall;
    }
    if (!rules) return NameConst(child, frame);
    AddName(child, Of(t - 1));
    child.item_line = LineAt(t - 3);
    child.above_fn = 0;
    child.block = kNoIndex;
  }

  void EnterBraces(LedgerFrame& child, LedgerFrame& frame, std::uint32_t t) {
    LedgerStatement& statement = frame.statement;
    child.scope = LedgerScope::kBlock;
    const std::uint32_t keyword = statement.header_token;
    if (t > 0 && Kind(t - 1) == LedgerTokenKind::kUnsafe) {
      child.block = static_cast<std::uint32_t>(out_.sites.size() - 1);
      return NameConst(child, frame);
    }
    switch (statement.header) {
      case LedgerHeader::kNone:
      case LedgerHeader::kConst:
        return NameConst(child, frame);
      case LedgerHeader::kFunction:
        AddName(child, NameAt(keyword + 1));
        child.above_fn = LineAt(statement.prelude);
        break;
      case LedgerHeader::kImpl: {
        const ImplName name = NameOfImpl(tokens_, keyword, t);
        AddName(child, name.name);
        child.scope = name.of_trait ? LedgerScope::kTraitImpl : LedgerScope::kInherentImpl;
        break;
      }
      case LedgerHeader::kTrait:
        AddName(child, NameAt(keyword + 1));
        child.scope = LedgerScope::kTrait;
        break;
      case LedgerHeader::kModule:
        AddName(child, NameAt(keyword + 1));
        child.scope = LedgerScope::kModule;
        break;
      case LedgerHeader::kExtern:
        child.scope = LedgerScope::kExternBlock;
        break;
    }
    child.block = kNoIndex;
    child.item_line = LineAt(statement.start);
    child.body = true;
    if (statement.site != kNoIndex) {
      out_.sites[statement.site].end_line = LineAt(child.close);
      site_names_[statement.site] = child.name;
      statement.site = kNoIndex;
    }
  }

  void AddName(LedgerFrame& child, std::string_view part) {
    if (child.depth >= kMaxItemDepth) return;
    ++child.depth;
    child.name = names_.Add(child.name, part);
  }
  /// With the mark of a macro's variable: "$name".
  [[nodiscard]] std::string_view NameAt(std::uint32_t t) const {
    const bool variable = (Of(t) == "$" || Of(t) == "#") && Kind(t + 1) == LedgerTokenKind::kWord;
    if (!variable) return Kind(t) == LedgerTokenKind::kWord ? Of(t) : std::string_view("_");
    return tokens_.text.substr(tokens_.tokens[t].begin, tokens_.tokens[t + 1].end - tokens_.tokens[t].begin);
  }
  /// The name of the item that the frame's statement belongs to.
  std::uint32_t NameIn(LedgerFrame& frame) {
    LedgerStatement& statement = frame.statement;
    if (statement.header != LedgerHeader::kConst || frame.depth >= kMaxItemDepth) return frame.name;
    if (statement.name == kNoIndex) {
      statement.name = names_.Add(frame.name, NameAt(ConstNameToken(statement.header_token)));
    }
    return statement.name;
  }
  void NameConst(LedgerFrame& child, LedgerFrame& frame) {
    child.name = NameIn(frame);
    if (child.name != frame.name) ++child.depth;
  }

  void ApplyLints(LedgerFrame& frame, std::uint32_t open) const {
    if (open == 0) return;
    const LintAttribute lint = ReadLintAttribute(tokens_, open);
    const bool inner = Of(open - 1) == "!";
    if (inner) {
      frame.exempt_blocks = lint.blocks ? lint.exempt : frame.exempt_blocks;
      frame.exempt_docs = lint.docs ? lint.exempt : frame.exempt_docs;
    } else {
      if (lint.blocks) frame.statement.exempt_blocks = lint.exempt;
      if (lint.docs) frame.statement.exempt_docs = lint.exempt;
    }
  }

  std::uint32_t count_;
  WalkedSites out_;
  std::vector<LedgerFrame> frames_;
  ItemNames names_;
  std::vector<std::uint32_t> site_names_;  // by site
};

}  // namespace

WalkedSites WalkUnsafe(const LedgerTokens& tokens) { return Walk(tokens).Run(); }

}  // namespace ferrotype
