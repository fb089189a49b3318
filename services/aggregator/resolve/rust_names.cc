#include "aggregator/resolve/rust_names.h"

#include <algorithm>
#include <utility>

namespace ferrotype {
namespace {

constexpr std::uint64_t kFunctions = std::uint64_t{1} << 40U;  // tells functions from modules
constexpr int kMaxDepth = 48;                                  // of imports that lead to imports

bool InSpace(const RustItem& item, Space space) {
  switch (item.kind) {
    case RustItemKind::kModule:
    case RustItemKind::kEnum:
    case RustItemKind::kUnion:
    case RustItemKind::kTrait:
    case RustItemKind::kTypeAlias:
    case RustItemKind::kExternCrate:
    case RustItemKind::kImpl:  // for a type that a macro declares
      return space == Space::kTypes;
    case RustItemKind::kStruct:
      return space != Space::kMacros;  // its name is also that of its constructor
    case RustItemKind::kFunction:
      return space == Space::kValues ||
             (space == Space::kMacros &&
              std::find(item.attributes.begin(), item.attributes.end(), "proc_macro") != item.attributes.end());
    case RustItemKind::kConst:
    case RustItemKind::kStatic:
      return space == Space::kValues;
    case RustItemKind::kMacro:
      return space == Space::kMacros;
    default:
      return false;
  }
}

// The prelude of the language (https://doc.rust-lang.org/std/prelude/): what no file of a kernel declares.
std::string_view LanguagePrelude(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"Option", "core::option::Option"},
      {"Some", "core::option::Option::Some"},
      {"None", "core::option::Option::None"},
      {"Result", "core::result::Result"},
      {"Ok", "core::result::Result::Ok"},
      {"Err", "core::result::Result::Err"},
      {"Drop", "core::ops::Drop"},
      {"Clone", "core::clone::Clone"},
      {"Copy", "core::marker::Copy"},
      {"Send", "core::marker::Send"},
      {"Sync", "core::marker::Sync"},
      {"Sized", "core::marker::Sized"},
      {"Unpin", "core::marker::Unpin"},
      {"Fn", "core::ops::Fn"},
      {"FnMut", "core::ops::FnMut"},
      {"FnOnce", "core::ops::FnOnce"},
      {"Default", "core::default::Default"},
      {"From", "core::convert::From"},
      {"Into", "core::convert::Into"},
      {"TryFrom", "core::convert::TryFrom"},
      {"TryInto", "core::convert::TryInto"},
      {"AsRef", "core::convert::AsRef"},
      {"AsMut", "core::convert::AsMut"},
      {"Iterator", "core::iter::Iterator"},
      {"IntoIterator", "core::iter::IntoIterator"},
      {"PartialEq", "core::cmp::PartialEq"},
      {"Eq", "core::cmp::Eq"},
      {"PartialOrd", "core::cmp::PartialOrd"},
      {"Ord", "core::cmp::Ord"},
      {"drop", "core::mem::drop"},
      {"Box", "alloc::boxed::Box"},
      {"Vec", "alloc::vec::Vec"},
      {"String", "alloc::string::String"},
  };
  for (const auto& [short_name, path] : kNames) {
    if (short_name == name) return path;
  }
  return {};
}

bool IsParamOf(std::string_view generics, std::string_view name) {
  for (const GenericParam& param : ParseGenerics(generics)) {
    if (param.name == name) return true;
  }
  return false;
}

Resolved Outside(std::string path) {
  Resolved resolved;
  resolved.kind = Resolved::Kind::kOutside;
  resolved.outside = std::move(path);
  return resolved;
}

Resolved Module(std::uint32_t module) {
  Resolved resolved;
  resolved.kind = Resolved::Kind::kModule;
  resolved.id = module;
  return resolved;
}

}  // namespace

