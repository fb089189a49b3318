#include "aggregator/module_macros.h"

#include <algorithm>

#include "aggregator/kernel_uses.h"

namespace ferrotype {
namespace {

constexpr std::string_view kModule = "module";

bool IsProcMacro(const RustItem& item) {
  return item.kind == RustItemKind::kFunction &&
         std::find(item.attributes.begin(), item.attributes.end(), "proc_macro") != item.attributes.end();
}

}  // namespace

ModuleMacros::ModuleMacros(RustNames& names) : names_(names) {
  const RustWorld& world = names.world();
  const std::uint32_t macros = FindLibrary(world, "macros");
  if (macros == kNoItem) return;
  for (const std::uint32_t file : world.crates()[macros].files) {
    const std::vector<RustItem>& items = world.files()[file].syntax.items;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      if (items[i].name == kModule && IsProcMacro(items[i])) module_ = names.Def(file, i);
    }
  }
  if (module_ == kNoDef) return;
  // Who calls whom in its expansion; then from `module` outward.
  std::map<DefId, std::vector<DefId>> callers;
  for (std::uint32_t file = 0; file < world.files().size(); ++file) {
    for (const RustMacroBody& body : world.files()[file].syntax.macro_bodies) {
      for (const std::string& path : body.invokes) {
        const DefId callee = Find({file, body.item}, path);
        if (callee != kNoDef) callers[callee].push_back(names.Def(file, body.item));
      }
    }
  }
  next_.emplace(module_, kNoDef);
  std::vector<DefId> open = {module_};
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto found = callers.find(open[i]);
    if (found == callers.end()) continue;
    for (const DefId caller : found->second) {
      if (next_.emplace(caller, open[i]).second) open.push_back(caller);
    }
  }
}

DefId ModuleMacros::Find(const RustScope& scope, std::string_view path) {
  const Resolved macro = names_.Resolve(scope, path, Space::kMacros);
  if (macro.kind == Resolved::Kind::kItem && names_.Item(macro.id).kind == RustItemKind::kMacro) return macro.id;
  // A proc macro is a function to all who look from outside of its crate.
  const Resolved function = names_.Resolve(scope, path, Space::kValues);
  if (function.kind == Resolved::Kind::kItem && IsProcMacro(names_.Item(function.id))) return function.id;
  return kNoDef;
}

std::vector<ModuleCall> ModuleMacros::Calls() {
  std::vector<ModuleCall> calls;
  const RustWorld& world = names_.world();
  for (std::uint32_t file = 0; file < world.files().size(); ++file) {
    for (const RustMacroCall& call : world.files()[file].syntax.macro_calls) {
      const DefId macro = Find({file, call.scope}, call.path);
      if (macro == kNoDef || !next_.contains(macro)) continue;
      ModuleCall& found = calls.emplace_back();
      found.file = file;
      found.call = &call;
      const std::uint32_t crate = world.files()[names_.FileOf(macro)].crate;
      found.macro = world.crates()[crate].name + "::" + names_.Item(macro).name;
      for (DefId at = macro; at != kNoDef; at = next_.find(at)->second) found.expands.push_back(names_.Item(at).name);
    }
  }
  return calls;
}

std::string BusOfMacros(const std::vector<std::string>& expands) {
  constexpr std::string_view kBegin = "module_";
  constexpr std::string_view kEnd = "_driver";
  for (auto name = expands.rbegin(); name != expands.rend(); ++name) {
    if (name->starts_with(kBegin) && name->ends_with(kEnd) && name->size() > kBegin.size() + kEnd.size())
      return name->substr(kBegin.size(), name->size() - kBegin.size() - kEnd.size());
  }
  return {};
}

}  // namespace ferrotype
