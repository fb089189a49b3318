#include "aggregator/c_definitions.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "aggregator/tree_walk.h"
#include "base/text.h"
#include "model/language.h"

namespace ferrotype {
namespace {

constexpr std::string_view kHelperPrefix = "rust_helper_";
constexpr std::string_view kHelperFolder = "rust";

/// A definition and what orders it.
struct Candidate {
  CReach reach = CReach::kGeneric;
  bool header = false;
  CDefinitionAt at;
  [[nodiscard]] auto Key() const { return std::tie(reach, header, at.place); }
};

constexpr std::array<std::string_view, kCNameKinds> kNameKinds = {"constant", "enumerator", "struct",  "union",
                                                                  "enum",     "typedef",    "variable"};

std::string_view IdOf(CDefinitionKind kind) {
  switch (kind) {
    case CDefinitionKind::kStaticFunction:
      return "static";
    case CDefinitionKind::kInlineFunction:
      return "inline";
    case CDefinitionKind::kMacro:
      return "macro";
    default:
      return "function";
  }
}

bool IsHeader(std::string_view path) { return path.ends_with(".h"); }

bool InIncludeFolder(std::string_view path) {
  return path.starts_with("include/") || path.find("/include/") != std::string_view::npos;
}

/// Can code outside of the file name it? The helpers are C files that include each other.
bool IsVisible(std::string_view path, CDefinitionKind kind) {
  return kind == CDefinitionKind::kFunction || IsHeader(path) || path.starts_with("rust/");
}

using Helpers = std::map<std::string, Helper, std::less<>>;
using ConstHelpers = std::map<std::string, ConstHelper, std::less<>>;

/// `RUST_CONST_HELPER_x` is bindings::x, as rust/Makefile has it; BINDINGS_x became that by hand, or stayed what it is.
void AddConstHelpers(const CSyntax& syntax, const std::string& path, ConstHelpers& helpers) {
  for (const CHelperCall& constant : syntax.helper_calls) {
    const ConstHelper helper{{path, constant.line}, std::string(constant.callee)};
    if (constant.helper.starts_with(kConstPrefix)) {
      helpers.try_emplace(std::string(constant.helper.substr(kConstPrefix.size())), helper);
    } else if (constant.helper.starts_with(kOldConstPrefix)) {
      helpers.try_emplace(std::string(constant.helper), helper);
      helpers.try_emplace(std::string(constant.helper.substr(kOldConstPrefix.size())), helper);
    }
  }
}

void AddHelpers(const CSyntax& syntax, const std::string& path, Helpers& helpers) {
  for (const CDefinition& definition : syntax.definitions) {
    const bool function = definition.kind != CDefinitionKind::kMacro && definition.kind != CDefinitionKind::kExport;
    if (!function || !definition.name.starts_with(kHelperPrefix)) continue;
    const std::string name(definition.name.substr(kHelperPrefix.size()));
    const Place place = {path, definition.line};
    const auto [helper, fresh] = helpers.try_emplace(name, Helper{name, place, {}});
    if (!fresh) helper->second.place = std::min(helper->second.place, place);
  }
  for (const CHelperCall& call : syntax.helper_calls) {
    if (!call.helper.starts_with(kHelperPrefix)) continue;
    const auto helper = helpers.find(call.helper.substr(kHelperPrefix.size()));
    if (helper == helpers.end()) continue;
    std::vector<std::string>& calls = helper->second.calls;
    if (std::find(calls.begin(), calls.end(), call.callee) == calls.end()) calls.emplace_back(call.callee);
  }
}

/// Of rust/helpers.c, rust/helpers/*.c and whatever lies below; constants of rust/bindings. In order of path: of a
/// helper with several bodies the calls stand in that order.
Result<void> ReadHelpers(StoreReader& store, TreeOid root, Helpers& helpers, ConstHelpers& constants) {
  const auto enter = [](std::string_view path, TreeOid) -> Result<bool> {
    return path == kHelperFolder || path.starts_with("rust/");
  };
  return WalkTree(store, root, enter, [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
    const Language language = LanguageOfName(entry.name);
    const bool c = language == Language::kC || language == Language::kCHeader;
    if (!IsFile(entry.mode) || !c || !path.starts_with("rust/")) return {};
    TRY_ASSIGN(const FindingPtr stored, store.Finding({language, entry.AsBlob()}));
    if (!stored) return {};
    const Result<CSyntax> syntax = DecodeCSyntax(stored->finding.syntax);
    if (!syntax) return Within(syntax.error(), Printable(path));
    AddHelpers(*syntax, path, helpers);
    if (path.starts_with("rust/bindings/")) AddConstHelpers(*syntax, path, constants);
    return {};
  });
}

/// Without what bindgen appends to name a type that has no name of its own: x__bindgen_ty_1__bindgen_ty_2 is x.
std::string_view NamedPart(std::string_view name) {
  const std::size_t made_up = name.find("__bindgen_ty_");
  return made_up == std::string_view::npos || made_up == 0 ? name : name.substr(0, made_up);
}

CName Settle(std::vector<Candidate> candidates, bool exported) {
  const bool has_better = std::any_of(candidates.begin(), candidates.end(), [](const Candidate& candidate) {
    return candidate.reach == CReach::kGeneric && (!candidate.header || InIncludeFolder(candidate.at.place.path));
  });
  for (Candidate& candidate : candidates) {
    const bool near = candidate.reach == CReach::kGeneric || candidate.reach == CReach::kX86Only32;
    if (has_better && near && candidate.header && !InIncludeFolder(candidate.at.place.path))
      candidate.reach = CReach::kLocalHeader;
  }
  // Files come in any order; what stands on one line of a file comes in that line's.
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.Key() < b.Key(); });
  CName name;
  name.exported = exported;
  for (Candidate& candidate : candidates) {
    (candidate.reach <= CReach::kX86Only32 ? name.definitions : name.elsewhere).push_back(std::move(candidate.at));
  }
  return name;
}

}  // namespace