RustNames::RustNames(const RustWorld& world) : world_(world), modules_(world.modules().size()) {
  const std::vector<RustFile>& files = world.files();
  DefId next = 0;
  for (std::uint32_t file = 0; file < files.size(); ++file) {
    base_.push_back(next);
    next += static_cast<DefId>(files[file].syntax.items.size());
    file_of_.resize(next, file);
  }
  children_.resize(next);
  for (std::uint32_t module = 0; module < world.modules().size(); ++module) {
    const RustModule& own = world.modules()[module];
    if (own.declared_in != kNoItem) module_of_declaration_.emplace(Def(own.declared_in, own.declaration), module);
  }
  for (std::uint32_t file = 0; file < files.size(); ++file) {
    const std::vector<RustItem>& items = files[file].syntax.items;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      const RustItem& item = items[i];
      const DefId def = Def(file, i);
      if (item.parent != kNoItem) children_[Def(file, item.parent)].push_back(def);
      if (item.name.empty()) continue;
      if (item.kind == RustItemKind::kMacro &&
          std::find(item.attributes.begin(), item.attributes.end(), "macro_export") != item.attributes.end()) {
        const std::uint32_t root = files[world.crates()[files[file].crate].root].module;
        modules_[root].items[item.name].push_back(def);  // wherever it stands
        continue;
      }
      if (item.parent == kNoItem || items[item.parent].kind == RustItemKind::kModule) {
        const std::uint32_t module =
            item.parent == kNoItem ? files[file].module : world.ModuleOfItem(file, item.parent);
        modules_[module].items[item.name].push_back(def);
      } else if (items[item.parent].kind == RustItemKind::kFunction) {
        functions_[Def(file, item.parent)].items[item.name].push_back(def);
      } else if (items[item.parent].kind == RustItemKind::kExternBlock) {
        modules_[world.ModuleOfItem(file, item.parent)].items[item.name].push_back(def);
      }
    }
    for (const RustUse& use : files[file].syntax.uses) {
      const bool function = use.scope != kNoItem && items[use.scope].kind == RustItemKind::kFunction;
      const std::uint32_t module = use.scope == kNoItem ? files[file].module : world.ModuleOfItem(file, use.scope);
      Names& names = function ? functions_[Def(file, use.scope)] : modules_[module];
      if (use.glob) {
        names.globs.push_back({file, &use});
      } else if (use.alias == "_") {
        names.unnamed.push_back({file, &use});
      } else {
        names.imports[use.alias].push_back({file, &use});
      }
    }
  }
  // A type that a macro declares has no item, but an impl of its own: that stands for it.
  for (DefId def = 0; def < next; ++def) {
    const RustItem& item = Item(def);
    if (item.kind != RustItemKind::kImpl || item.type.empty() || item.generics.size() > 2) continue;
    const bool plain = std::all_of(item.type.begin(), item.type.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!plain || item.type[0] < 'A' || item.type[0] > 'Z' || !LanguagePrelude(item.type).empty()) continue;
    const std::uint32_t module = ModuleOf(ScopeOf(def));
    Names& names = modules_[module];
    // Where a glob could bring it, it is no macro's.
    if (names.items.contains(item.type) || names.imports.contains(item.type) || !item.trait.empty()) continue;
    names.items[item.type].push_back(def);
  }
  for (std::uint32_t crate = 0; crate < world.crates().size(); ++crate) {
    // Libraries of the kernel lie in rust/; crates elsewhere (drivers) can't be named by others.
    if (files[world.crates()[crate].root].row->path.starts_with("rust/")) {
      crates_.emplace(world.crates()[crate].name, crate);
    }
  }
}

DefId RustNames::ParentOf(DefId def) const {
  const std::uint32_t parent = Item(def).parent;
  return parent == kNoItem ? kNoDef : Def(FileOf(def), parent);
}

bool RustNames::Below(std::uint32_t module, std::uint32_t ancestor) const {
  for (int steps = 0; module != kNoItem && steps < 64; ++steps) {
    if (module == ancestor) return true;
    module = world_.modules()[module].parent;
  }
  return false;
}

Resolved RustNames::OfItem(DefId def) const {
  const auto module = module_of_declaration_.find(def);
  if (module != module_of_declaration_.end()) return Module(module->second);
  const RustItem& item = Item(def);
  if (item.kind == RustItemKind::kModule) return {};  // its file isn't in the tree
  Resolved resolved;
  resolved.kind = Resolved::Kind::kItem;
  resolved.id = def;
  return resolved;
}

Resolved RustNames::InEnum(DefId item, std::string_view name) const {
  if (Item(item).kind != RustItemKind::kEnum) return {};
  for (const DefId child : children_[item]) {
    if (Item(child).kind == RustItemKind::kVariant && Item(child).name == name) return OfItem(child);
  }
  return {};
}

Resolved RustNames::FollowImport(const Import& import, Space space) {
  return Resolve({import.file, import.use->scope}, ParsePath(import.use->path).segments, space);
}

