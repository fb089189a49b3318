#include "aggregator/rust_world.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "aggregator/rust_paths.h"

namespace ferrotype {
namespace {

/// How a file takes in another.
struct Taking {
  enum class When : std::uint8_t { kAlways, kBeside /* as a root, mod.rs or by #[path] */, kInFolder /* as another */ };
  std::uint32_t target = 0;
  std::uint32_t item = kNoItem;   // the `mod` line; kNoItem for include!
  std::uint32_t scope = kNoItem;  // include!: the module or function it stands in
  When when = When::kAlways;
  bool by_path = false;
};

/// How a file came into its crate.
struct Standing {
  std::uint32_t taker = kNoItem;  // file; kNoItem for a root
  Taking how;
  bool settled = false;
  bool beside = false;  // its children lie beside it
};

/// Which file takes in which.
class Takings {
 public:
  Takings(const std::vector<RustFile>& files, const std::map<std::string, std::uint32_t, std::less<>>& by_path)
      : files_(files), by_path_(by_path), takings_(files.size()), waits_(files.size()), places_(files.size()) {
    for (std::uint32_t file = 0; file < files.size(); ++file) {
      Find(file);
      for (const Taking& taking : takings_[file]) ++waits_[taking.target];
    }
  }

  const std::vector<Standing>& Settle() {
    std::set<std::uint32_t> open;
    for (std::uint32_t file = 0; file < files_.size(); ++file) {
      open.insert(file);
      if (waits_[file] == 0) free_.insert(file);
    }
    while (!open.empty()) {
      // Nobody can take it in; or everybody left waits for another, and the first by path ends that.
      const std::uint32_t root = free_.empty() ? *open.begin() : *free_.begin();
      Settle(root, Standing{kNoItem, {}, true, true}, open);
    }
    return places_;
  }
  [[nodiscard]] const std::vector<Taking>& Of(std::uint32_t file) const { return takings_[file]; }
  [[nodiscard]] static bool Holds(const Taking& taking, const Standing& place) {
    return taking.when == Taking::When::kAlways || (taking.when == Taking::When::kBeside) == place.beside;
  }

 private:
  void Find(std::uint32_t file) {
    const RustFile& own = files_[file];
    const std::string_view folder = FolderOfPath(own.row->path);
    const std::string_view stem = StemOfPath(own.row->path);
    const std::vector<RustItem>& items = own.syntax.items;
    // Folders that the inline modules around an item stand for. Deeper or longer than any real path: not followed.
    constexpr std::size_t kMaxFolders = 1024;
    std::vector<std::string> folders(items.size());
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      const RustItem& item = items[i];
      if (item.kind != RustItemKind::kModule) continue;
      const std::string outer = item.parent == kNoItem ? std::string() : folders[item.parent];
      const bool inside = item.parent != kNoItem && items[item.parent].kind == RustItemKind::kModule;
      if (outer.size() > kMaxFolders) continue;
      if (item.has_body) {
        folders[i] = JoinPath(outer, item.path_attribute.empty() ? item.name : item.path_attribute);
      } else if (!item.path_attribute.empty() && !inside) {
        Add(file, JoinPath(folder, item.path_attribute), {0, i, kNoItem, Taking::When::kAlways, true});
      } else {
        Declared(file, JoinPath(folder, outer), item, {0, i, kNoItem, Taking::When::kBeside, false});
        Declared(file, JoinPath(JoinPath(folder, stem), outer), item, {0, i, kNoItem, Taking::When::kInFolder, false});
      }
    }
    for (const RustMacroCall& call : own.syntax.macro_calls) {
      const bool include = call.path == "include" && call.fields.size() == 1 && call.fields[0].first.empty();
      if (include) {
        Add(file, JoinPath(folder, call.fields[0].second), {0, kNoItem, call.scope, Taking::When::kAlways, false});
      }
    }
  }

  void Declared(std::uint32_t file, const std::string& folder, const RustItem& item, Taking taking) {
    if (!item.path_attribute.empty()) {
      taking.by_path = true;
      Add(file, JoinPath(folder, item.path_attribute), taking);
      return;
    }
    if (!Add(file, JoinPath(folder, item.name + ".rs"), taking))
      Add(file, JoinPath(folder, item.name + "/mod.rs"), taking);
  }

  bool Add(std::uint32_t file, const std::string& path, Taking taking) {
    const auto target = by_path_.find(path);
    if (target == by_path_.end() || target->second == file) return false;
    taking.target = target->second;
    takings_[file].push_back(taking);
    return true;
  }

  /// Settles `first` and all that it takes in.
  void Settle(std::uint32_t first, const Standing& place, std::set<std::uint32_t>& open) {
    std::deque<std::uint32_t> queue;
    const auto settle = [&](std::uint32_t file, const Standing& as) {
      places_[file] = as;
      open.erase(file);
      free_.erase(file);
      queue.push_back(file);
    };
    settle(first, place);
    while (!queue.empty()) {
      const std::uint32_t file = queue.front();
      queue.pop_front();
      for (const Taking& taking : takings_[file]) {
        --waits_[taking.target];
        if (places_[taking.target].settled) continue;
        if (Holds(taking, places_[file])) {
          const bool beside = taking.by_path || StemOfPath(files_[taking.target].row->path) == "mod" ||
                              (taking.item == kNoItem && places_[file].beside);
          settle(taking.target, Standing{file, taking, true, beside});
        } else if (waits_[taking.target] == 0) {
          free_.insert(taking.target);
        }
      }
    }
  }