CReach CReachOf(std::string_view path) {
  for (const std::string_view folder : {"tools/", "samples/", "scripts/", "usr/", "Documentation/"}) {
    if (path.starts_with(folder)) return CReach::kApart;
  }
  // The stub that loads a kernel has a C library of its own.
  if (path.starts_with("drivers/firmware/efi/libstub/")) return CReach::kApart;
  constexpr std::string_view kArch = "arch/";
  if (!path.starts_with(kArch)) return CReach::kGeneric;
  path.remove_prefix(kArch.size());
  const std::string_view architecture = path.substr(0, path.find('/'));
  path.remove_prefix(std::min(path.size(), architecture.size() + 1));
  for (const std::string_view folder : {"boot/", "purgatory/", "realmode/", "tools/"}) {
    if (path.starts_with(folder)) return CReach::kApart;
  }
  if (architecture != "x86") return CReach::kArchitecture;
  const std::string_view stem = path.substr(0, path.rfind('.'));
  return stem.ends_with("_32") || stem.ends_with("-32") ? CReach::kX86Only32 : CReach::kGeneric;
}

Result<CWorld> CWorld::Build(StoreReader& store, TreeOid root, const Names& names) {
  CSayings sayings;
  return Build(store, root, names, sayings);
}

Result<CWorld> CWorld::Build(StoreReader& store, TreeOid root, const Names& names, CSayings& sayings) {
  CWorld world;
  TRY(ReadHelpers(store, root, world.helpers_, world.const_helpers_));

  CAsked asked;
  std::vector<std::string> open(names.called.begin(), names.called.end());
  while (!open.empty()) {
    const std::string name = std::move(open.back());
    open.pop_back();
    if (!asked.called.insert(name).second) continue;
    const Helper* helper = world.FindHelper(name);
    if (helper == nullptr) continue;
    for (const std::string& call : helper->calls)
      open.push_back(call.starts_with(kHelperPrefix) ? call.substr(kHelperPrefix.size()) : call);
  }

  struct Gathered {
    std::vector<Candidate> candidates;
    bool exported = false;
  };
  std::unordered_map<std::string_view, Gathered> gathered;
  for (const std::string& name : asked.called) gathered.try_emplace(name);
  const std::vector<std::string> named(names.named.begin(), names.named.end());
  std::vector<std::vector<Candidate>> of_named(named.size());
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> asking;  // by hash: who of `named`
  for (std::size_t i = 0; i < named.size(); ++i) {
    const ConstHelper* helper = world.FindConstHelper(named[i]);
    const std::uint64_t hash = CNameHash(helper == nullptr ? NamedPart(named[i]) : helper->value);
    asked.hashes.insert(hash);
    asking[hash].push_back(i);
  }
  TRY(sayings.ForEachFile(store, root, asked, [&](const std::string& path, const CSaid& said) {
    const CReach reach = CReachOf(path);
    for (const CHashedName& name : said.names) {
      const auto found = asking.find(name.hash);
      if (found == asking.end()) continue;
      const Candidate candidate{
          reach, IsHeader(path), {{path, name.line}, std::string(kNameKinds[static_cast<std::size_t>(name.kind)])}};
      for (const std::size_t i : found->second) of_named[i].push_back(candidate);
    }
    for (const CDefinition& definition : said.definitions) {
      const auto found = gathered.find(definition.name);
      if (found == gathered.end()) continue;
      if (definition.kind == CDefinitionKind::kExport) {
        found->second.exported = found->second.exported || reach != CReach::kApart;
      } else if (IsVisible(path, definition.kind)) {
        found->second.candidates.push_back(
            {reach, IsHeader(path), {{path, definition.line}, std::string(IdOf(definition.kind))}});
      }
    }
  }));
  for (auto& [name, found] : gathered) {
    if (found.candidates.empty()) continue;
    world.names_.emplace(name, Settle(std::move(found.candidates), found.exported));
  }
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (!of_named[i].empty()) world.types_and_constants_.emplace(named[i], Settle(std::move(of_named[i]), false));
  }
  return world;
}

const CName* CWorld::Find(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : &found->second;
}

const CName* CWorld::FindName(std::string_view name) const {
  const auto found = types_and_constants_.find(name);
  return found == types_and_constants_.end() ? nullptr : &found->second;
}

const ConstHelper* CWorld::FindConstHelper(std::string_view name) const {
  const auto found = const_helpers_.find(name);
  return found == const_helpers_.end() ? nullptr : &found->second;
}

const Helper* CWorld::FindHelper(std::string_view name) const {
  const auto found = helpers_.find(name);
  return found == helpers_.end() ? nullptr : &found->second;
}

}  // namespace ferrotype
