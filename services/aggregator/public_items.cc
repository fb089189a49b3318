#include "aggregator/public_items.h"

#include <algorithm>
#include <string>

namespace ferrotype {
namespace {

// Re-exports of re-exports of re-exports: as deep as any crate has them.
constexpr int kRounds = 4;

bool IsExportedMacro(const RustItem& item) {
  return item.kind == RustItemKind::kMacro &&
         std::find(item.attributes.begin(), item.attributes.end(), "macro_export") != item.attributes.end();
}

bool IsKindThatCounts(RustItemKind kind) {
  switch (kind) {
    case RustItemKind::kModule:
    case RustItemKind::kImpl:
    case RustItemKind::kExternBlock:
    case RustItemKind::kExternCrate:
      return false;
    default:
      return true;
  }
}

bool IsPositional(std::string_view field) { return !field.empty() && field[0] >= '0' && field[0] <= '9'; }

}  // namespace

PublicItems::PublicItems(RustNames& names, const ModuleVisibility& visibility, std::uint32_t crate)
    : names_(names),
      visibility_(visibility),
      exported_(names.size()),
      exported_modules_(names.world().modules().size()),
      public_(names.size()) {
  if (crate == kNoItem) return;
  FindExports(crate);
  const RustWorld& world = names.world();
  // What stands in an impl asks for its type, which may stand further down: so impls last.
  for (const bool in_impls : {false, true}) {
    for (const std::uint32_t file : world.crates()[crate].files) {
      const std::vector<RustItem>& items = world.files()[file].syntax.items;
      for (std::uint32_t i = 0; i < items.size(); ++i) {
        const bool in_impl = items[i].parent != kNoItem && items[items[i].parent].kind == RustItemKind::kImpl;
        if (in_impl == in_impls) public_[names.Def(file, i)] = IsPublic(names.Def(file, i));
      }
    }
  }
}

void PublicItems::FindExports(std::uint32_t crate) {
  const RustWorld& world = names_.world();
  bool more = true;
  for (int round = 0; more && round < kRounds; ++round) {
    more = false;
    for (const std::uint32_t file : world.crates()[crate].files) {
      for (const RustUse& use : world.files()[file].syntax.uses) {
        if (use.visibility != Visibility::kPublic) continue;
        const RustScope scope{file, use.scope};
        const std::uint32_t module = names_.ModuleOf(scope);
        if (!visibility_.Visible(module) && !exported_modules_[module]) continue;
        for (const Space space : {Space::kTypes, Space::kValues, Space::kMacros}) {
          const Resolved target = names_.Resolve(scope, use.path, space);
          if (target.kind == Resolved::Kind::kItem && !exported_[target.id]) {
            exported_[target.id] = true;
            more = true;
          }
          if (target.kind == Resolved::Kind::kModule && !exported_modules_[target.id]) {
            exported_modules_[target.id] = true;
            more = true;
          }
          if (use.glob) break;
        }
      }
    }
  }
}

bool PublicItems::IsPublic(DefId def) {
  const RustItem& item = names_.Item(def);
  if (!IsKindThatCounts(item.kind) || item.doc_hidden || item.name == "_") return false;
  if (item.kind == RustItemKind::kMacro) return IsExportedMacro(item);
  const DefId parent = names_.ParentOf(def);
  const std::uint32_t module = names_.ModuleOf(names_.ScopeOf(def));
  if (visibility_.Hidden(module)) return false;
  const bool open = visibility_.Visible(module) || exported_modules_[module];
  const bool own = item.visibility == Visibility::kPublic;
  if (parent == kNoDef || names_.Item(parent).kind == RustItemKind::kModule) return own && (open || exported_[def]);
  const RustItem& around = names_.Item(parent);
  switch (around.kind) {
    case RustItemKind::kStruct:
    case RustItemKind::kUnion:
      return own && public_[parent] && !IsPositional(item.name);
    case RustItemKind::kVariant:
      return public_[parent] && !IsPositional(item.name);
    case RustItemKind::kEnum:
    case RustItemKind::kTrait:
      return public_[parent];
    case RustItemKind::kImpl: {
      if (!around.trait.empty() || !own) return false;
      const Resolved type = names_.Resolve(names_.ScopeOf(parent), around.type, Space::kTypes);
      const bool known = type.kind == Resolved::Kind::kItem && names_.Item(type.id).kind != RustItemKind::kImpl;
      return known ? public_[type.id] : open;
    }
    default:
      return false;
  }
}

}  // namespace ferrotype