Resolved RustNames::InNames(const Names& names, std::string_view name, Space space, bool all) {
  if (const auto items = names.items.find(name); items != names.items.end()) {
    for (const DefId def : items->second) {
      const RustItem& item = Item(def);
      if (!InSpace(item, space)) continue;
      const bool open = item.kind == RustItemKind::kMacro || item.kind == RustItemKind::kImpl;
      if (!all && item.visibility == Visibility::kPrivate && !open) continue;
      if (const Resolved resolved = OfItem(def)) return resolved;
    }
  }
  if (const auto imports = names.imports.find(name); imports != names.imports.end()) {
    for (const Import& import : imports->second) {
      if (!all && import.use->visibility == Visibility::kPrivate) continue;
      if (Resolved resolved = FollowImport(import, space)) return resolved;
    }
  }
  for (const Import& glob : names.globs) {
    if (!all && glob.use->visibility == Visibility::kPrivate) continue;
    const Resolved target = FollowImport(glob, Space::kTypes);
    if (target.kind == Resolved::Kind::kModule) {
      const std::uint32_t from = ModuleOf({glob.file, glob.use->scope});
      if (Resolved resolved = InModule(target.id, name, space, from)) {
        // What a bindings crate doesn't declare itself is generated: any name could be there, so a glob says nothing.
        if (resolved.kind != Resolved::Kind::kOutside || resolved.outside.find("::") == std::string::npos ||
            !resolved.outside.ends_with(std::string("::") + std::string(name)) ||
            !(resolved.outside.starts_with("bindings::") || resolved.outside.starts_with("uapi::"))) {
          return resolved;
        }
      }
    } else if (target.kind == Resolved::Kind::kItem) {
      if (const Resolved resolved = InEnum(target.id, name)) return resolved;
    }
  }
  return {};
}

Resolved RustNames::InModule(std::uint32_t module, std::string_view name, Space space, std::uint32_t from) {
  const bool all = Below(from, module);
  Resolved resolved = Remembered(module, modules_[module], name, space, all);
  const RustModule& own = world_.modules()[module];
  if (!resolved && own.parent == kNoItem) {
    const std::string& crate = world_.crates()[own.crate].name;
    // Generated names are any but those that the language's prelude gives the crate's own code.
    const bool of_language = from == module && !LanguagePrelude(name).empty();
    if ((crate == "bindings" || crate == "uapi") && crates_.contains(crate) && !of_language) {
      resolved = Outside(crate + "::" + std::string(name));
    }
  }
  return resolved;
}

Resolved RustNames::Remembered(std::uint64_t of, const Names& names, std::string_view name, Space space, bool all) {
  const std::uint64_t key = (of << 3U) | (static_cast<std::uint64_t>(space) << 1U) | (all ? 1U : 0U);
  const auto [memo, fresh] = memo_.try_emplace(std::pair(key, std::string(name)));
  if (!fresh) return memo->second.done ? memo->second.result : Resolved();  // asked for while being looked for
  Resolved resolved;
  if (depth_ < kMaxDepth) {
    ++depth_;
    resolved = InNames(names, name, space, all);
    --depth_;
    memo->second = {resolved, true};
  } else {
    memo_.erase(memo);
  }
  return resolved;
}

Resolved RustNames::ExternOrPrelude(std::string_view name) const {
  if (name == "core" || name == "alloc" || name == "std") return Outside(std::string(name));
  if (const auto crate = crates_.find(name); crate != crates_.end()) {
    return Module(world_.files()[world_.crates()[crate->second].root].module);
  }
  if (const std::string_view path = LanguagePrelude(name); !path.empty()) return Outside(std::string(path));
  return {};
}

Resolved RustNames::First(const RustScope& scope, std::string_view name, Space space) {
  // Names that functions around declare hide the module's.
  for (std::uint32_t item = scope.item; item != kNoItem; item = world_.files()[scope.file].syntax.items[item].parent) {
    const auto names = functions_.find(Def(scope.file, item));
    if (names == functions_.end()) continue;
    if (Resolved resolved = Remembered(kFunctions | names->first, names->second, name, space, true)) return resolved;
  }
  const std::uint32_t module = ModuleOf(scope);
  if (Resolved resolved = InModule(module, name, space, module)) return resolved;
  return ExternOrPrelude(name);
}

