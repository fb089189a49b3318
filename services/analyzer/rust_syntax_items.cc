#include "analyzer/rust_syntax_items.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace ferrotype {
namespace {

struct Attributes {
  std::string cfg;
  std::string path;
  std::vector<std::string> others;
  bool doc = false;
  bool hidden = false;
};

enum class FrameKind : std::uint8_t { kItems, kCode };

/// A range of tokens that is still to be read, inside `parent`.
struct Frame {
  std::uint32_t at = 0;
  std::uint32_t end = 0;
  std::uint32_t parent = kNoItem;
  std::uint32_t scope = kNoItem;  // the innermost module or function around
  FrameKind kind = FrameKind::kItems;
};

class ItemReader {
 public:
  ItemReader(const RustTokens& tokens, RustSyntax& syntax) : t_(tokens), out_(syntax) {}

  RustOutline Run() {
    frames_.push_back({0, t_.size(), kNoItem, kNoItem, FrameKind::kItems});
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.at >= frame.end) {
        frames_.pop_back();
        continue;
      }
      frame_ = frame;
      pending_.reset();
      const std::uint32_t next = frame_.kind == FrameKind::kItems ? ItemStep() : CodeStep();
      frame.at = std::max(next, frame_.at + 1);  // whatever comes, on
      if (pending_) frames_.push_back(*pending_);
    }
    return std::move(outline_);
  }

 private:
  [[nodiscard]] bool Is(std::uint32_t i, std::string_view what) const { return i < frame_.end && t_.Is(i, what); }
  [[nodiscard]] bool IsWord(std::uint32_t i) const { return i < frame_.end && t_.IsWord(i); }
  [[nodiscard]] std::uint32_t Find(std::uint32_t i, std::string_view a, std::string_view b = {},
                                   std::string_view c = {}, std::string_view d = {}) const {
    return FindAtTop(t_, i, frame_.end, a, b, c, d);
  }
  [[nodiscard]] std::uint32_t Close(std::uint32_t open) const { return std::min(t_.tokens[open].match, frame_.end); }

  std::uint32_t ItemStep() {
    Attributes attributes;
    const std::uint32_t start = frame_.at;
    const std::uint32_t first = ReadAttributes(start, attributes);
    if (first >= frame_.end) return frame_.end;
    if (const std::optional<std::uint32_t> next = Item(start, first, attributes)) return *next;
    return MacroCall(first, attributes);
  }

  /// One token, group or item of code. An item is known by its keyword where a statement may begin.
  std::uint32_t CodeStep() {
    const std::uint32_t i = frame_.at;
    const bool statement = t_.Is(i - 1, "{") || t_.Is(i - 1, "}") || t_.Is(i - 1, ";");
    if (IsWord(i) && Is(i + 1, "!") && t_.Is(i + 2, RustTokenKind::kOpen)) return t_.After(i + 2);
    if (!statement || !(IsWord(i) || Is(i, "#"))) return i + 1;
    Attributes attributes;
    const std::uint32_t first = ReadAttributes(i, attributes);
    if (!StartsItem(first)) return std::max(first, i + 1);
    const std::optional<std::uint32_t> next = Item(i, first, attributes);
    if (!next) return first + 1;
    outline_.nested.push_back({i, *next});
    return *next;
  }

  /// Whether code at i begins an item and not an expression: by two or three tokens.
  [[nodiscard]] bool StartsItem(std::uint32_t i) const {
    if (!IsWord(i)) return false;
    const std::string_view word = t_.Text(i);
    const std::string_view next = IsWord(i + 1) ? t_.Text(i + 1) : std::string_view();
    if (word == "use" || word == "impl" || word == "pub") return true;
    if (word == "fn" || word == "struct" || word == "enum" || word == "trait" || word == "mod" || word == "type") {
      return !next.empty();
    }
    if (word == "static") return !next.empty() && next != "move" && next != "async";
    if (word == "const") {
      return !next.empty() && (Is(i + 2, ":") || next == "fn" || next == "unsafe" || next == "extern");
    }
    if (word == "unsafe") return next == "fn" || next == "impl" || next == "trait" || next == "extern";
    if (word == "async") return next == "fn";
    if (word == "extern")
      return next == "crate" || next == "fn" || t_.Is(i + 1, RustTokenKind::kString) || Is(i + 1, "{");
    if (word == "union") return !next.empty() && (Is(i + 2, "{") || Is(i + 2, "<"));
    return word == "macro_rules" && Is(i + 1, "!");
  }

  /// Reads #[..] and #![..] from i on; the token after them.
  std::uint32_t ReadAttributes(std::uint32_t i, Attributes& attributes) {
    while (Is(i, "#")) {
      const bool inner = Is(i + 1, "!");
      const std::uint32_t open = i + (inner ? 2 : 1);
      if (!Is(open, "[")) break;
      const std::uint32_t close = Close(open);
      if (!inner) {
        Attribute(open + 1, close, attributes);
      } else if (frame_.parent != kNoItem) {
        Attributes own;
        Attribute(open + 1, close, own);
        RustItem& item = out_.items[frame_.parent];
        item.doc_hidden = item.doc_hidden || own.hidden;
        item.documented = item.documented || own.doc;
      }
      i = close + 1;
    }
    return i;
  }

  void Attribute(std::uint32_t begin, std::uint32_t end, Attributes& attributes) const {
    if (t_.Is(begin, "cfg") && t_.Is(begin + 1, "(") && begin + 1 < end) {
      if (!attributes.cfg.empty()) attributes.cfg += " && ";
      attributes.cfg += t_.Join(begin + 2, std::min(t_.tokens[begin + 1].match, end));
    } else if (t_.Is(begin, "path") && t_.Is(begin + 1, "=") && end == begin + 3) {
      attributes.path = t_.Unquoted(begin + 2);
    } else if (t_.Is(begin, "doc") && t_.Is(begin + 1, "=")) {
      attributes.doc = true;
    } else if (t_.Is(begin, "doc") && t_.Is(begin + 1, "(") && t_.Is(begin + 2, "hidden")) {
      attributes.hidden = true;
    } else if (begin < end) {
      attributes.others.push_back(t_.Join(begin, end));
    }
  }

  /// The item whose attributes begin at `start` and whose first token is `first`; nullopt when there is none.
  std::optional<std::uint32_t> Item(std::uint32_t start, std::uint32_t first, Attributes& attributes) {
    RustItem item;
    item.parent = frame_.parent;
    item.line = t_.tokens[first].line;
    item.cfg = attributes.cfg;
    item.path_attribute = attributes.path;
    item.attributes = attributes.others;
    item.doc_hidden = attributes.hidden;
    item.documented = attributes.doc;
    Docs(start, first, item);
    std::uint32_t i = ReadVisibility(first, item.visibility);
    bool modified = false;
    for (; IsWord(i); ++i) {
      const std::string_view word = t_.Text(i);
      const bool more = IsWord(i + 1);
      if (word == "unsafe" && (more || Is(i + 1, "{") == false)) {
        item.is_unsafe = true;
        if (Is(i + 1, "(")) i = t_.After(i + 1) - 1;  // a macro's own unsafe(..)
      } else if (word == "extern") {
        item.abi = "C";
        if (Is(i + 1, "crate")) return ExternCrate(std::move(item), i + 2);
        if (t_.Is(i + 1, RustTokenKind::kString)) item.abi = t_.Unquoted(++i);
        if (Is(i + 1, "{")) return Block(std::move(item), RustItemKind::kExternBlock, i + 1);
      } else if (word == "const" && more && !IsFnWord(t_.Text(i + 1))) {
        break;
      } else if (!((word == "const" || word == "async" || word == "default" || word == "safe" || word == "auto") &&
                   more)) {
        break;
      }
      modified = true;
    }
    if (!IsWord(i)) return i > first ? std::optional(i) : std::nullopt;
    if (const std::optional<std::uint32_t> next = Keyword(std::move(item), i, modified || i > first)) return next;
    return i > first ? std::optional(i) : std::nullopt;
  }

  static bool IsFnWord(std::string_view word) {
    return word == "fn" || word == "unsafe" || word == "extern" || word == "async";
  }

  std::optional<std::uint32_t> Keyword(RustItem item, std::uint32_t i, bool sure) {
    const std::string_view word = t_.Text(i);
    const bool named = IsWord(i + 1);
    if (word == "fn" && named) return Function(std::move(item), i + 1);
    if (word == "impl") return Impl(std::move(item), i + 1);
    if (word == "use") return Use(item, i + 1);
    if (word == "macro_rules" && Is(i + 1, "!") && IsWord(i + 2)) return MacroRules(std::move(item), i + 2);
    if (!named) return std::nullopt;
    if (word == "mod") return Module(std::move(item), i + 1);
    if (word == "struct") return Struct(std::move(item), RustItemKind::kStruct, i + 1);
    if (word == "union" && (sure || !Is(i + 1, "!"))) return Struct(std::move(item), RustItemKind::kUnion, i + 1);
    if (word == "enum") return Enum(std::move(item), i + 1);
    if (word == "trait") return Trait(std::move(item), i + 1);
    if (word == "const") return Value(std::move(item), RustItemKind::kConst, i + 1);
    if (word == "static") return Value(std::move(item), RustItemKind::kStatic, Is(i + 1, "mut") ? i + 2 : i + 1);
    if (word == "type") return TypeAlias(std::move(item), i + 1);
    return std::nullopt;
  }

  std::uint32_t ReadVisibility(std::uint32_t i, Visibility& visibility) const {
    if (!Is(i, "pub")) return i;
    visibility = Visibility::kPublic;
    const bool restricted =
        Is(i + 1, "(") && (Is(i + 2, "crate") || Is(i + 2, "super") || Is(i + 2, "self") || Is(i + 2, "in"));
    if (!restricted) return i + 1;
    visibility = Visibility::kRestricted;
    return t_.After(i + 1);
  }

  /// Outer docs between the tokens `start` and `first`.
  void Docs(std::uint32_t start, std::uint32_t first, RustItem& item) const {
    auto begin = FirstDoc(start);
    // Before the first item of a file or a body those that speak of what is around stand first.
    while (begin < t_.docs.size() && t_.docs[begin].next <= first && t_.docs[begin].inner) ++begin;
    std::size_t end = begin;
    while (end < t_.docs.size() && t_.docs[end].next <= first && !t_.docs[end].inner) ++end;
    if (end == begin) return;
    item.documented = true;
    item.c_headers = CHeadersOf(DocText(t_, begin, end));
  }
  /// Inner docs at the head of a body that begins at token `body`.
  void InnerDocs(std::uint32_t body, RustItem& item) const {
    const auto begin = FirstDoc(body);
    std::size_t end = begin;
    while (end < t_.docs.size() && t_.docs[end].next == body && t_.docs[end].inner) ++end;
    if (end == begin) return;
    item.documented = true;
    for (std::string& header : CHeadersOf(DocText(t_, begin, end))) item.c_headers.push_back(std::move(header));
  }
  [[nodiscard]] std::size_t FirstDoc(std::uint32_t next) const {
    return static_cast<std::size_t>(
        std::lower_bound(t_.docs.begin(), t_.docs.end(), next,
                         [](const RustDoc& doc, std::uint32_t token) { return doc.next < token; }) -
        t_.docs.begin());
  }

  std::uint32_t Add(RustItem item) {
    out_.items.push_back(std::move(item));
    return static_cast<std::uint32_t>(out_.items.size() - 1);
  }
  void EndAt(RustItem& item, std::uint32_t token) const {
    item.end_line = t_.EndLine(std::min(token, frame_.end == 0 ? 0 : frame_.end - 1));
  }

  std::uint32_t Generics(RustItem& item, std::uint32_t i) const {
    const std::uint32_t after = AfterAngles(t_, i, frame_.end);
    item.generics = t_.Join(i, after);
    return after;
  }
  /// A where clause up to `{`, `;` or `=`.
  std::uint32_t Where(RustItem& item, std::uint32_t i) const {
    if (!Is(i, "where")) return i;
    const std::uint32_t end = Find(i + 1, "{", ";", "=");
    std::uint32_t last = end;
    if (last > i + 1 && t_.Is(last - 1, ",")) --last;
    item.where = t_.Join(i + 1, last);
    return end;
  }

  std::uint32_t ExternCrate(RustItem item, std::uint32_t i) {
    item.kind = RustItemKind::kExternCrate;
    item.abi.clear();
    item.name = t_.Text(i);
    if (Is(i + 1, "as")) item.type = t_.Text(i + 2);
    const std::uint32_t end = Find(i, ";");
    EndAt(item, end);
    Add(std::move(item));
    return end + 1;
  }

  /// An item whose `{` is at `open`, with items inside.
  std::uint32_t Block(RustItem item, RustItemKind kind, std::uint32_t open) {
    const std::uint32_t close = Close(open);
    item.kind = kind;
    item.has_body = true;
    EndAt(item, close);
    if (kind == RustItemKind::kModule) InnerDocs(open + 1, item);
    const std::uint32_t index = Add(std::move(item));
    pending_ = Frame{open + 1, close, index, kind == RustItemKind::kModule ? index : frame_.scope, FrameKind::kItems};
    return close + 1;
  }
  std::uint32_t NoBlock(RustItem item, RustItemKind kind, std::uint32_t end) {
    item.kind = kind;
    EndAt(item, end);
    Add(std::move(item));
    return Is(end, ";") ? end + 1 : end;
  }

  std::uint32_t Module(RustItem item, std::uint32_t i) {
    item.name = t_.Text(i);
    if (Is(i + 1, "{")) return Block(std::move(item), RustItemKind::kModule, i + 1);
    return NoBlock(std::move(item), RustItemKind::kModule, i + 1);
  }

  std::uint32_t Function(RustItem item, std::uint32_t i) {
    item.kind = RustItemKind::kFunction;
    item.name = t_.Text(i);
    i = Generics(item, i + 1);
    if (!Is(i, "(")) return i;  // none after all
    item.parameters = ReadParameters(t_, i + 1, Close(i));
    i = std::min(t_.After(i), frame_.end);
    if (Is(i, "->")) {
      const std::uint32_t end = Find(i + 1, "{", ";", "where");
      item.type = t_.Join(i + 1, end);
      i = end;
    }
    i = Where(item, i);
    if (!Is(i, "{")) return NoBlock(std::move(item), RustItemKind::kFunction, i);
    const std::uint32_t close = Close(i);
    item.has_body = true;
    EndAt(item, close);
    const std::uint32_t index = Add(std::move(item));
    outline_.code.push_back({index, i + 1, close});
    pending_ = Frame{i + 1, close, index, index, FrameKind::kCode};
    return close + 1;
  }

  std::uint32_t Impl(RustItem item, std::uint32_t i) {
    i = Generics(item, i);
    if (Is(i, "const")) ++i;
    std::uint32_t start = i;
    if (Is(i, "!")) ++i;
    std::uint32_t end = Find(i, "{", ";", "where", "for");
    if (Is(end, "for") && !Is(end + 1, "<")) {
      item.trait = t_.Join(start, end);
      start = end + 1;
      end = Find(start, "{", ";", "where");
    } else if (Is(end, "for")) {
      end = Find(end, "{", ";", "where");
    }
    item.type = t_.Join(start, end);
    end = Where(item, end);
    return Is(end, "{") ? Block(std::move(item), RustItemKind::kImpl, end)
                        : NoBlock(std::move(item), RustItemKind::kImpl, end);
  }

  std::uint32_t Trait(RustItem item, std::uint32_t i) {
    item.name = t_.Text(i);
    i = Generics(item, i + 1);
    if (Is(i, ":")) {
      const std::uint32_t end = Find(i + 1, "{", ";", "where");
      item.trait = t_.Join(i + 1, end);
      i = end;
    }
    i = Where(item, i);
    if (!Is(i, "{")) i = Find(i, "{", ";");
    return Is(i, "{") ? Block(std::move(item), RustItemKind::kTrait, i)
                      : NoBlock(std::move(item), RustItemKind::kTrait, i);
  }

  std::uint32_t Use(const RustItem& item, std::uint32_t i) {
    const std::uint32_t end = Find(i, ";");
    RustUse like;
    like.scope = frame_.scope;
    like.visibility = item.visibility;
    like.cfg = item.cfg;
    ReadUseTree(t_, i, end, like, out_.uses);
    return end + 1;
  }
  std::uint32_t Struct(RustItem item, RustItemKind kind, std::uint32_t i) {
    item.kind = kind;
    item.name = t_.Text(i);
    i = Generics(item, i + 1);
    i = Where(item, i);
    std::uint32_t fields = i;
    std::uint32_t last = i;
    if (Is(i, "(")) {
      last = std::min(t_.After(i), frame_.end);
      last = Where(item, last);
    } else if (Is(i, "{")) {
      item.has_body = true;
      last = Close(i);
    }
    EndAt(item, Is(fields, "(") && !Is(last, ";") ? last - 1 : last);
    const std::uint32_t index = Add(std::move(item));
    Fields(fields, index);
    return Is(last, ";") || Is(last, "}") ? last + 1 : last;
  }

  /// Fields in the group that opens at `open`, if one does.
  void Fields(std::uint32_t open, std::uint32_t parent) {
    const bool named = Is(open, "{");
    if (!named && !Is(open, "(")) return;
    const std::uint32_t close = Close(open);
    std::uint32_t i = open + 1;
    for (std::uint32_t number = 0; i < close; ++number) {
      Attributes attributes;
      const std::uint32_t first = ReadAttributes(i, attributes);
      if (first >= close) return;
      RustItem field;
      field.kind = RustItemKind::kField;
      field.parent = parent;
      field.line = t_.tokens[first].line;
      field.cfg = attributes.cfg;
      field.attributes = attributes.others;
      field.doc_hidden = attributes.hidden;
      field.documented = attributes.doc;
      Docs(i, first, field);
      std::uint32_t type = ReadVisibility(first, field.visibility);
      const std::uint32_t end = FindAtTop(t_, type, close, ",");
      if (named) {
        field.name = t_.Text(type);
        type = std::min(type + (t_.Is(type + 1, ":") ? 2U : 1U), end);
      } else {
        field.name = std::to_string(number);
      }
      field.type = t_.Join(type, end);
      EndAt(field, end > first ? end - 1 : first);
      Add(std::move(field));
      i = end + 1;
    }
  }

  std::uint32_t Enum(RustItem item, std::uint32_t i) {
    item.name = t_.Text(i);
    i = Generics(item, i + 1);
    i = Where(item, i);
    item.kind = RustItemKind::kEnum;
    if (!Is(i, "{")) return NoBlock(std::move(item), RustItemKind::kEnum, i);
    const std::uint32_t close = Close(i);
    item.has_body = true;
    EndAt(item, close);
    const std::uint32_t index = Add(std::move(item));
    std::uint32_t at = i + 1;
    while (at < close) {
      Attributes attributes;
      const std::uint32_t first = ReadAttributes(at, attributes);
      if (first >= close) break;
      RustItem variant;
      variant.kind = RustItemKind::kVariant;
      variant.parent = index;
      variant.name = t_.Text(first);
      variant.line = t_.tokens[first].line;
      variant.cfg = attributes.cfg;
      variant.attributes = attributes.others;
      variant.doc_hidden = attributes.hidden;
      variant.documented = attributes.doc;
      variant.visibility = Visibility::kPublic;
      Docs(at, first, variant);
      std::uint32_t end = first;
      while (end < close && !t_.Is(end, ",")) end = std::min(t_.After(end), close);
      EndAt(variant, end > first ? end - 1 : first);
      Fields(first + 1, Add(std::move(variant)));
      at = end + 1;
    }
    return close + 1;
  }

  std::uint32_t Value(RustItem item, RustItemKind kind, std::uint32_t i) {
    item.kind = kind;
    item.name = t_.Text(i);
    ++i;
    if (Is(i, ":")) {
      const std::uint32_t end = Find(i + 1, "=", ";");
      item.type = t_.Join(i + 1, end);
      i = end;
    }
    std::uint32_t end = i;
    while (end < frame_.end && !t_.Is(end, ";")) end = std::min(t_.After(end), frame_.end);
    EndAt(item, end);
    const std::uint32_t index = Add(std::move(item));
    if (Is(i, "=") && i + 1 < end) outline_.code.push_back({index, i + 1, end});
    return end + 1;
  }

  std::uint32_t TypeAlias(RustItem item, std::uint32_t i) {
    item.kind = RustItemKind::kTypeAlias;
    item.name = t_.Text(i);
    i = Generics(item, i + 1);
    if (Is(i, ":")) {
      const std::uint32_t end = Find(i + 1, "=", ";", "where");
      item.trait = t_.Join(i + 1, end);
      i = end;
    }
    i = Where(item, i);
    std::uint32_t end = i;
    if (Is(i, "=")) {
      end = Find(i + 1, ";", "where");
      item.type = t_.Join(i + 1, end);
      end = Where(item, end);
    }
    if (!Is(end, ";")) end = Find(end, ";");
    EndAt(item, end);
    Add(std::move(item));
    return end + 1;
  }

  std::optional<std::uint32_t> MacroRules(RustItem item, std::uint32_t name) {
    const std::uint32_t open = name + 1;
    if (!t_.Is(open, RustTokenKind::kOpen) || open >= frame_.end) return std::nullopt;
    const std::uint32_t close = Close(open);
    item.kind = RustItemKind::kMacro;
    item.name = t_.Text(name);
    item.has_body = true;
    const std::uint32_t last = Is(close + 1, ";") && !Is(open, "{") ? close + 1 : close;
    EndAt(item, last);
    const std::uint32_t index = Add(std::move(item));
    out_.macro_bodies.push_back({index, MacroInvokes(t_, open + 1, close), MacroTables(t_, open + 1, close)});
    outline_.macros.push_back({index, open + 1, close});
    return last + 1;
  }

  /// path!(..); where an item may stand, or whatever else is there.
  std::uint32_t MacroCall(std::uint32_t first, const Attributes& attributes) {
    std::uint32_t i = Is(first, "::") ? first + 1 : first;
    while (IsWord(i) && Is(i + 1, "::")) i += 2;
    if (!IsWord(i)) return std::max(t_.After(i), first + 1);
    if (!Is(i + 1, "!")) return i + 1;
    const std::uint32_t open = i + 2;
    if (open >= frame_.end || !t_.Is(open, RustTokenKind::kOpen)) return open;
    const std::uint32_t close = Close(open);
    RustMacroCall call;
    call.scope = frame_.scope;
    call.path = t_.Join(first, i + 1);
    call.line = t_.tokens[first].line;
    call.end_line = t_.EndLine(close);
    call.fields = MacroFields(t_, open + 1, close);
    if (open + 2 <= close && IsWord(open + 1) && (Is(open + 2, ",") || open + 2 == close))
      call.first = t_.Text(open + 1);
    // Items that a macro wraps are items, whatever it adds to them.
    if (call.fields.empty() && attributes.cfg.empty()) {
      const Frame outer = std::exchange(frame_, {open + 1, close, frame_.parent, frame_.scope, FrameKind::kItems});
      Attributes inside;
      if (StartsItem(ReadAttributes(open + 1, inside))) pending_ = frame_;
      frame_ = outer;
    }
    out_.macro_calls.push_back(std::move(call));
    return Is(close + 1, ";") ? close + 2 : close + 1;
  }

  const RustTokens& t_;
  RustSyntax& out_;
  RustOutline outline_;
  std::vector<Frame> frames_;
  Frame frame_;                   // a copy of the one that is read
  std::optional<Frame> pending_;  // what the item just read holds
};

}  // namespace

