#include "aggregator/kernel_uses.h"

#include <algorithm>

namespace ferrotype {
namespace {

constexpr std::string_view kLibraries = "rust/";
constexpr std::string_view kBindings = "bindings::";

}  // namespace

std::uint32_t FindLibrary(const RustWorld& world, std::string_view name) {
  for (std::uint32_t crate = 0; crate < world.crates().size(); ++crate) {
    const RustCrate& found = world.crates()[crate];
    if (found.name == name && world.files()[found.root].row->path.starts_with(kLibraries)) return crate;
  }
  return kNoItem;
}

ModuleVisibility::ModuleVisibility(const RustWorld& world)
    : visible_(world.modules().size()), hidden_(world.modules().size()), exporting_(world.modules().size()) {
  // Modules stand behind their parents, except where a file's own module was numbered before: so go from the roots
  // down.
  std::vector<std::vector<std::uint32_t>> children(world.modules().size());
  std::vector<std::uint32_t> open;
  for (std::uint32_t module = 0; module < world.modules().size(); ++module) {
    const std::uint32_t parent = world.modules()[module].parent;
    (parent == kNoItem ? open : children[parent]).push_back(module);
    exporting_[module] = module;
  }
  for (std::size_t i = 0; i < open.size(); ++i) {
    const std::uint32_t module = open[i];
    const RustModule& own = world.modules()[module];
    if (own.parent == kNoItem) {
      visible_[module] = true;
    } else {
      const RustItem& declaration = world.files()[own.declared_in].syntax.items[own.declaration];
      visible_[module] = visible_[own.parent] && declaration.visibility == Visibility::kPublic;
      hidden_[module] = hidden_[own.parent] || declaration.doc_hidden;
      exporting_[module] = visible_[module] ? module : exporting_[own.parent];
    }
    open.insert(open.end(), children[module].begin(), children[module].end());
  }
}

KernelUseReader::KernelUseReader(RustNames& names, const ModuleVisibility& visibility)
    : names_(names),
      visibility_(visibility),
      kernel_(FindLibrary(names.world(), "kernel")),
      bindings_(FindLibrary(names.world(), "bindings")) {}

void KernelUseReader::AddItem(DefId def, std::uint32_t own_crate, std::uint32_t count, bool import, KernelUses& uses) {
  // A variant stands for its enum.
  while (names_.Item(def).kind == RustItemKind::kVariant && names_.ParentOf(def) != kNoDef) def = names_.ParentOf(def);
  const RustWorld& world = names_.world();
  const std::uint32_t crate = world.files()[names_.FileOf(def)].crate;
  const RustItem& item = names_.Item(def);
  if (crate == bindings_ && own_crate != bindings_) uses.bindings.insert(item.name);
  if (crate != kernel_) return;
  const std::uint32_t module = visibility_.Exporting(names_.ModuleOf(names_.ScopeOf(def)));
  uses.modules.insert(module);
  if (own_crate == kernel_) return;
  // Exported macros are named from the crate's root, wherever they stand.
  const bool macro = item.kind == RustItemKind::kMacro;
  std::string path = macro ? "kernel::" + item.name + "!" : world.modules()[module].path + "::" + item.name;
  std::uint32_t& known = uses.apis[std::move(path)];
  known = import ? std::max(known, count) : known + count;
}

void KernelUseReader::Add(const RustScope& scope, std::string_view path, std::uint32_t count, bool import,
                          KernelUses& uses) {
  const bool macro = path.ends_with('!');
  if (macro) path.remove_suffix(1);
  if (path.starts_with("::")) path.remove_prefix(2);
  const std::uint32_t own = names_.world().files()[scope.file].crate;
  for (const Space space : {Space::kTypes, Space::kValues, Space::kMacros}) {
    if (!import && (space == Space::kMacros) != macro) continue;
    const Resolved resolved = names_.Resolve(scope, path, space);
    if (resolved.kind == Resolved::Kind::kOutside) {
      if (!resolved.outside.starts_with(kBindings) || own == bindings_) return;
      const std::string_view name = std::string_view(resolved.outside).substr(kBindings.size());
      uses.bindings.emplace(name.substr(0, name.find("::")));
      return;
    }
    if (resolved.kind == Resolved::Kind::kItem) {
      AddItem(resolved.id, own, count, import, uses);
      return;
    }
    if (resolved.kind == Resolved::Kind::kModule) {
      const bool in_kernel = names_.world().modules()[resolved.id].crate == kernel_;
      if (in_kernel) uses.modules.insert(visibility_.Exporting(resolved.id));
      return;
    }
  }
}

void KernelUseReader::Read(std::uint32_t file, KernelUses& uses) {
  const RustSyntax& syntax = names_.world().files()[file].syntax;
  for (const RustMention& mention : syntax.mentions)
    Add({file, mention.scope}, mention.path, mention.uses, false, uses);
  for (const RustUse& use : syntax.uses) Add({file, use.scope}, use.path, 1, true, uses);
}

}  // namespace ferrotype
