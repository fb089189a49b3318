#include "aggregator/c_definitions.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <functional>
#include <optional>
#include <span>
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

struct CFile {
  FindingKey key;
  std::string path;
};

/// C files and headers of the folders that `enter` lets in, in order of their findings: a store reads neighbours
/// faster, and what lies at several paths is read once.
Result<std::vector<CFile>> CFilesIn(StoreReader& store, TreeOid root,
                                    const std::function<bool(std::string_view path)>& enter) {
  std::vector<CFile> files;
  TRY(WalkTree(
      store, root, [&](std::string_view path, TreeOid) -> Result<bool> { return enter(path); },
      [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
        if (!IsFile(entry.mode)) return {};
        const Language language = LanguageOfName(entry.name);
        if (language == Language::kC || language == Language::kCHeader)
          files.push_back({{language, entry.AsBlob()}, path});
        return {};
      }));
  std::sort(files.begin(), files.end(),
            [](const CFile& a, const CFile& b) { return std::tie(a.key, a.path) < std::tie(b.key, b.path); });
  return files;
}

/// visit(message, its files); not for files that define nothing.
Result<void> ForEachMessage(
    StoreReader& store, const std::vector<CFile>& files,
    const std::function<Result<void>(std::string_view message, std::span<const CFile> files)>& visit) {
  for (auto file = files.begin(); file != files.end();) {
    const auto end = std::find_if(file, files.end(), [&](const CFile& other) { return other.key != file->key; });
    TRY_ASSIGN(const FindingPtr stored, store.Finding(file->key));
    if (stored && !stored->finding.syntax.empty()) {
      if (const Result<void> visited = visit(stored->finding.syntax, {file, end}); !visited)
        return Within(visited.error(), Printable(file->path));
    }
    file = end;
  }
  return {};
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

/// Of rust/helpers.c, rust/helpers/*.c and whatever lies below; constants of rust/bindings.
Result<void> ReadHelpers(StoreReader& store, TreeOid root, Helpers& helpers, ConstHelpers& constants) {
  TRY_ASSIGN(std::vector<CFile> files, CFilesIn(store, root, [](std::string_view path) {
               return path == kHelperFolder || path.starts_with("rust/");
             }));
  std::erase_if(files, [](const CFile& file) { return !file.path.starts_with("rust/"); });
  // In order of path: of a helper with several bodies the calls stand in that order.
  std::sort(files.begin(), files.end(), [](const CFile& a, const CFile& b) { return a.path < b.path; });
  const auto add = [&](std::string_view message, std::span<const CFile> same) -> Result<void> {
    TRY_ASSIGN(const CSyntax syntax, DecodeCSyntax(message));
    for (const CFile& file : same) {
      AddHelpers(syntax, file.path, helpers);
      if (file.path.starts_with("rust/bindings/")) AddConstHelpers(syntax, file.path, constants);
    }
    return {};
  };
  return ForEachMessage(store, files, add);
}

/// Who is asked for by hash; almost nobody is, so almost all are sent away by one bit.
class Wanted {
 public:
  void Add(std::uint64_t hash, std::size_t index) {
    maybe_[hash % kBits] = true;
    by_hash_[hash].push_back(index);
  }
  [[nodiscard]] const std::vector<std::size_t>* Find(std::uint64_t hash) const {
    if (!maybe_[hash % kBits]) return nullptr;
    const auto found = by_hash_.find(hash);
    return found == by_hash_.end() ? nullptr : &found->second;
  }

 private:
  static constexpr std::size_t kBits = 1 << 16;
  std::bitset<kBits> maybe_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_hash_;
};

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
  CWorld world;
  TRY(ReadHelpers(store, root, world.helpers_, world.const_helpers_));

  std::set<std::string, std::less<>> asked;
  std::vector<std::string> open(names.called.begin(), names.called.end());
  while (!open.empty()) {
    const std::string name = std::move(open.back());
    open.pop_back();
    if (!asked.insert(name).second) continue;
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
  for (const std::string& name : asked) gathered.try_emplace(name);
  const std::vector<std::string> named(names.named.begin(), names.named.end());
  std::vector<std::vector<Candidate>> of_named(named.size());
  Wanted wanted;
  for (std::size_t i = 0; i < named.size(); ++i) {
    const ConstHelper* helper = world.FindConstHelper(named[i]);
    wanted.Add(CNameHash(helper == nullptr ? NamedPart(named[i]) : helper->value), i);
  }
  TRY_ASSIGN(const std::vector<CFile> files, CFilesIn(store, root, [](std::string_view) { return true; }));
  std::vector<CDefinition> definitions;
  std::vector<CHashedName> hashed;
  const auto gather = [&](std::string_view message, std::span<const CFile> same) -> Result<void> {
    TRY(DecodeCDefinitions(message, definitions, hashed));
    for (const CHashedName& name : hashed) {
      const std::vector<std::size_t>* asking = wanted.Find(name.hash);
      if (asking == nullptr) continue;
      for (const CFile& file : same) {
        const Candidate candidate{
            CReachOf(file.path),
            IsHeader(file.path),
            {{file.path, name.line}, std::string(kNameKinds[static_cast<std::size_t>(name.kind)])}};
        for (const std::size_t i : *asking) of_named[i].push_back(candidate);
      }
    }
    for (const CDefinition& definition : definitions) {
      const auto found = gathered.find(definition.name);
      if (found == gathered.end()) continue;
      for (const CFile& file : same) {
        const CReach reach = CReachOf(file.path);
        if (definition.kind == CDefinitionKind::kExport) {
          found->second.exported = found->second.exported || reach != CReach::kApart;
        } else if (IsVisible(file.path, definition.kind)) {
          found->second.candidates.push_back(
              {reach, IsHeader(file.path), {{file.path, definition.line}, std::string(IdOf(definition.kind))}});
        }
      }
    }
    return {};
  };
  std::vector<FindingKey> keys;
  std::vector<std::span<const CFile>> files_of;
  for (auto file = files.begin(); file != files.end();) {
    const auto end = std::find_if(file, files.end(), [&](const CFile& other) { return other.key != file->key; });
    keys.push_back(file->key);
    files_of.emplace_back(file, end);
    file = end;
  }
  TRY(store.ForEachFinding(keys, [&](std::size_t i, const StoredFinding& stored) -> Result<void> {
    if (stored.finding.syntax.empty()) return {};
    if (const Result<void> visited = gather(stored.finding.syntax, files_of[i]); !visited)
      return Within(visited.error(), Printable(files_of[i].front().path));
    return {};
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