RustOutline ReadItems(const RustTokens& tokens, RustSyntax& syntax) { return ItemReader(tokens, syntax).Run(); }

std::uint32_t AfterAngles(const RustTokens& tokens, std::uint32_t i, std::uint32_t end) {
  if (i >= end || !tokens.Is(i, "<")) return i;
  std::size_t depth = 0;
  while (i < end) {
    if (tokens.Is(i, "<") || tokens.Is(i, "<-")) {
      ++depth;
    } else if (tokens.Is(i, ">") && --depth == 0) {
      return i + 1;
    } else if (tokens.Is(i, ";")) {
      return i;
    }
    i = std::min(tokens.After(i), end);
  }
  return end;
}

namespace {

// What a function type gives.
std::uint32_t AfterSimpleType(const RustTokens& tokens, std::uint32_t i, std::uint32_t end) {
  while (i < end && (tokens.IsWord(i) || tokens.Is(i, "::") || tokens.Is(i, "*") || tokens.Is(i, "&"))) ++i;
  return i < end && tokens.Is(i, "<") ? AfterAngles(tokens, i, end) : i;
}

}  // namespace

std::uint32_t AfterType(const RustTokens& tokens, std::uint32_t i, std::uint32_t end) {
  while (i < end &&
         (tokens.Is(i, "&") || tokens.Is(i, "&&") || tokens.Is(i, "*") || tokens.Is(i, "const") ||
          tokens.Is(i, "mut") || tokens.Is(i, "dyn") || tokens.Is(i, "impl") || tokens.Is(i, "unsafe") ||
          tokens.Is(i, "extern") || tokens.Is(i, RustTokenKind::kLifetime) || tokens.Is(i, RustTokenKind::kString))) {
    ++i;
  }
  if (i < end && (tokens.Is(i, "(") || tokens.Is(i, "["))) return std::min(tokens.After(i), end);
  if (i < end && tokens.Is(i, "<")) i = AfterAngles(tokens, i, end);
  while (i < end) {
    if (tokens.IsWord(i) && (tokens.Is(i + 1, "::") || tokens.Is(i + 1, "<"))) {
      ++i;
    } else if (tokens.IsWord(i)) {
      ++i;
      break;
    } else if (tokens.Is(i, "::")) {
      ++i;
      continue;
    }
    if (i < end && tokens.Is(i, "<")) {
      // A comparison after a cast to a primitive must be in brackets, so this opens generics.
      i = AfterAngles(tokens, i, end);
      if (!tokens.Is(i, "::")) break;
    } else if (!tokens.Is(i, "::")) {
      break;
    }
  }
  if (i < end && tokens.Is(i, "(") && tokens.Is(i - 1, "fn")) {
    i = std::min(tokens.After(i), end);
    if (i < end && tokens.Is(i, "->")) i = AfterSimpleType(tokens, i + 1, end);
  }
  return i;
}

