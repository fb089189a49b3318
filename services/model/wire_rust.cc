#include <unordered_map>

#include "model/rust_syntax.h"
#include "model/wire_internal.h"
#include "proto/rust.capnp.h"

namespace ferrotype {

using wire::AsKj;
using wire::AsView;
using wire::DecodeWith;
using wire::EncodeWith;

namespace {

// Longer strings are not shared: what a message grows to stays in proportion to its size.
constexpr std::size_t kMaxShared = 64;

/// Strings of a message that is written: each short one once.
class StringWriter {
 public:
  std::uint32_t Put(const std::string& text) {
    if (text.empty()) return 0;
    const auto next = static_cast<std::uint32_t>(ends_.size() + 1);
    if (text.size() <= kMaxShared) {
      const auto [found, fresh] = index_.try_emplace(text, next);
      if (!fresh) return found->second;
    }
    text_ += text;
    ends_.push_back(static_cast<std::uint32_t>(text_.size()));
    return next;
  }
  template <typename Root>
  void Write(Root root) const {
    root.setText(AsKj(text_));
    auto ends = root.initEnds(static_cast<unsigned>(ends_.size()));
    for (unsigned i = 0; i < ends_.size(); ++i) ends.set(i, ends_[i]);
  }

 private:
  std::string text_;
  std::vector<std::uint32_t> ends_;
  std::unordered_map<std::string, std::uint32_t> index_;
};

class StringReader {
 public:
  explicit StringReader(proto::RustSyntax::Reader root) : text_(AsView(root.getText())) {
    const auto ends = root.getEnds();
    strings_.reserve(ends.size() + 1);
    strings_.emplace_back();
    std::uint32_t begin = 0;
    for (const std::uint32_t end : ends) {
      KJ_REQUIRE(begin <= end && end <= text_.size(), "strings must follow each other");
      strings_.push_back(text_.substr(begin, end - begin));
      begin = end;
    }
    used_.resize(strings_.size());
  }
  std::string Get(std::uint32_t index) {
    KJ_REQUIRE(index < strings_.size(), "no such string");
    const std::string_view text = strings_[index];
    if (text.size() > kMaxShared) {
      KJ_REQUIRE(!used_[index], "a long string is used twice");
      used_[index] = true;
    }
    return std::string(text);
  }

