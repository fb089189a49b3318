#include "aggregator/resolve/rust_methods.h"

#include <algorithm>
#include <utility>

namespace ferrotype {
namespace {

constexpr int kMaxDerefs = 12;

std::string_view LastSegment(std::string_view path) {
  const std::size_t colon = path.rfind(':');
  return path.substr(colon == std::string_view::npos ? 0 : colon + 1);
}

}  // namespace

RustMethods::RustMethods(RustNames& names) : names_(names), sees_(names.world().crates().size(), 1) { BuildImpls(); }

void RustMethods::Enter(const RustScope& scope) {
  const std::uint32_t module = names_.ModuleOf(scope);
  const bool own_names = names_.HasOwnNames(scope);
  scope_ = scope;
  if (module != module_ || own_names || own_names_) found_.clear();
  module_ = module;
  own_names_ = own_names;
  const std::uint32_t crate = names_.world().files()[scope.file].crate;
  if (crate == crate_) return;
  crate_ = crate;
  found_.clear();
  deref_.clear();
  // Libraries of the kernel are known to everybody but to those below the kernel crate; drivers to themselves alone.
  const std::vector<RustCrate>& crates = names_.world().crates();
  const auto library = [&](std::uint32_t one) {
    return names_.world().files()[crates[one].root].row->path.starts_with("rust/");
  };
  for (std::uint32_t other = 0; other < crates.size(); ++other) {
    sees_[other] = other == crate || (library(other) && (!library(crate) || crates[crate].name == "kernel")) ? 1 : 0;
  }
}

bool RustMethods::TraitInScope(TypeId trait) {
  const Type& of = types_.Of(trait);
  return !built_ || of.kind != TypeKind::kItem || names_.InScope(scope_, of.head);
}

std::uint64_t RustMethods::KeyOf(TypeId type) const {
  const Type& of = types_.Of(type);
  const bool headed = of.kind == TypeKind::kItem || of.kind == TypeKind::kOutside || of.kind == TypeKind::kPrimitive;
  return (static_cast<std::uint64_t>(of.kind) << 32U) | (headed ? of.head : 0);
}

DefId RustMethods::ChildNamed(DefId def, std::string_view name, RustItemKind kind) const {
  for (const DefId child : names_.ChildrenOf(def)) {
    const RustItem& item = names_.Item(child);
    if (item.kind == kind && item.name == name) return child;
  }
  return kNoDef;
}

void RustMethods::BuildImpls() {
  for (DefId def = 0; def < names_.size(); ++def) {
    const RustItem& item = names_.Item(def);
    if (item.kind != RustItemKind::kImpl || IsVendored(names_.world().files()[names_.FileOf(def)])) continue;
    const RustScope scope = names_.ScopeOf(def);
    Impl impl{def, Read(item.type, scope), kUnknownType, names_.world().files()[names_.FileOf(def)].crate};
    if (!item.trait.empty()) {
      if (item.trait.starts_with('!')) continue;
      impl.trait = Read(item.trait, scope);
      if (types_.Of(impl.trait).kind == TypeKind::kItem) impls_of_trait_[types_.Of(impl.trait).head].push_back(def);
      if (impl.trait == kUnknownType || !Visible(impl)) continue;
    }
    const TypeKind kind = types_.Of(impl.self).kind;
    if (kind == TypeKind::kUnknown) continue;
    if (kind == TypeKind::kParam) {
      blanket_.push_back(impl);
    } else {
      impls_[KeyOf(impl.self)].push_back(impl);
    }
  }
  // What was read before all impls were known may lack associated types.
  read_.clear();
  found_.clear();
  deref_.clear();
  built_ = true;
}

std::optional<FoundMethod> RustMethods::InInherent(TypeId type, std::string_view name) {
  const auto impls = impls_.find(KeyOf(type));
  if (impls == impls_.end()) return std::nullopt;
  std::optional<FoundMethod> exact;
  std::vector<FoundMethod> others;
  for (const Impl& impl : impls->second) {
    if (impl.trait != kUnknownType || !Visible(impl)) continue;
    const DefId fn = ChildNamed(impl.def, name, RustItemKind::kFunction);
    if (fn == kNoDef) continue;
    FoundMethod found{fn, {}, type, false};
    if (types_.Matches(impl.self, type, found.types)) {
      if (exact) {
        exact->one_of = exact->one_of || names_.Item(exact->fn).cfg == names_.Item(fn).cfg;
      } else {
        exact = found;
      }
    } else {
      others.push_back(found);
    }
  }
  if (exact) return exact;
  // A type's contexts (Device<Bound>, Device<Core>) deref to each other by macros: one method of that name is the one.
  if (others.size() == 1) return others[0];
  return std::nullopt;
}

std::optional<FoundMethod> RustMethods::OfTraitImpl(const Impl& impl, TypeId type, std::string_view name,
                                                    Substitution found) {
  const DefId own = ChildNamed(impl.def, name, RustItemKind::kFunction);
  if (own != kNoDef) return FoundMethod{own, std::move(found), type, false};
  const Type trait = types_.Of(impl.trait);
  if (trait.kind != TypeKind::kItem) return std::nullopt;
  const DefId provided = ChildNamed(trait.head, name, RustItemKind::kFunction);
  if (provided == kNoDef || !names_.Item(provided).has_body) return std::nullopt;
  FoundMethod method{provided, {}, type, false};
  method.types[Param(trait.head, "Self")] = type;
  std::size_t i = 0;
  for (const GenericParam& param : GenericsOf(trait.head)) {
    if (i < trait.args.size()) method.types[Param(trait.head, param.name)] = types_.Replace(trait.args[i++], found);
  }
  return method;
}

std::optional<FoundMethod> RustMethods::InImpls(TypeId type, std::string_view name) {
  const auto impls = impls_.find(KeyOf(type));
  if (impls == impls_.end()) return std::nullopt;
  std::optional<FoundMethod> only;
  for (const Impl& impl : impls->second) {
    if (impl.trait == kUnknownType || !Visible(impl)) continue;
    Substitution types;
    if (!types_.Matches(impl.self, type, types)) continue;
    std::optional<FoundMethod> method = OfTraitImpl(impl, type, name, std::move(types));
    if (!method || !TraitInScope(impl.trait)) continue;
    if (only && only->fn != method->fn) {
      only->one_of = true;
    } else {
      only = std::move(method);
    }
  }
  return only;
}

bool RustMethods::Implements(TypeId type, TypeId trait, int depth) {
  const Type want = types_.Of(trait);
  if (want.kind != TypeKind::kItem || depth > 4) return true;  // of core: not known here
  const TypeKind kind = types_.Of(type).kind;
  if (kind == TypeKind::kParam || kind == TypeKind::kBound || kind == TypeKind::kAssociated) {
    for (const TypeId bound : BoundsOf(type)) {
      if (types_.Of(bound).kind == TypeKind::kItem && types_.Of(bound).head == want.head) return true;
    }
    return false;
  }
  if (const auto impls = impls_.find(KeyOf(type)); impls != impls_.end()) {
    for (const Impl& impl : impls->second) {
      Substitution types;
      if (Visible(impl) && impl.trait != kUnknownType && types_.Of(impl.trait).kind == TypeKind::kItem &&
          types_.Of(impl.trait).head == want.head && types_.Matches(impl.self, type, types)) {
        return true;
      }
    }
  }
  for (const Impl& impl : blanket_) {
    if (!Visible(impl) || types_.Of(impl.trait).kind != TypeKind::kItem || types_.Of(impl.trait).head != want.head)
      continue;
    bool all = true;
    for (const TypeId bound : BoundsOf(impl.self, false)) all = all && Implements(type, bound, depth + 1);
    if (all) return true;
  }
  return false;
}

std::optional<FoundMethod> RustMethods::InBlanket(TypeId type, std::string_view name) {
  for (const Impl& impl : blanket_) {
    if (impl.trait == kUnknownType || !Visible(impl)) continue;
    Substitution types{{types_.Of(impl.self).head, type}};
    std::optional<FoundMethod> method = OfTraitImpl(impl, type, name, types);
    if (!method || !TraitInScope(impl.trait)) continue;
    bool all = true;
    for (const TypeId bound : BoundsOf(impl.self, false)) all = all && Implements(type, bound, 0);
    if (all) return method;
  }
  return std::nullopt;
}

std::optional<FoundMethod> RustMethods::InTraits(TypeId type, std::string_view name) {
  for (const TypeId bound : BoundsOf(type)) {
    const Type trait = types_.Of(bound);
    if (trait.kind != TypeKind::kItem) continue;
    const DefId fn = ChildNamed(trait.head, name, RustItemKind::kFunction);
    if (fn == kNoDef) continue;
    FoundMethod method{fn, {}, type, !names_.Item(fn).has_body};
    for (const DefId impl : impls_of_trait_[trait.head]) {
      method.one_of = method.one_of || ChildNamed(impl, name, RustItemKind::kFunction) != kNoDef;
    }
    method.types[Param(trait.head, "Self")] = type;
    std::size_t i = 0;
    for (const GenericParam& param : GenericsOf(trait.head)) {
      if (i < trait.args.size()) method.types[Param(trait.head, param.name)] = trait.args[i++];
    }
    return method;
  }
  return std::nullopt;
}

std::optional<FoundMethod> RustMethods::Find(TypeId type, std::string_view name) {
  if (type == kUnknownType) return std::nullopt;
  const auto [memo, fresh] = found_.try_emplace(std::pair(type, std::string(name)));
  if (!fresh) return memo->second;
  const TypeKind kind = types_.Of(type).kind;
  std::optional<FoundMethod> method;
  if (++busy_ < 32) {
    if (kind == TypeKind::kParam || kind == TypeKind::kBound || kind == TypeKind::kAssociated) {
      method = InTraits(type, name);
    } else {
      // A trait's type called by path: Trait::method(x), and methods that `dyn Trait` has of its own.
      method = InInherent(type, name);
      if (!method) method = InImpls(type, name);
      if (!method && kind == TypeKind::kItem && names_.Item(types_.Of(type).head).kind == RustItemKind::kTrait) {
        method = InTraits(type, name);
      }
    }
    if (!method) method = InBlanket(type, name);
  }
  --busy_;
  found_[std::pair(type, std::string(name))] = method;
  return method;
}

std::optional<FoundMethod> RustMethods::FindAlongDeref(TypeId type, std::string_view name) {
  for (int steps = 0; type != kUnknownType && steps < kMaxDerefs; ++steps) {
    if (std::optional<FoundMethod> method = Find(type, name)) return method;
    type = Deref(type);
  }
  return std::nullopt;
}

TypeId RustMethods::Deref(TypeId type) {
  const Type of = types_.Of(type);
  if (of.kind == TypeKind::kRef) return of.args[0];
  if (of.kind == TypeKind::kOutside && !of.args.empty()) {
    const std::string_view name = LastSegment(types_.TextOf(of.head));
    if (name == "Pin" || name == "Box" || name == "ManuallyDrop" || name == "RefMut") return of.args[0];
  }
  if (of.kind == TypeKind::kParam || of.kind == TypeKind::kBound) {
    for (const TypeId bound : BoundsOf(type)) {
      if (types_.IsOutside(bound, "Deref") && !types_.Of(bound).args.empty()) return types_.Of(bound).args[0];
    }
    return kUnknownType;
  }
  const auto [memo, fresh] = deref_.try_emplace(type, kUnknownType);
  if (!fresh) return memo->second;
  TypeId target = kUnknownType;
  if (const auto impls = impls_.find(KeyOf(type)); impls != impls_.end()) {
    for (const Impl& impl : impls->second) {
      if (!types_.IsOutside(impl.trait, "Deref") || !Visible(impl)) continue;
      Substitution types;
      const DefId alias = ChildNamed(impl.def, "Target", RustItemKind::kTypeAlias);
      if (alias == kNoDef || !types_.Matches(impl.self, type, types)) continue;
      target = Normalize(types_.Replace(Read(names_.Item(alias).type, names_.ScopeOf(impl.def)), types));
      break;
    }
  }
  deref_[type] = target;
  return target;
}

TypeId RustMethods::Peel(TypeId type) {
  for (int steps = 0; steps < kMaxDerefs; ++steps) {
    const Type& of = types_.Of(type);
    const bool pin = of.kind == TypeKind::kOutside && !of.args.empty() && LastSegment(types_.TextOf(of.head)) == "Pin";
    if (of.kind != TypeKind::kRef && !pin) return type;
    type = of.args[0];
  }
  return type;
}

TypeId RustMethods::FieldOf(DefId holder, std::string_view name, TypeId value) {
  const DefId field = ChildNamed(holder, name, RustItemKind::kField);
  if (field == kNoDef) return kUnknownType;
  const TypeId type = Read(names_.Item(field).type, names_.ScopeOf(field));
  const DefId owner = names_.Item(holder).kind == RustItemKind::kVariant ? names_.ParentOf(holder) : holder;
  value = Peel(value);
  const Type of = types_.Of(value);
  Substitution types;
  if (of.kind == TypeKind::kItem && of.head == owner) {
    std::size_t i = 0;
    for (const GenericParam& param : GenericsOf(owner)) {
      if (i < of.args.size()) types[Param(owner, param.name)] = of.args[i++];
    }
  }
  return Normalize(types_.Replace(type, types));
}

TypeId RustMethods::Field(TypeId type, std::string_view name) {
  for (int steps = 0; type != kUnknownType && steps < kMaxDerefs; ++steps) {
    const Type of = types_.Of(type);
    if (of.kind == TypeKind::kItem && ChildNamed(of.head, name, RustItemKind::kField) != kNoDef) {
      return FieldOf(of.head, name, type);
    }
    if (of.kind == TypeKind::kTuple && name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
      const auto number = static_cast<std::size_t>(name[0] - '0');
      return number < of.args.size() ? of.args[number] : kUnknownType;
    }
    type = Deref(type);
  }
  return kUnknownType;
}

TypeId RustMethods::Associated(TypeId type, std::string_view name, int depth) {
  if (depth > 8) return kUnknownType;
  const Type of = types_.Of(type);
  if (of.kind == TypeKind::kUnknown) return kUnknownType;
  if (of.kind == TypeKind::kAssociated) {
    const TypeId inner = Normalize(type, depth + 1);
    if (inner != type) return Associated(inner, name, depth + 1);
  }
  if (const auto impls = impls_.find(KeyOf(type)); impls != impls_.end() && of.kind != TypeKind::kParam) {
    for (const Impl& impl : impls->second) {
      const DefId alias = ChildNamed(impl.def, name, RustItemKind::kTypeAlias);
      Substitution types;
      if (alias == kNoDef || !Visible(impl) || !types_.Matches(impl.self, type, types)) continue;
      return Normalize(types_.Replace(Read(names_.Item(alias).type, names_.ScopeOf(impl.def)), types), depth + 1);
    }
  }
  return types_.Add(TypeKind::kAssociated, types_.Name(name), {type});
}

TypeId RustMethods::Normalize(TypeId type, int depth) {
  const Type of = types_.Of(type);
  if (depth == 0) work_ = 0;
  if (depth > 8 || of.args.empty() || ++work_ > kMaxWork) return type;
  if (of.kind == TypeKind::kAssociated) {
    const TypeId self = Normalize(of.args[0], depth + 1);
    const TypeId found = Associated(self, types_.TextOf(of.head), depth + 1);
    return found == kUnknownType ? type : found;
  }
  Type fresh = of;
  for (TypeId& arg : fresh.args) arg = Normalize(arg, depth + 1);
  return fresh == of ? type : types_.Add(std::move(fresh));
}

DefId RustMethods::AssociatedConst(TypeId type, std::string_view name) {
  if (const auto impls = impls_.find(KeyOf(type)); impls != impls_.end()) {
    for (const Impl& impl : impls->second) {
      const DefId found = ChildNamed(impl.def, name, RustItemKind::kConst);
      Substitution types;
      if (found != kNoDef && types_.Matches(impl.self, type, types)) return found;
    }
  }
  for (const TypeId bound : BoundsOf(type)) {
    if (types_.Of(bound).kind != TypeKind::kItem) continue;
    const DefId found = ChildNamed(types_.Of(bound).head, name, RustItemKind::kConst);
    if (found != kNoDef) return found;
  }
  return kNoDef;
}

std::string RustMethods::Describe(TypeId type, int depth) {
  const Type of = types_.Of(type);
  if (depth > 6) return "..";
  std::string text;
  switch (of.kind) {
    case TypeKind::kUnknown:
      return "?";
    case TypeKind::kItem:
      text = names_.PathOf(of.head);
      break;
    case TypeKind::kParam:
      text = "param " + std::string(types_.TextOf(of.head));
      break;
    case TypeKind::kOutside:
    case TypeKind::kPrimitive:
      text = types_.TextOf(of.head);
      break;
    case TypeKind::kAssociated:
      text = "assoc " + std::string(types_.TextOf(of.head));
      break;
    case TypeKind::kRef:
      text = "&";
      break;
    case TypeKind::kPointer:
      text = "*";
      break;
    case TypeKind::kTuple:
      text = "tuple";
      break;
    case TypeKind::kSlice:
      text = "slice";
      break;
    case TypeKind::kFunction:
      text = "fn";
      break;
    case TypeKind::kBound:
      text = "impl";
      break;
    case TypeKind::kConst:
      return "const";
  }
  if (of.args.empty()) return text;
  text += '<';
  for (const TypeId arg : of.args) text += Describe(arg, depth + 1) + ",";
  text.back() = '>';
  return text;
}

bool IsVendored(const RustFile& file) { return file.row->owner == Owner::kVendored; }

}  // namespace ferrotype