std::uint32_t FindAtTop(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end, std::string_view a,
                        std::string_view b, std::string_view c, std::string_view d) {
  std::size_t depth = 0;
  std::uint32_t i = begin;
  while (i < end) {
    if (tokens.tokens[i].kind != RustTokenKind::kString) {
      const std::string_view text = tokens.Text(i);
      if (depth == 0 && (text == a || text == b || text == c || text == d)) return i;
      if (text == "<" || text == "<-") {
        ++depth;
      } else if ((text == ">" || text == ">=") && depth > 0) {
        --depth;
      } else if (text == ";") {
        return i;  // nothing that is looked for goes on beyond it
      }
    }
    i = std::min(tokens.After(i), end);
  }
  return end;
}

std::vector<RustParameter> ReadParameters(const RustTokens& tokens, std::uint32_t begin, std::uint32_t end) {
  std::vector<RustParameter> parameters;
  std::uint32_t i = begin;
  while (i < end) {
    const std::uint32_t stop = FindAtTop(tokens, i, end, ",");
    while (i < stop && tokens.Is(i, "#") && tokens.Is(i + 1, "[")) i = std::min(tokens.After(i + 1), stop);
    std::uint32_t colon = i;
    while (colon < stop && !tokens.Is(colon, ":")) colon = std::min(tokens.After(colon), stop);
    RustParameter parameter;
    if (colon == stop && stop > i && tokens.Is(stop - 1, "self")) {
      parameter = {"self", tokens.Join(i, stop)};
    } else if (colon == stop) {
      parameter.type = tokens.Join(i, stop);  // a trait's of old, or "..."
    } else {
      const std::uint32_t name = tokens.Is(i, "mut") || tokens.Is(i, "ref") ? i + 1 : i;
      parameter = {tokens.Join(name, colon), tokens.Join(colon + 1, stop)};
    }
    if (stop > i) parameters.push_back(std::move(parameter));
    i = stop + 1;
  }
  return parameters;
}

}  // namespace ferrotype