Resolved RustNames::Resolve(const RustScope& scope, const std::vector<PathSegment>& segments, Space space) {
  if (segments.empty() || depth_ > kMaxDepth) return {};
  ++depth_;
  Resolved at;
  const std::uint32_t module = ModuleOf(scope);
  std::size_t i = 0;
  const std::string_view first = segments[0].name;
  if (first == "crate" || first == "$crate") {
    at = Module(world_.files()[world_.crates()[world_.modules()[module].crate].root].module);
    i = 1;
  } else if (first == "self" && segments.size() > 1) {
    at = Module(module);
    i = 1;
  } else if (first == "super") {
    std::uint32_t up = module;
    for (; i < segments.size() && segments[i].name == "super" && up != kNoItem; ++i) up = world_.modules()[up].parent;
    if (up != kNoItem) at = Module(up);
  } else {
    at = First(scope, first, segments.size() == 1 ? space : Space::kTypes);
    i = 1;
  }
  for (; at && i < segments.size(); ++i) {
    const std::string_view name = segments[i].name;
    if (at.kind == Resolved::Kind::kOutside) {
      at.outside += "::";
      at.outside += name;
    } else if (at.kind == Resolved::Kind::kModule) {
      at = InModule(at.id, name, i + 1 == segments.size() ? space : Space::kTypes, module);
    } else {
      const Resolved variant = InEnum(at.id, name);
      if (!variant) break;  // associated: for the reader of types
      at = variant;
    }
  }
  --depth_;
  at.segments = i;
  return at;
}

bool RustNames::HasOwnNames(const RustScope& scope) const {
  for (std::uint32_t item = scope.item; item != kNoItem; item = world_.files()[scope.file].syntax.items[item].parent) {
    if (functions_.contains(Def(scope.file, item))) return true;
  }
  return false;
}

bool RustNames::UnderAnotherName(const Names& names, DefId trait, int steps) {
  const std::string& name = Item(trait).name;
  for (const auto& [alias, imports] : names.imports) {
    for (const Import& import : imports) {
      if (alias == name || !import.use->path.ends_with(name)) continue;  // use dma::Device as DmaDevice
      const Resolved found = FollowImport(import, Space::kTypes);
      if (found.kind == Resolved::Kind::kItem && found.id == trait) return true;
    }
  }
  for (const Import& import : names.unnamed) {
    const Resolved found = FollowImport(import, Space::kTypes);
    if (found.kind == Resolved::Kind::kItem && found.id == trait) return true;
  }
  if (steps > 3) return false;
  for (const Import& glob : names.globs) {
    const Resolved target = FollowImport(glob, Space::kTypes);
    if (target.kind == Resolved::Kind::kModule && UnderAnotherName(modules_[target.id], trait, steps + 1)) return true;
  }
  return false;
}

bool RustNames::InScope(const RustScope& scope, DefId trait) {
  const std::string_view name = Item(trait).name;
  for (std::uint32_t item = scope.item; item != kNoItem; item = world_.files()[scope.file].syntax.items[item].parent) {
    const auto names = functions_.find(Def(scope.file, item));
    if (names == functions_.end()) continue;
    const Resolved found = Remembered(kFunctions | names->first, names->second, name, Space::kTypes, true);
    if ((found.kind == Resolved::Kind::kItem && found.id == trait) || UnderAnotherName(names->second, trait, 0))
      return true;
  }
  const std::uint32_t module = ModuleOf(scope);
  const auto [memo, fresh] = in_scope_.try_emplace(std::pair(module, trait), false);
  if (fresh) {
    const Resolved found = InModule(module, name, Space::kTypes, module);
    memo->second =
        (found.kind == Resolved::Kind::kItem && found.id == trait) || UnderAnotherName(modules_[module], trait, 0);
  }
  return memo->second;
}

std::string RustNames::PathOf(DefId def) const {
  std::vector<std::string_view> names;
  DefId up = def;
  for (int steps = 0; up != kNoDef && steps < 16; ++steps) {
    const RustItem& item = Item(up);
    if (item.kind == RustItemKind::kModule) break;
    if (item.kind == RustItemKind::kImpl) {
      // Of impl<T: Bound> Trait for T the trait is what people know.
      const bool blanket = !item.trait.empty() && IsParamOf(item.generics, item.type);
      const ParsedPath type = ParsePath(blanket ? item.trait : item.type);
      if (!type.segments.empty()) names.push_back(type.segments.back().name);
    } else if (!item.name.empty()) {
      names.push_back(item.name);
    }
    up = ParentOf(up);
  }
  std::string path = world_.modules()[ModuleOf(ScopeOf(def))].path;
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    path += "::";
    path += *name;
  }
  return path;
}

}  // namespace ferrotype