 private:
  std::string_view text_;
  std::vector<std::string_view> strings_;
  std::vector<bool> used_;
};

template <typename List>
void PutAll(List list, const std::vector<std::string>& values, StringWriter& strings) {
  unsigned i = 0;
  for (const std::string& value : values) list.set(i++, strings.Put(value));
}
template <typename List>
std::vector<std::string> GetAll(List list, StringReader& strings) {
  std::vector<std::string> values;
  values.reserve(list.size());
  for (const std::uint32_t index : list) values.push_back(strings.Get(index));
  return values;
}

unsigned Count(std::size_t size) { return static_cast<unsigned>(size); }

// kNoItem travels as 0.
std::uint32_t PutIndex(std::uint32_t index) { return index + 1; }
std::uint32_t GetIndex(std::uint32_t value, std::size_t limit) {
  KJ_REQUIRE(value <= limit, "an item must come after its parent");
  return value - 1;
}

void PutItem(proto::RustItem::Builder out, const RustItem& item, StringWriter& strings) {
  out.setKind(static_cast<std::uint8_t>(item.kind));
  out.setVisibility(static_cast<std::uint8_t>(item.visibility));
  out.setHasBody(item.has_body);
  out.setIsUnsafe(item.is_unsafe);
  out.setDocumented(item.documented);
  out.setDocHidden(item.doc_hidden);
  out.setParent(PutIndex(item.parent));
  out.setLine(item.line);
  out.setLines(item.end_line - item.line);
  out.setName(strings.Put(item.name));
  out.setCfg(strings.Put(item.cfg));
  out.setPathAttribute(strings.Put(item.path_attribute));
  out.setAbi(strings.Put(item.abi));
  out.setGenerics(strings.Put(item.generics));
  out.setWhere(strings.Put(item.where));
  out.setType(strings.Put(item.type));
  out.setTrait(strings.Put(item.trait));
  if (!item.attributes.empty()) PutAll(out.initAttributes(Count(item.attributes.size())), item.attributes, strings);
  if (!item.c_headers.empty()) PutAll(out.initCHeaders(Count(item.c_headers.size())), item.c_headers, strings);
  if (item.parameters.empty()) return;
  auto parameters = out.initParameters(Count(2 * item.parameters.size()));
  unsigned i = 0;
  for (const RustParameter& parameter : item.parameters) {
    parameters.set(i++, strings.Put(parameter.name));
    parameters.set(i++, strings.Put(parameter.type));
  }
}

RustItem GetItem(proto::RustItem::Reader in, std::size_t index, StringReader& strings) {
  KJ_REQUIRE(in.getKind() <= static_cast<std::uint8_t>(RustItemKind::kExternCrate), "unknown kind of item");
  KJ_REQUIRE(in.getVisibility() <= static_cast<std::uint8_t>(Visibility::kPublic), "unknown visibility");
  RustItem item;
  item.kind = static_cast<RustItemKind>(in.getKind());
  item.visibility = static_cast<Visibility>(in.getVisibility());
  item.has_body = in.getHasBody();
  item.is_unsafe = in.getIsUnsafe();
  item.documented = in.getDocumented();
  item.doc_hidden = in.getDocHidden();
  item.parent = GetIndex(in.getParent(), index);
  item.line = in.getLine();
  item.end_line = in.getLine() + in.getLines();
  item.name = strings.Get(in.getName());
  item.cfg = strings.Get(in.getCfg());
  item.path_attribute = strings.Get(in.getPathAttribute());
  item.abi = strings.Get(in.getAbi());
  item.generics = strings.Get(in.getGenerics());
  item.where = strings.Get(in.getWhere());
  item.type = strings.Get(in.getType());
  item.trait = strings.Get(in.getTrait());
  item.attributes = GetAll(in.getAttributes(), strings);
  item.c_headers = GetAll(in.getCHeaders(), strings);
  const auto parameters = in.getParameters();
  KJ_REQUIRE(parameters.size() % 2 == 0, "a parameter is a name and a type");
  for (unsigned i = 0; i < parameters.size(); i += 2) {
    item.parameters.push_back({strings.Get(parameters[i]), strings.Get(parameters[i + 1])});
  }
  return item;
}

void PutNumber(std::uint32_t number, std::string& out) {
  while (number >= 0x80) {
    out += static_cast<char>(0x80U | (number & 0x7FU));
    number >>= 7;
  }
  out += static_cast<char>(number);
}
std::uint32_t Zigzag(std::uint32_t difference) { return (difference << 1) ^ ((difference >> 31) != 0 ? ~0U : 0U); }
std::uint32_t Unzigzag(std::uint32_t number) { return (number >> 1) ^ ((number & 1U) != 0 ? ~0U : 0U); }

constexpr std::uint32_t kWithText = 0x20;
constexpr std::uint32_t kWithType = 0x40;
constexpr std::uint32_t kWithMore = 0x80;

std::string PutBodies(const RustSyntax& value) {
  std::string out;
  for (const RustBody& body : value.bodies) {
    const auto size = static_cast<std::uint32_t>(body.exprs.size());
    const auto back = [&](std::uint32_t index, std::uint32_t to) { PutNumber(to == kNoExpr ? 0 : index - to, out); };
    PutNumber(body.item, out);
    back(size, body.value);
    PutNumber(size, out);
    std::uint32_t line = value.items[body.item].line;
    for (std::uint32_t i = 0; i < size; ++i) {
      const RustExpr& expr = body.exprs[i];
      const bool more = expr.b != kNoExpr || expr.count != 0;
      out += static_cast<char>(static_cast<std::uint32_t>(expr.kind) | (expr.text != 0 ? kWithText : 0) |
                               (expr.type != 0 ? kWithType : 0) | (more ? kWithMore : 0));
      PutNumber(Zigzag(expr.line - line), out);
      line = expr.line;
      back(i, expr.a);
      if (expr.text != 0) PutNumber(expr.text, out);
      if (expr.type != 0) PutNumber(expr.type, out);
      if (!more) continue;
      back(i, expr.b);
      PutNumber(expr.count, out);
      for (std::uint32_t k = 0; k < expr.count; ++k) back(i, body.operands[expr.operands + k]);
    }
  }
  return out;
}

class BodyReader {
 public:
  BodyReader(std::string_view bytes, const RustSyntax& value) : bytes_(bytes), value_(value) {}
  std::vector<RustBody> Read() {
    std::vector<RustBody> bodies;
    while (at_ < bytes_.size()) bodies.push_back(Body());
    return bodies;
  }