  const std::vector<RustFile>& files_;
  const std::map<std::string, std::uint32_t, std::less<>>& by_path_;
  std::vector<std::vector<Taking>> takings_;
  std::vector<std::size_t> waits_;  // for how many files not yet settled that might take it in
  std::vector<Standing> places_;
  std::set<std::uint32_t> free_;  // not settled, and nobody left to take it in
};

std::string CrateName(std::string_view path) {
  std::string_view stem = StemOfPath(path);
  std::string_view folder = FolderOfPath(path);
  while ((stem == "lib" || stem == "main" || stem == "mod" || stem == "src") && !folder.empty()) {
    const std::size_t slash = folder.rfind('/');
    stem = slash == std::string_view::npos ? folder : folder.substr(slash + 1);
    folder = slash == std::string_view::npos ? std::string_view() : folder.substr(0, slash);
  }
  std::string name(stem);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace

Result<RustWorld> RustWorld::Build(const std::vector<FileRow>& rust_files) {
  RustWorld world;
  std::vector<const FileRow*> rows;
  rows.reserve(rust_files.size());
  for (const FileRow& row : rust_files) rows.push_back(&row);
  std::sort(rows.begin(), rows.end(), [](const FileRow* a, const FileRow* b) { return a->path < b->path; });
  world.files_.reserve(rows.size());
  for (const FileRow* row : rows) {
    RustFile file;
    file.row = row;
    if (!row->finding.syntax.empty()) {
      auto syntax = DecodeRustSyntax(row->finding.syntax);
      if (!syntax) return Within(syntax.error(), row->path);
      file.syntax = *std::move(syntax);
    }
    world.by_path_.emplace(row->path, static_cast<std::uint32_t>(world.files_.size()));
    world.files_.push_back(std::move(file));
  }
  Takings takings(world.files_, world.by_path_);
  const std::vector<Standing>& places = takings.Settle();
  world.module_of_item_.resize(world.files_.size());

  // A module needs the one around it: from the roots down, in order of path.
  std::vector<std::vector<std::uint32_t>> taken(world.files_.size());
  std::deque<std::uint32_t> queue;
  for (std::uint32_t file = 0; file < places.size(); ++file) {
    if (places[file].taker != kNoItem) {
      taken[places[file].taker].push_back(file);
      continue;
    }
    const auto crate = static_cast<std::uint32_t>(world.crates_.size());
    world.crates_.push_back({CrateName(world.files_[file].row->path), file, {}});
    world.files_[file].crate = crate;
    world.files_[file].module =
        world.AddModule({world.crates_[crate].name, crate, kNoItem, file, kNoItem, kNoItem, kNoItem});
    queue.push_back(file);
  }
  while (!queue.empty()) {
    const std::uint32_t file = queue.front();
    queue.pop_front();
    RustFile& own = world.files_[file];
    if (places[file].taker != kNoItem) {
      const std::uint32_t taker = places[file].taker;
      const Taking& how = places[file].how;
      own.crate = world.files_[taker].crate;
      if (how.item == kNoItem) {
        own.module = how.scope == kNoItem ? world.files_[taker].module : world.ModuleOfItem(taker, how.scope);
      } else {
        const RustItem& item = world.files_[taker].syntax.items[how.item];
        own.module = world.AddChild(world.ModuleOfItem(taker, how.item), item.name, {file, kNoItem, taker, how.item});
      }
    }
    world.crates_[own.crate].files.push_back(file);
    std::vector<std::uint32_t>& modules = world.module_of_item_[file];
    modules.reserve(own.syntax.items.size());
    for (std::uint32_t i = 0; i < own.syntax.items.size(); ++i) {
      const RustItem& item = own.syntax.items[i];
      const std::uint32_t around = item.parent == kNoItem ? own.module : modules[item.parent];
      const bool is_module = item.kind == RustItemKind::kModule && item.has_body;
      modules.push_back(is_module ? world.AddChild(around, item.name, {file, i, file, i}) : around);
    }
    queue.insert(queue.end(), taken[file].begin(), taken[file].end());
  }
  for (RustCrate& crate : world.crates_) std::sort(crate.files.begin(), crate.files.end());
  return world;
}

std::uint32_t RustWorld::AddModule(RustModule module) {
  const auto index = static_cast<std::uint32_t>(modules_.size());
  module_by_path_.emplace(std::pair(module.crate, module.path), index);
  modules_.push_back(std::move(module));
  return index;
}

std::uint32_t RustWorld::AddChild(std::uint32_t parent, const std::string& name, const Stands& stands) {
  constexpr std::size_t kMaxPath = 4096;  // modules nested deeper than any real ones belong to the last that has a name
  if (modules_[parent].path.size() > kMaxPath) return parent;
  return AddModule({modules_[parent].path + "::" + name, modules_[parent].crate, parent, stands.file, stands.item,
                    stands.declared_in, stands.declaration});
}

const RustFile* RustWorld::FileAt(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : &files_[found->second];
}

const RustCrate* RustWorld::CrateRootedAt(std::string_view path) const {
  const RustFile* file = FileAt(path);
  if (file == nullptr) return nullptr;
  const RustCrate& crate = crates_[file->crate];
  return &files_[crate.root] == file ? &crate : nullptr;
}

std::uint32_t RustWorld::ModuleOfItem(std::uint32_t file, std::uint32_t item) const {
  const std::vector<std::uint32_t>& modules = module_of_item_[file];
  return item < modules.size() ? modules[item] : files_[file].module;
}

std::uint32_t RustWorld::FindModule(std::uint32_t crate, std::string_view path) const {
  const auto found = module_by_path_.find(std::pair(crate, std::string(path)));
  return found == module_by_path_.end() ? kNoItem : found->second;
}

}  // namespace ferrotype
