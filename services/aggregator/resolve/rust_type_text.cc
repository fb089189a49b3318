// The half of RustMethods that reads types, generics and bounds from their texts.
#include <algorithm>
#include <utility>

#include "aggregator/resolve/rust_methods.h"

namespace ferrotype {
namespace {

constexpr int kMaxDepth = 24;

bool IsPrimitive(std::string_view name) {
  static constexpr std::string_view kNames[] = {"u8",  "u16", "u32", "u64",   "u128",  "usize", "i8",
                                                "i16", "i32", "i64", "i128",  "isize", "bool",  "char",
                                                "str", "f32", "f64", "c_int", "never"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// "'a mut T" and "mut T" without what doesn't matter here.
std::string_view AfterReference(std::string_view text) {
  text = Trim(text);
  if (text.starts_with('\'')) {
    const std::size_t space = text.find(' ');
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  }
  if (text.starts_with("mut ")) text.remove_prefix(4);
  return Trim(text);
}

}  // namespace

const std::vector<GenericParam>& RustMethods::GenericsOf(DefId def) {
  const auto [generics, fresh] = generics_.try_emplace(def);
  if (fresh) generics->second = ParseGenerics(names_.Item(def).generics);
  return generics->second;
}

std::uint32_t RustMethods::Param(DefId def, std::string_view name) {
  const std::uint32_t number = types_.Name(std::to_string(def) + ":" + std::string(name));
  params_.try_emplace(number, ParamOf{def, std::string(name)});
  return number;
}

std::optional<std::uint32_t> RustMethods::ParamNamed(const RustScope& scope, std::string_view name) {
  const std::vector<RustItem>& items = names_.world().files()[scope.file].syntax.items;
  for (std::uint32_t item = scope.item; item != kNoItem; item = items[item].parent) {
    if (items[item].kind == RustItemKind::kModule) break;
    const DefId def = names_.Def(scope.file, item);
    for (const GenericParam& param : GenericsOf(def)) {
      if (param.name == name) return Param(def, name);
    }
  }
  return std::nullopt;
}

TypeId RustMethods::SelfType(const RustScope& scope, int depth) {
  const std::vector<RustItem>& items = names_.world().files()[scope.file].syntax.items;
  for (std::uint32_t item = scope.item; item != kNoItem; item = items[item].parent) {
    const DefId def = names_.Def(scope.file, item);
    switch (items[item].kind) {
      case RustItemKind::kImpl:
        return Read(items[item].type, {scope.file, item}, depth + 1);
      case RustItemKind::kTrait:
        return types_.Add(TypeKind::kParam, Param(def, "Self"));
      case RustItemKind::kStruct:
      case RustItemKind::kEnum:
      case RustItemKind::kUnion: {
        std::vector<TypeId> args;
        for (const GenericParam& param : GenericsOf(def)) {
          args.push_back(param.constant ? types_.Add(TypeKind::kConst, 0)
                                        : types_.Add(TypeKind::kParam, Param(def, param.name)));
        }
        return types_.Add(TypeKind::kItem, def, std::move(args));
      }
      default:
        break;
    }
  }
  return kUnknownType;
}

std::vector<TypeId> RustMethods::ReadArgs(std::string_view generics, const RustScope& scope, int depth) {
  std::vector<TypeId> args;
  for (const std::string_view arg : SplitTop(generics, ',')) {
    if (arg.starts_with('\'') || args.size() > 12) continue;
    const std::size_t equals = FindTop(arg, " = ");
    if (equals != std::string_view::npos) {
      // Deref and Iterator have nothing else between their brackets.
      const std::string_view name = Trim(arg.substr(0, equals));
      if (name == "Target" || name == "Item") args.push_back(Read(arg.substr(equals + 3), scope, depth + 1));
      continue;
    }
    const bool constant = arg.front() == '{' || arg.front() == '"' || (arg.front() >= '0' && arg.front() <= '9') ||
                          arg == "true" || arg == "false";
    args.push_back(constant ? types_.Add(TypeKind::kConst, 0) : Read(arg, scope, depth + 1));
  }
  return args;
}

TypeId RustMethods::OfItem(DefId def, std::string_view generics, const RustScope& scope, int depth) {
  const RustItem& item = names_.Item(def);
  std::vector<TypeId> args = ReadArgs(generics, scope, depth);
  const std::vector<GenericParam> params = GenericsOf(def);
  Substitution types;
  for (std::size_t i = 0; i < params.size(); ++i) {
    if (i >= args.size()) {
      const bool fallback = !params[i].fallback.empty() && !params[i].constant;
      TypeId arg = fallback ? Read(params[i].fallback, names_.ScopeOf(def), depth + 1) : kUnknownType;
      args.push_back(types_.Replace(arg, types));
    }
    types[Param(def, params[i].name)] = args[i];
  }
  args.resize(params.size());
  if (item.kind != RustItemKind::kTypeAlias) return types_.Add(TypeKind::kItem, def, std::move(args));
  if (depth > kMaxDepth) return kUnknownType;
  return types_.Replace(Read(item.type, names_.ScopeOf(def), depth + 1), types);
}

TypeId RustMethods::ReadPath(std::string_view text, const RustScope& scope, int depth) {
  const ParsedPath path = ParsePath(text);
  if (!path.self_type.empty()) {
    TypeId type = Read(path.self_type, scope, depth + 1);
    for (const PathSegment& segment : path.segments) type = Associated(type, segment.name, depth + 1);
    return type;
  }
  if (path.segments.empty() || path.segments.size() > 32) return kUnknownType;
  const PathSegment& first = path.segments[0];
  TypeId type = kUnknownType;
  std::size_t used = 1;
  if (first.name == "Self") {
    type = SelfType(scope, depth + 1);
  } else if (const std::optional<std::uint32_t> param = ParamNamed(scope, first.name)) {
    type = types_.Add(TypeKind::kParam, *param);
  } else if (path.segments.size() == 1 && IsPrimitive(first.name)) {
    return types_.Add(TypeKind::kPrimitive, types_.Name(first.name));
  } else {
    const Resolved resolved = names_.Resolve(scope, path.segments, Space::kTypes);
    if (!resolved || resolved.kind == Resolved::Kind::kModule) return kUnknownType;
    used = resolved.segments;
    const std::string_view generics = path.segments[used - 1].generics;
    if (resolved.kind == Resolved::Kind::kOutside) {
      return types_.Add(TypeKind::kOutside, types_.Name(resolved.outside), ReadArgs(generics, scope, depth));
    }
    type = OfItem(resolved.id, generics, scope, depth);
  }
  for (; used < path.segments.size(); ++used) type = Associated(type, path.segments[used].name, depth + 1);
  return type;
}

TypeId RustMethods::Read(std::string_view text, const RustScope& scope, int depth) {
  text = Trim(text);
  if (depth == 0) work_ = 0;
  if (text.empty() || depth > kMaxDepth || ++work_ > kMaxWork) return kUnknownType;
  switch (text.front()) {
    case '&':
      return types_.Add(TypeKind::kRef, 0, {Read(AfterReference(text.substr(1)), scope, depth + 1)});
    case '*': {
      const std::size_t space = text.find(' ');
      if (space == std::string_view::npos) return kUnknownType;
      return types_.Add(TypeKind::kPointer, 0, {Read(text.substr(space + 1), scope, depth + 1)});
    }
    case '(': {
      const std::string_view inside = text.substr(1, text.size() - 2);
      std::vector<TypeId> args;
      for (const std::string_view part : SplitTop(inside, ',')) args.push_back(Read(part, scope, depth + 1));
      if (args.size() == 1 && !Trim(inside).ends_with(',')) return args[0];
      return types_.Add(TypeKind::kTuple, 0, std::move(args));
    }
    case '[': {
      const std::vector<std::string_view> parts = SplitTop(text.substr(1, text.size() - 2), ';');
      if (parts.empty()) return kUnknownType;
      return types_.Add(TypeKind::kSlice, 0, {Read(parts[0], scope, depth + 1)});
    }
    case '!':
    case '_':
      if (text.size() == 1) return kUnknownType;
      break;
    default:
      break;
  }
  for (const std::string_view prefix : {"dyn ", "impl "}) {
    if (!text.starts_with(prefix)) continue;
    std::vector<TypeId> traits;
    for (const std::string_view bound : SplitTop(text.substr(prefix.size()), '+')) AddTraits(traits, bound, scope);
    return types_.Add(TypeKind::kBound, 0, std::move(traits));
  }
  if (text.starts_with("for<")) {
    const std::size_t end = text.find("> ");
    return end == std::string_view::npos ? kUnknownType : Read(text.substr(end + 2), scope, depth + 1);
  }
  const std::size_t open = FindTop(text, "(");
  if (open != std::string_view::npos) {  // fn(A) -> R, FnOnce(A) -> R
    const std::size_t arrow = FindTop(text, "->");
    const std::size_t close = text.substr(0, arrow).rfind(')');
    if (close == std::string_view::npos || close < open) return kUnknownType;
    std::vector<TypeId> args;
    for (std::string_view part : SplitTop(text.substr(open + 1, close - open - 1), ',')) {
      const std::size_t colon = FindTop(part, ": ");
      if (colon != std::string_view::npos) part = part.substr(colon + 2);
      args.push_back(Read(part, scope, depth + 1));
    }
    args.push_back(arrow == std::string_view::npos ? types_.Add(TypeKind::kTuple, 0)
                                                   : Read(text.substr(arrow + 2), scope, depth + 1));
    return types_.Add(TypeKind::kFunction, 0, std::move(args));
  }
  const auto key = std::pair((std::uint64_t{scope.file} << 32U) | scope.item, std::string(text));
  if (const auto memo = read_.find(key); memo != read_.end()) return memo->second;
  const TypeId type = ReadPath(text, scope, depth);
  if (depth == 0) read_.emplace(key, type);
  return type;
}

void RustMethods::AddTraits(std::vector<TypeId>& traits, std::string_view bound, const RustScope& scope) {
  bound = Trim(bound);
  if (bound.empty() || bound.front() == '\'' || bound.front() == '?' || bound.front() == '~') return;
  const TypeId trait = Read(bound, scope);
  if (trait != kUnknownType && std::find(traits.begin(), traits.end(), trait) == traits.end()) traits.push_back(trait);
}

void RustMethods::AddSupertraits(std::vector<TypeId>& traits) {
  for (std::size_t i = 0; i < traits.size() && traits.size() < 32; ++i) {
    const Type trait = types_.Of(traits[i]);
    if (trait.kind != TypeKind::kItem || names_.Item(trait.head).kind != RustItemKind::kTrait) continue;
    for (const std::string_view bound : SplitTop(names_.Item(trait.head).trait, '+')) {
      AddTraits(traits, bound, names_.ScopeOf(trait.head));
    }
  }
}

std::vector<TypeId> RustMethods::BoundsOf(TypeId type, bool supertraits) {
  const Type of = types_.Of(type);
  std::vector<TypeId> traits;
  if (of.kind == TypeKind::kBound) {
    traits = of.args;
  } else if (of.kind == TypeKind::kItem) {
    if (names_.Item(of.head).kind == RustItemKind::kTrait) traits.push_back(type);
  } else if (of.kind == TypeKind::kAssociated) {
    // What the traits around say of it: `type Data: Send;`.
    for (const TypeId bound : BoundsOf(of.args[0])) {
      const Type trait = types_.Of(bound);
      if (trait.kind != TypeKind::kItem) continue;
      const DefId alias = ChildNamed(trait.head, types_.TextOf(of.head), RustItemKind::kTypeAlias);
      if (alias == kNoDef) continue;
      for (const std::string_view text : SplitTop(names_.Item(alias).trait, '+')) {
        AddTraits(traits, text, names_.ScopeOf(alias));
      }
    }
  } else if (of.kind == TypeKind::kParam) {
    const auto param = params_.find(of.head);
    if (param == params_.end()) return traits;
    const DefId def = param->second.def;
    const std::string name = param->second.name;
    const RustScope scope = names_.ScopeOf(def);
    if (name == "Self" && names_.Item(def).kind == RustItemKind::kTrait) {
      std::vector<TypeId> args;
      for (const GenericParam& own : GenericsOf(def))
        args.push_back(types_.Add(TypeKind::kParam, Param(def, own.name)));
      traits.push_back(types_.Add(TypeKind::kItem, def, std::move(args)));
    }
    const std::vector<GenericParam> generics = GenericsOf(def);
    for (const GenericParam& own : generics) {
      if (own.name != name) continue;
      for (const std::string_view bound : own.bounds) AddTraits(traits, bound, scope);
    }
    for (const std::string_view clause : SplitTop(names_.Item(def).where, ',')) {
      const std::size_t colon = FindTop(clause, ": ");
      if (colon == std::string_view::npos || Trim(clause.substr(0, colon)) != name) continue;
      for (const std::string_view bound : SplitTop(clause.substr(colon + 2), '+')) AddTraits(traits, bound, scope);
    }
  }
  if (supertraits) AddSupertraits(traits);
  return traits;
}

}  // namespace ferrotype