 private:
  RustBody Body() {
    RustBody body;
    body.item = Number();
    KJ_REQUIRE(body.item < value_.items.size(), "no such item");
    const std::uint32_t value = Number();
    const std::uint32_t size = Number();
    KJ_REQUIRE(size <= bytes_.size() - at_ && value <= size, "a body is longer than its message");
    body.value = value == 0 ? kNoExpr : size - value;
    body.exprs.reserve(size);
    std::uint32_t line = value_.items[body.item].line;
    for (std::uint32_t i = 0; i < size; ++i) {
      const std::uint32_t head = Byte();
      KJ_REQUIRE((head & 0x1FU) <= static_cast<std::uint32_t>(RustExprKind::kClose), "unknown kind of expression");
      RustExpr expr;
      expr.kind = static_cast<RustExprKind>(head & 0x1FU);
      expr.line = line += Unzigzag(Number());
      expr.a = Back(i);
      if ((head & kWithText) != 0) expr.text = Name();
      if ((head & kWithType) != 0) expr.type = Name();
      if ((head & kWithMore) != 0) {
        expr.b = Back(i);
        expr.count = Number();
        KJ_REQUIRE(expr.count <= bytes_.size() - at_, "more operands than bytes");
        expr.operands = expr.count == 0 ? 0 : static_cast<std::uint32_t>(body.operands.size());
        for (std::uint32_t k = 0; k < expr.count; ++k) {
          body.operands.push_back(Back(i));
          KJ_REQUIRE(body.operands.back() != kNoExpr, "an operand must be there");
        }
      }
      body.exprs.push_back(expr);
    }
    return body;
  }
  std::uint32_t Byte() {
    KJ_REQUIRE(at_ < bytes_.size(), "a body ends early");
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint32_t Number() {
    std::uint32_t number = 0;
    for (std::uint32_t shift = 0; shift < 35; shift += 7) {
      const std::uint32_t byte = Byte();
      number |= (byte & 0x7FU) << shift;
      if (byte < 0x80) return number;
    }
    KJ_FAIL_REQUIRE("a number has more than 32 bits");
  }
  std::uint32_t Back(std::uint32_t index) {
    const std::uint32_t distance = Number();
    KJ_REQUIRE(distance <= index, "an expression must come after its operands");
    return distance == 0 ? kNoExpr : index - distance;
  }
  std::uint32_t Name() {
    const std::uint32_t name = Number();
    KJ_REQUIRE(name < value_.names.size(), "no such name");
    return name;
  }

  std::string_view bytes_;
  const RustSyntax& value_;
  std::size_t at_ = 0;
};

}  // namespace

Bytes Encode(const RustSyntax& value) {
  return EncodeWith<proto::RustSyntax>([&](auto root) {
    StringWriter strings;
    root.setClean(value.clean);
    root.setHeadDoc(strings.Put(value.head_doc));
    PutAll(root.initCHeaders(Count(value.c_headers.size())), value.c_headers, strings);
    auto items = root.initItems(Count(value.items.size()));
    for (unsigned i = 0; i < value.items.size(); ++i) PutItem(items[i], value.items[i], strings);
    auto uses = root.initUses(Count(value.uses.size()));
    for (unsigned i = 0; i < value.uses.size(); ++i) {
      const RustUse& use = value.uses[i];
      uses[i].setScope(PutIndex(use.scope));
      uses[i].setPath(strings.Put(use.path));
      uses[i].setAlias(strings.Put(use.alias));
      uses[i].setLine(use.line);
      uses[i].setCfg(strings.Put(use.cfg));
      uses[i].setVisibility(static_cast<std::uint8_t>(use.visibility));
      uses[i].setGlob(use.glob);
    }
    auto calls = root.initMacroCalls(Count(value.macro_calls.size()));
    for (unsigned i = 0; i < value.macro_calls.size(); ++i) {
      const RustMacroCall& call = value.macro_calls[i];
      calls[i].setScope(PutIndex(call.scope));
      calls[i].setPath(strings.Put(call.path));
      calls[i].setLine(call.line);
      calls[i].setLines(call.end_line - call.line);
      calls[i].setFirst(strings.Put(call.first));
      if (call.fields.empty()) continue;
      auto fields = calls[i].initFields(Count(2 * call.fields.size()));
      unsigned k = 0;
      for (const auto& [key, text] : call.fields) {
        fields.set(k++, strings.Put(key));
        fields.set(k++, strings.Put(text));
      }
    }
    auto bodies = root.initMacroBodies(Count(value.macro_bodies.size()));
    for (unsigned i = 0; i < value.macro_bodies.size(); ++i) {
      bodies[i].setItem(value.macro_bodies[i].item);
      const std::vector<std::string>& invokes = value.macro_bodies[i].invokes;
      if (!invokes.empty()) PutAll(bodies[i].initInvokes(Count(invokes.size())), invokes, strings);
      const std::vector<RustMacroTable>& tables = value.macro_bodies[i].tables;
      if (tables.empty()) continue;
      auto into = bodies[i].initTables(Count(tables.size()));
      for (unsigned k = 0; k < tables.size(); ++k) {
        into[k].setType(strings.Put(tables[k].type));
        into[k].setOpen(tables[k].open);
        if (!tables[k].values.empty())
          PutAll(into[k].initValues(Count(tables[k].values.size())), tables[k].values, strings);
      }
    }
    auto mentions = root.initMentions(Count(value.mentions.size()));
    for (unsigned i = 0; i < value.mentions.size(); ++i) {
      mentions[i].setScope(PutIndex(value.mentions[i].scope));
      mentions[i].setPath(strings.Put(value.mentions[i].path));
      mentions[i].setLine(value.mentions[i].line);
      mentions[i].setUses(value.mentions[i].uses);
      const std::vector<std::uint32_t>& more = value.mentions[i].more;
      if (more.empty()) continue;
      auto lines = mentions[i].initMore(Count(more.size()));
      for (unsigned k = 0; k < more.size(); ++k) lines.set(k, more[k]);
    }
    auto literals = root.initLiterals(Count(value.literals.size()));
    for (unsigned i = 0; i < value.literals.size(); ++i) {
      literals[i].setKey(strings.Put(value.literals[i].key));
      literals[i].setText(strings.Put(value.literals[i].text));
      literals[i].setLine(value.literals[i].line);
    }
    if (!value.bodies.empty()) {
      PutAll(root.initNames(Count(value.names.size())), value.names, strings);
      root.setBodies(AsKj(PutBodies(value)));
    }
    strings.Write(root);
  });
}

Result<RustSyntax> DecodeRustSyntax(std::string_view bytes) {
  return DecodeWith<proto::RustSyntax>(bytes, "syntax of a Rust file", [](proto::RustSyntax::Reader root) {
    StringReader strings(root);
    RustSyntax value;
    value.clean = root.getClean();
    value.head_doc = strings.Get(root.getHeadDoc());
    value.c_headers = GetAll(root.getCHeaders(), strings);
    const auto items = root.getItems();
    value.items.reserve(items.size());
    for (const auto item : items) value.items.push_back(GetItem(item, value.items.size(), strings));
    for (const auto in : root.getUses()) {
      KJ_REQUIRE(in.getVisibility() <= static_cast<std::uint8_t>(Visibility::kPublic), "unknown visibility");
      value.uses.push_back({GetIndex(in.getScope(), items.size()), strings.Get(in.getPath()),
                            strings.Get(in.getAlias()), in.getGlob(), static_cast<Visibility>(in.getVisibility()),
                            in.getLine(), strings.Get(in.getCfg())});
    }
    for (const auto in : root.getMacroCalls()) {
      RustMacroCall call;
      call.scope = GetIndex(in.getScope(), items.size());
      call.path = strings.Get(in.getPath());
      call.line = in.getLine();
      call.end_line = in.getLine() + in.getLines();
      call.first = strings.Get(in.getFirst());
      const auto fields = in.getFields();
      KJ_REQUIRE(fields.size() % 2 == 0, "a field is a key and a value");
      for (unsigned i = 0; i < fields.size(); i += 2) {
        call.fields.emplace_back(strings.Get(fields[i]), strings.Get(fields[i + 1]));
      }
      value.macro_calls.push_back(std::move(call));
    }
    for (const auto in : root.getMacroBodies()) {
      KJ_REQUIRE(in.getItem() < items.size(), "no such item");
      RustMacroBody body{in.getItem(), GetAll(in.getInvokes(), strings), {}};
      for (const auto table : in.getTables())
        body.tables.push_back({strings.Get(table.getType()), GetAll(table.getValues(), strings), table.getOpen()});
      value.macro_bodies.push_back(std::move(body));
    }
    value.mentions.reserve(root.getMentions().size());
    for (const auto in : root.getMentions()) {
      RustMention& mention = value.mentions.emplace_back();
      mention = {GetIndex(in.getScope(), items.size()), strings.Get(in.getPath()), in.getLine(), in.getUses(), {}};
      for (const std::uint32_t line : in.getMore()) mention.more.push_back(line);
    }
    for (const auto in : root.getLiterals())
      value.literals.push_back({strings.Get(in.getKey()), strings.Get(in.getText()), in.getLine()});
    value.names = GetAll(root.getNames(), strings);
    value.bodies = BodyReader(AsView(root.getBodies()), value).Read();
    return value;
  });
}

}  // namespace ferrotype
