#include "aggregator/resolve/rust_infer.h"

#include <algorithm>
#include <utility>

namespace ferrotype {
namespace {

using Kind = RustExprKind;

bool IsLower(std::string_view name) { return !name.empty() && ((name[0] >= 'a' && name[0] <= 'z') || name[0] == '_'); }

std::string_view LastSegment(std::string_view path) {
  const std::size_t colon = path.rfind(':');
  return path.substr(colon == std::string_view::npos ? 0 : colon + 1);
}

// Not what belongs to a type there: bindings::rb_root::default and the like are bindgen's.
bool IsBinding(std::string_view outside) {
  return outside.starts_with("bindings::") && outside.find("::", 10) == std::string_view::npos;
}

// Methods that derives and blanket impls of core give to any type.
bool IsCommon(std::string_view name) {
  static constexpr std::string_view kNames[] = {"clone",  "into",   "try_into", "eq",         "ne",          "cmp",
                                                "hash",   "fmt",    "borrow",   "borrow_mut", "partial_cmp", "to_owned",
                                                "as_ref", "as_mut", "deref",    "deref_mut",  "lt",          "le",
                                                "gt",     "ge",     "max",      "min"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

}  // namespace

const TypeId* RustInfer::FindLocal(std::string_view name) const {
  for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
    if (local->name == name) return &local->type;
  }
  return nullptr;
}

void RustInfer::Start(const RustItem& item) {
  for (const RustParameter& parameter : item.parameters) {
    if (parameter.name == "self") {
      const std::size_t colon = parameter.type.find("self: ");
      TypeId type = m_.SelfType(scope_);
      if (colon != std::string::npos) {
        type = m_.Read(std::string_view(parameter.type).substr(colon + 6), scope_);
      } else if (parameter.type.find("self") == std::string::npos) {
        type = m_.Read(parameter.type, scope_);
      }
      locals_.push_back({"self", type});
    } else if (!parameter.name.empty()) {
      locals_.push_back({parameter.name, m_.Read(parameter.type, scope_)});
    }
  }
}

/// Which call each closure is an argument of.
void RustInfer::FindClosures() {
  const std::vector<RustExpr>& exprs = body_->exprs;
  closures_.assign(exprs.size(), {});
  callees_.assign(exprs.size(), kNoExpr);
  std::vector<std::uint32_t> open_of(exprs.size(), kNoExpr);
  std::vector<std::uint32_t> stack;
  for (std::uint32_t i = 0; i < exprs.size(); ++i) {
    if (exprs[i].kind == Kind::kOpen) stack.push_back(i);
    if (exprs[i].kind == Kind::kClose && !stack.empty()) {
      open_of[i] = stack.back();
      stack.pop_back();
    }
  }
  for (std::uint32_t i = 0; i < exprs.size(); ++i) {
    if (exprs[i].kind == Kind::kCall && exprs[i].a != kNoExpr) callees_[exprs[i].a] = i;
    if (exprs[i].kind != Kind::kCall && exprs[i].kind != Kind::kMethod) continue;
    for (std::uint32_t k = 0; k < exprs[i].count; ++k) {
      const std::uint32_t operand = body_->operands[exprs[i].operands + k];
      if (exprs[operand].kind == Kind::kClosure && operand > 0 && open_of[operand - 1] != kNoExpr) {
        closures_[open_of[operand - 1]] = {i, k};
      }
    }
  }
}

std::vector<RustCall> RustInfer::Calls(std::uint32_t file, const RustBody& body) {
  m_.Enter({file, body.item});
  Infer(file, body);
  return std::move(calls_);
}

void RustInfer::Infer(std::uint32_t file, const RustBody& body) {
  file_ = file;
  scope_ = {file, body.item};
  body_ = &body;
  values_.assign(body.exprs.size(), kUnknownType);
  locals_.clear();
  opens_.clear();
  open_exprs_.clear();
  calls_.clear();
  FindClosures();
  Start(names_.world().files()[file].syntax.items[body.item]);
  for (std::uint32_t i = 0; i < body.exprs.size(); ++i) values_[i] = m_.Normalize(Eval(i));
}

TypeId RustInfer::Eval(std::uint32_t index) {
  const RustExpr& expr = body_->exprs[index];
  switch (expr.kind) {
    case Kind::kOpen:
      opens_.push_back(locals_.size());
      open_exprs_.push_back(index);
      return kUnknownType;
    case Kind::kClose:
      if (!opens_.empty()) {
        locals_.resize(opens_.back());
        opens_.pop_back();
        open_exprs_.pop_back();
      }
      return kUnknownType;
    case Kind::kBind:
      locals_.push_back({Name(expr.text), TypeOf(expr.a)});
      return kUnknownType;
    case Kind::kPath:
      return EvalPath(index, callees_[index] != kNoExpr);
    case Kind::kCall:
      return EvalCall(index);
    case Kind::kMethod:
      return EvalMethod(index);
    case Kind::kField:
      return m_.Field(TypeOf(expr.a), Name(expr.text));
    case Kind::kTry:
    case Kind::kAwait:
      return Try(TypeOf(expr.a));
    case Kind::kRef:
      return TypeOf(expr.a) == kUnknownType ? kUnknownType : t_.Add(TypeKind::kRef, 0, {TypeOf(expr.a)});
    case Kind::kDeref: {
      const Type of = t_.Of(TypeOf(expr.a));
      return of.kind == TypeKind::kPointer ? of.args[0] : m_.Deref(TypeOf(expr.a));
    }
    case Kind::kIndex:
      return Element(TypeOf(expr.a));
    case Kind::kCast: {
      const TypeId type = m_.Read(Name(expr.type), scope_);
      return type == kUnknownType ? TypeOf(expr.a) : type;
    }
    case Kind::kStruct: {
      const TypeId type = m_.Read(Name(expr.text), scope_);
      if (type != kUnknownType) return type;
      const Resolved variant = names_.Resolve(scope_, Name(expr.text), Space::kTypes);
      if (variant.kind != Resolved::Kind::kItem) return kUnknownType;
      const DefId parent = names_.ParentOf(variant.id);
      return parent == kNoDef ? kUnknownType : m_.OfItem(parent, {}, scope_);
    }
    case Kind::kTuple: {
      std::vector<TypeId> args;
      for (std::uint32_t k = 0; k < expr.count && k < 12; ++k) {
        args.push_back(TypeOf(body_->operands[expr.operands + k]));
      }
      return t_.Add(TypeKind::kTuple, 0, std::move(args));
    }
    case Kind::kArray:
      return t_.Add(TypeKind::kSlice, 0, {expr.count == 0 ? kUnknownType : TypeOf(body_->operands[expr.operands])});
    case Kind::kClosure: {
      const TypeId written = m_.Read(Name(expr.type), scope_);
      return t_.Add(TypeKind::kFunction, 0, {written == kUnknownType ? TypeOf(expr.a) : written});
    }
    case Kind::kBlock:
      return expr.a == kNoExpr ? kUnknownType : TypeOf(expr.a);
    case Kind::kChoice:
      return EvalChoice(expr);
    case Kind::kLiteral: {
      const std::string_view name = Name(expr.text);
      return t_.Add(TypeKind::kPrimitive, t_.Name(name == "cstr" ? "CStr" : name));
    }
    case Kind::kBinary: {
      const std::string_view op = Name(expr.text);
      if (op == "..") return t_.Add(TypeKind::kSlice, 0, {TypeOf(expr.a == kNoExpr ? expr.b : expr.a)});
      if (op == "==" || op == "!=" || op == "<" || op == ">" || op == "<=" || op == ">=" || op == "&&" || op == "||") {
        return t_.Add(TypeKind::kPrimitive, t_.Name("bool"));
      }
      const Type left = t_.Of(TypeOf(expr.a));
      return left.kind == TypeKind::kPrimitive ? TypeOf(expr.a) : kUnknownType;
    }
    case Kind::kUnary:
      return TypeOf(expr.a);
    case Kind::kProject:
      return EvalProject(expr);
    case Kind::kElement:
      return Element(TypeOf(expr.a));
    case Kind::kMacro: {
      // What a macro gives is known of none but those that hand their only expression through.
      const std::string_view name = LastSegment(Name(expr.text));
      if ((name == "pin_init" || name == "try_pin_init" || name == "init" || name == "try_init") && expr.count > 0) {
        return TypeOf(body_->operands[expr.operands + expr.count - 1]);
      }
      return MacroResult(Name(expr.text));
    }
    default:
      return kUnknownType;
  }
}

/// What the first rule of a macro_rules! gives, as far as it doesn't depend on the macro's arguments.
TypeId RustInfer::MacroResult(std::string_view path) {
  const Resolved macro = names_.Resolve(scope_, path, Space::kMacros);
  if (macro.kind != Resolved::Kind::kItem || depth_ > 2) return kUnknownType;
  const auto [memo, fresh] = macros_.try_emplace(macro.id, kUnknownType);
  if (!fresh) return memo->second;
  const std::uint32_t file = names_.FileOf(macro.id);
  const std::vector<RustBody>& bodies = names_.world().files()[file].syntax.bodies;
  const auto body = std::lower_bound(bodies.begin(), bodies.end(), names_.ItemIndexOf(macro.id),
                                     [](const RustBody& one, std::uint32_t item) { return one.item < item; });
  if (body == bodies.end() || body->item != names_.ItemIndexOf(macro.id) || body->value == kNoExpr) return kUnknownType;
  RustInfer inside(m_, depth_ + 1);
  inside.Infer(file, *body);
  return macros_[macro.id] = inside.Value();
}

TypeId RustInfer::Try(TypeId type) {
  const Type of = t_.Of(m_.Peel(type));
  if (of.kind != TypeKind::kOutside || of.args.empty()) return kUnknownType;
  const std::string_view name = LastSegment(t_.TextOf(of.head));
  return name == "Result" || name == "Option" ? of.args[0] : kUnknownType;
}

TypeId RustInfer::Element(TypeId type) {
  for (int steps = 0; type != kUnknownType && steps < 8; ++steps) {
    const Type of = t_.Of(type);
    if (of.kind == TypeKind::kSlice) return of.args[0];
    if (of.kind == TypeKind::kOutside && !of.args.empty() && LastSegment(t_.TextOf(of.head)) == "Vec")
      return of.args[0];
    for (const TypeId bound :
         of.kind == TypeKind::kBound || of.kind == TypeKind::kParam ? m_.BoundsOf(type) : std::vector<TypeId>()) {
      const Type trait = t_.Of(bound);
      if (trait.kind == TypeKind::kOutside && trait.args.size() == 1 &&
          t_.TextOf(trait.head).find("Iterator") != std::string_view::npos) {
        return trait.args[0];
      }
    }
    const TypeId item = m_.Associated(type, "Item");
    if (item != kUnknownType && t_.Of(item).kind != TypeKind::kAssociated) return item;
    type = m_.Deref(type);
  }
  return kUnknownType;
}

TypeId RustInfer::EvalChoice(const RustExpr& expr) {
  for (std::uint32_t k = 0; k < expr.count; ++k) {
    const TypeId type = TypeOf(body_->operands[expr.operands + k]);
    if (type != kUnknownType) return type;
  }
  return kUnknownType;
}

TypeId RustInfer::EvalProject(const RustExpr& expr) {
  const std::string_view path = Name(expr.text);
  const std::string_view field = Name(expr.type);
  if (path == "|") {
    if (open_exprs_.empty()) return kUnknownType;
    std::size_t number = 0;
    for (const char c : field) number = number * 10 + static_cast<std::size_t>(c - '0');
    return ClosureParameter(open_exprs_.back(), number);
  }
  const TypeId value = m_.Peel(TypeOf(expr.a));
  if (path.empty()) return m_.Field(value, field);
  const std::string_view last = LastSegment(path);
  const Type of = t_.Of(value);
  if (of.kind == TypeKind::kOutside && !of.args.empty()) {
    if (last == "Some" || last == "Ok") return of.args[0];
    if (last == "Err" && of.args.size() > 1) return of.args[1];
    return kUnknownType;
  }
  ValuePath target = ReadValuePath(path);
  if (target.resolved.kind == Resolved::Kind::kItem && !target.associated) {
    return m_.FieldOf(target.resolved.id, field, value);
  }
  if (!target.associated) return kUnknownType;
  // Self::Variant
  const Type self = t_.Of(target.self);
  if (self.kind != TypeKind::kItem) return kUnknownType;
  for (const DefId child : names_.ChildrenOf(self.head)) {
    if (names_.Item(child).kind == RustItemKind::kVariant && names_.Item(child).name == target.last) {
      return m_.FieldOf(child, field, value == kUnknownType ? target.self : value);
    }
  }
  return kUnknownType;
}

RustInfer::ValuePath RustInfer::ReadValuePath(std::string_view text) {
  ValuePath path;
  const ParsedPath parsed = ParsePath(text);
  if (parsed.segments.empty()) return path;
  path.last = parsed.segments.back().name;
  path.last_generics = parsed.segments.back().generics;
  // Everything before the last segment, as it stands.
  const auto head = [&]() -> std::string_view {
    const auto end = static_cast<std::size_t>(parsed.segments.back().name.data() - text.data());
    std::string_view before = text.substr(0, end);
    while (before.ends_with(':')) before.remove_suffix(1);
    return before;
  };
  if (!parsed.self_type.empty()) {
    if (parsed.segments.size() == 1) {
      path.self = m_.Read(parsed.self_type, scope_);
      // <T as Trait>::f means the trait's even where the type isn't known.
      if (path.self == kUnknownType && !parsed.self_trait.empty()) path.self = m_.Read(parsed.self_trait, scope_);
    } else {
      path.self = m_.Read(head(), scope_);
    }
    path.associated = true;
    return path;
  }
  const std::string_view first = parsed.segments[0].name;
  if (parsed.segments.size() > 1 && first == "Self") {
    path.self = m_.Read(head(), scope_);
    path.associated = true;
    return path;
  }
  path.resolved = names_.Resolve(scope_, parsed.segments, Space::kValues);
  if (path.resolved.kind == Resolved::Kind::kItem && path.resolved.segments == parsed.segments.size()) return path;
  if (path.resolved.kind == Resolved::Kind::kOutside && IsBinding(path.resolved.outside)) return path;
  if (parsed.segments.size() > 1) {
    path.self = m_.Read(head(), scope_);
    path.associated = path.self != kUnknownType;
  }
  return path;
}

TypeId RustInfer::EvalPath(std::uint32_t index, bool called) {
  const RustExpr& expr = body_->exprs[index];
  const std::string_view text = Name(expr.text);
  if (const TypeId* local = FindLocal(text)) return *local;
  if (called) return kUnknownType;  // EvalCall looks
  if (text.find("::[") != std::string_view::npos || text.find("::$") != std::string_view::npos) return kUnknownType;
  ValuePath path = ReadValuePath(text);
  if (path.associated) {
    const DefId constant = m_.AssociatedConst(path.self, path.last);
    if (constant != kNoDef) {
      return t_.Replace(m_.Read(names_.Item(constant).type, names_.ScopeOf(constant)), {});
    }
    const Type self = t_.Of(path.self);
    if (self.kind == TypeKind::kItem) {
      for (const DefId child : names_.ChildrenOf(self.head)) {
        if (names_.Item(child).kind == RustItemKind::kVariant && names_.Item(child).name == path.last) return path.self;
      }
    }
    if (const std::optional<FoundMethod> method = m_.Find(path.self, path.last)) {
      Record({index,
              expr.line,
              method->one_of ? CallTo::kOneOf : CallTo::kItem,
              false,
              true,
              method->fn,
              text,
              {},
              kUnknownType,
              {}});
    }
    return kUnknownType;
  }
  if (path.resolved.kind == Resolved::Kind::kOutside) {
    if (IsBinding(path.resolved.outside) && IsLower(path.last)) {
      Record({index,
              expr.line,
              CallTo::kBinding,
              false,
              true,
              kNoDef,
              text,
              path.resolved.outside.substr(10),
              kUnknownType,
              {}});
    }
    return path.last == "None" ? t_.Add(TypeKind::kOutside, t_.Name("core::option::Option"), {kUnknownType})
                               : kUnknownType;
  }
  if (path.resolved.kind != Resolved::Kind::kItem) return kUnknownType;
  const DefId def = path.resolved.id;
  const RustItem& item = names_.Item(def);
  switch (item.kind) {
    case RustItemKind::kConst:
    case RustItemKind::kStatic:
      return m_.Read(item.type, names_.ScopeOf(def));
    case RustItemKind::kVariant:
      return m_.OfItem(names_.ParentOf(def), {}, scope_);
    case RustItemKind::kStruct:
      return m_.OfItem(def, path.last_generics, scope_);
    case RustItemKind::kFunction: {
      Record({index, expr.line, CallTo::kItem, false, true, def, text, {}, kUnknownType, {}});
      return kUnknownType;
    }
    default:
      return kUnknownType;
  }
}

TypeId RustInfer::OptionOf(std::string_view path, TypeId value) {
  std::vector<TypeId> args{value};
  if (LastSegment(path) == "Result") args.push_back(kUnknownType);
  return t_.Add(TypeKind::kOutside, t_.Name(path), std::move(args));
}

TypeId RustInfer::EvalCall(std::uint32_t index) {
  const RustExpr& expr = body_->exprs[index];
  if (expr.a == kNoExpr) return kUnknownType;
  const RustExpr& callee = body_->exprs[expr.a];
  const TypeId argument = expr.count > 0 ? TypeOf(body_->operands[expr.operands]) : kUnknownType;
  if (callee.kind != Kind::kPath) {
    const Type of = t_.Of(m_.Peel(TypeOf(expr.a)));
    return of.kind == TypeKind::kFunction ? of.args.back() : kUnknownType;  // a closure, a field that holds one
  }
  const std::string_view text = Name(callee.text);
  if (const TypeId* local = FindLocal(text)) {
    const Type of = t_.Of(m_.Peel(*local));
    return of.kind == TypeKind::kFunction ? of.args.back() : kUnknownType;
  }
  RustCall call{expr.a, callee.line, CallTo::kUnresolved, false, false, kNoDef, text, {}, kUnknownType, "path-unknown"};
  if (text.find("::[") != std::string_view::npos || text.find("::$") != std::string_view::npos) {
    call.reason = "macro";
    Record(std::move(call));
    return kUnknownType;
  }
  ValuePath path = ReadValuePath(text);
  TypeId result = kUnknownType;
  if (path.associated) {
    const Type self = t_.Of(path.self);
    if (self.kind == TypeKind::kItem) {
      for (const DefId child : names_.ChildrenOf(self.head)) {
        if (names_.Item(child).kind == RustItemKind::kVariant && names_.Item(child).name == path.last) return path.self;
      }
    }
    if (const std::optional<FoundMethod> method = m_.Find(path.self, path.last)) {
      call.to = method->one_of ? CallTo::kOneOf : CallTo::kItem;
      call.item = method->fn;
      result = ResultOf(*method, expr, false, path.last_generics);
    } else if (self.kind == TypeKind::kOutside || self.kind == TypeKind::kPrimitive || self.kind == TypeKind::kSlice ||
               IsCommon(path.last) || path.last == "from" || path.last == "try_from" || path.last == "default") {
      call.to = CallTo::kOutside;
      const bool makes = path.last == "new" || path.last == "from" || path.last == "default" || path.last == "uninit" ||
                         path.last == "zeroed" || path.last == "new_unchecked";
      result = makes ? path.self : kUnknownType;
      if (self.kind == TypeKind::kPrimitive && path.last != "try_from") result = path.self;
      if (path.last == "try_from") result = OptionOf("core::result::Result", path.self);
    } else {
      call.reason = "method-unknown";
    }
    Record(std::move(call));
    return result;
  }
  if (path.resolved.kind == Resolved::Kind::kOutside) {
    const std::string_view outside = path.resolved.outside;
    if (IsBinding(outside)) {
      call.to = CallTo::kBinding;
      call.name = outside.substr(10);
      Record(std::move(call));
      return kUnknownType;
    }
    if (path.last == "Some") return OptionOf("core::option::Option", argument);
    if (path.last == "Ok") return OptionOf("core::result::Result", argument);
    if (path.last == "Err") return OptionOf("core::result::Result", kUnknownType);
    call.to = CallTo::kOutside;
    Record(std::move(call));
    if (path.last == "from_ref" || path.last == "from_mut") return t_.Add(TypeKind::kPointer, 0, {m_.Peel(argument)});
    if (path.last == "take" || path.last == "replace" || path.last == "unwrap_or_default") return m_.Peel(argument);
    return kUnknownType;
  }
  if (path.resolved.kind == Resolved::Kind::kItem) {
    const DefId def = path.resolved.id;
    const RustItem& item = names_.Item(def);
    if (item.kind == RustItemKind::kVariant) return m_.OfItem(names_.ParentOf(def), {}, scope_);
    if (item.kind == RustItemKind::kStruct || item.kind == RustItemKind::kTypeAlias) {
      return m_.OfItem(def, path.last_generics, scope_);
    }
    if (item.kind == RustItemKind::kFunction) {
      call.to = CallTo::kItem;
      call.item = def;
      result = ResultOf({def, {}, kUnknownType, false}, expr, false, path.last_generics);
    }
  } else if (text == "Self") {
    return m_.SelfType(scope_);
  }
  Record(std::move(call));
  return result;
}

TypeId RustInfer::ResultOf(const FoundMethod& method, const RustExpr& call, bool with_self, std::string_view generics) {
  const RustItem& item = names_.Item(method.fn);
  const RustScope scope = names_.ScopeOf(method.fn);
  Substitution types = method.types;
  std::size_t i = 0;
  const std::vector<std::string_view> written = SplitTop(generics, ',');
  const std::vector<GenericParam> params = m_.GenericsOf(method.fn);
  for (const GenericParam& param : params) {
    if (i >= written.size()) break;
    if (written[i] != "_" && !param.constant) types[m_.Param(method.fn, param.name)] = m_.Read(written[i], scope_);
    ++i;
  }
  // What arguments say about the function's own parameters.
  std::size_t operand = 0;
  for (const RustParameter& parameter : item.parameters) {
    if (parameter.name == "self") {
      operand += with_self ? 0U : 1U;
      continue;
    }
    if (operand >= call.count) break;
    const TypeId argument = TypeOf(body_->operands[call.operands + operand++]);
    if (argument == kUnknownType || params.empty()) continue;
    Substitution more = types;
    TypeId wanted = m_.Read(parameter.type, scope);
    if (t_.Matches(wanted, argument, more)) types = std::move(more);
    // F: FnOnce(A) -> R tells R by what the closure gives.
    const Type of = t_.Of(wanted);
    const Type given = t_.Of(argument);
    if (of.kind != TypeKind::kParam || given.kind != TypeKind::kFunction) continue;
    for (const TypeId bound : m_.BoundsOf(wanted)) {
      const Type function = t_.Of(bound);
      if (function.kind == TypeKind::kFunction) t_.Matches(function.args.back(), given.args.back(), types);
    }
  }
  if (item.type.empty()) return t_.Add(TypeKind::kTuple, 0);
  // What nothing told stays unknown: outside its function a parameter means nothing.
  for (DefId def = method.fn; def != kNoDef; def = names_.ParentOf(def)) {
    for (const GenericParam& param : m_.GenericsOf(def)) types.try_emplace(m_.Param(def, param.name), kUnknownType);
  }
  return m_.Normalize(t_.Replace(m_.Read(item.type, scope), types));
}

TypeId RustInfer::EvalMethod(std::uint32_t index) {
  const RustExpr& expr = body_->exprs[index];
  const std::string_view name = Name(expr.text);
  const TypeId self = TypeOf(expr.a);
  RustCall call{index, expr.line, CallTo::kUnresolved, true, false, kNoDef, name, {}, self, "receiver-unknown"};
  TypeId result = kUnknownType;
  if (const std::optional<FoundMethod> method = m_.FindAlongDeref(self, name)) {
    call.to = method->one_of ? CallTo::kOneOf : CallTo::kItem;
    call.item = method->fn;
    result = ResultOf(*method, expr, true, Name(expr.type));
  } else if (self != kUnknownType) {
    // Nothing of the tree has it: of core, if what it stands on is.
    TypeId end = self;
    TypeKind kind = t_.Of(end).kind;
    for (int steps = 0; steps < 12; ++steps) {
      const TypeId next = m_.Deref(end);
      if (next == kUnknownType) break;
      end = next;
      kind = t_.Of(end).kind;
    }
    const bool outside = kind == TypeKind::kOutside || kind == TypeKind::kPrimitive || kind == TypeKind::kSlice ||
                         kind == TypeKind::kTuple || kind == TypeKind::kPointer || kind == TypeKind::kFunction;
    const TypeId item = outside || IsCommon(name) ? kUnknownType : Element(self);
    if (outside || IsCommon(name)) {
      call.to = CallTo::kOutside;
      result = OutsideMethod(self, name, expr);
    } else if (item != kUnknownType && kind != TypeKind::kParam) {
      // An iterator's: what Iterator provides. As a slice it has all that is asked of one.
      call.to = CallTo::kOutside;
      result = OutsideMethod(t_.Add(TypeKind::kSlice, 0, {item}), name, expr);
    } else {
      call.reason = kind == TypeKind::kUnknown ? "receiver-unknown" : "method-unknown";
    }
  }
  Record(std::move(call));
  return result;
}

TypeId RustInfer::OutsideMethod(TypeId self, std::string_view name, const RustExpr& call) {
  const TypeId peeled = m_.Peel(self);
  const Type of = t_.Of(peeled);
  const auto is = [&](auto... names) { return ((name == names) || ...); };
  const TypeId argument = call.count > 0 ? TypeOf(body_->operands[call.operands]) : kUnknownType;
  const auto given = [&](TypeId closure) {
    const Type function = t_.Of(closure);
    return function.kind == TypeKind::kFunction ? function.args.back() : kUnknownType;
  };
  if (is("clone", "to_owned", "borrow", "borrow_mut", "max", "min", "by_ref", "as_deref", "as_deref_mut"))
    return peeled;
  if (of.kind == TypeKind::kOutside && !of.args.empty()) {
    const std::string_view path = t_.TextOf(of.head);
    const std::string_view last = LastSegment(path);
    if (last == "Option" || last == "Result") {
      if (is("unwrap", "expect", "unwrap_or", "unwrap_or_else", "unwrap_or_default", "unwrap_unchecked", "insert",
             "get_or_insert_with")) {
        return of.args[0];
      }
      if (is("ok_or", "ok_or_else")) return OptionOf("core::result::Result", of.args[0]);
      if (is("ok")) return OptionOf("core::option::Option", of.args[0]);
      if (is("map")) return OptionOf(path, given(argument));
      if (is("and_then")) return given(argument);
      if (is("map_or", "map_or_else")) {
        return call.count > 1 ? given(TypeOf(body_->operands[call.operands + 1])) : kUnknownType;
      }
      if (is("is_some", "is_none", "is_ok", "is_err")) return t_.Add(TypeKind::kPrimitive, t_.Name("bool"));
      if (is("err")) return OptionOf("core::option::Option", of.args.size() > 1 ? of.args[1] : kUnknownType);
      return is("iter", "iter_mut", "into_iter") ? t_.Add(TypeKind::kSlice, 0, {of.args[0]}) : peeled;
    }
    if (is("as_ref", "as_mut", "get_mut", "get", "as_ptr")) {
      return last == "Pin" ? t_.Add(TypeKind::kRef, 0, {of.args[0]}) : of.args[0];
    }
  }
  if (of.kind == TypeKind::kSlice) {
    if (is("iter", "iter_mut", "into_iter", "rev", "skip", "take", "filter", "step_by", "copied", "cloned", "as_slice",
           "as_mut_slice", "chain", "peekable", "inspect", "skip_while", "take_while")) {
      return peeled;
    }
    if (is("enumerate")) {
      return t_.Add(TypeKind::kSlice, 0,
                    {t_.Add(TypeKind::kTuple, 0, {t_.Add(TypeKind::kPrimitive, t_.Name("usize")), of.args[0]})});
    }
    if (is("next", "first", "last", "get", "get_mut", "find", "nth", "pop", "next_back", "first_mut", "last_mut")) {
      return OptionOf("core::option::Option", of.args[0]);
    }
    if (is("map")) return t_.Add(TypeKind::kSlice, 0, {given(argument)});
    if (is("len", "count")) return t_.Add(TypeKind::kPrimitive, t_.Name("usize"));
  }
  if (of.kind == TypeKind::kPointer && is("cast_mut", "cast_const", "add", "sub", "offset", "wrapping_add"))
    return peeled;
  if (of.kind == TypeKind::kPrimitive) return is("try_into") ? kUnknownType : is("into") ? kUnknownType : peeled;
  return kUnknownType;
}

/// What the function that takes the closure says of its parameters.
TypeId RustInfer::ClosureParameter(std::uint32_t open, std::size_t number) {
  const ClosureOf closure = closures_[open];
  if (closure.call == kNoExpr) return kUnknownType;
  const RustExpr& call = body_->exprs[closure.call];
  std::optional<FoundMethod> method;
  bool with_self = false;
  if (call.kind == Kind::kMethod) {
    const TypeId self = TypeOf(call.a);
    method = m_.FindAlongDeref(self, Name(call.text));
    with_self = true;
    if (!method) {
      const Type of = t_.Of(m_.Peel(self));
      const std::string_view name = Name(call.text);
      if (number != 0 || of.args.empty()) return kUnknownType;
      if (of.kind == TypeKind::kSlice) return of.args[0];
      if (of.kind != TypeKind::kOutside) return kUnknownType;
      if (name == "map_err" || name == "or_else" || name == "unwrap_or_else") {
        return of.args.size() > 1 ? of.args[1] : kUnknownType;
      }
      return of.args[0];
    }
  } else if (call.a != kNoExpr && body_->exprs[call.a].kind == Kind::kPath) {
    ValuePath path = ReadValuePath(Name(body_->exprs[call.a].text));
    if (path.associated) {
      method = m_.Find(path.self, path.last);
    } else if (path.resolved.kind == Resolved::Kind::kItem) {
      method = FoundMethod{path.resolved.id, {}, kUnknownType, false};
    }
  }
  if (!method) return kUnknownType;
  const RustItem& item = names_.Item(method->fn);
  std::size_t argument = 0;
  for (const RustParameter& parameter : item.parameters) {
    if (parameter.name == "self") {
      argument += with_self ? 0U : 1U;
      continue;
    }
    if (argument++ != closure.argument) continue;
    const TypeId wanted = m_.Read(parameter.type, names_.ScopeOf(method->fn));
    std::vector<TypeId> bounds = m_.BoundsOf(wanted);
    bounds.push_back(wanted);
    for (const TypeId bound : bounds) {
      const Type function = t_.Of(bound);
      if (function.kind == TypeKind::kFunction && number + 1 < function.args.size()) {
        return m_.Normalize(t_.Replace(function.args[number], method->types));
      }
    }
  }
  return kUnknownType;
}

}  // namespace ferrotype
