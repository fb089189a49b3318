#include "aggregator/kbuild_world.h"

#include <algorithm>
#include <set>

#include "aggregator/rust_paths.h"

namespace ferrotype {
namespace {

constexpr std::string_view kObjects = "obj-";

std::string_view WithoutSuffix(std::string_view object) { return object.substr(0, object.size() - 2); }

// "drm" of "drm-y", "drm-objs", "drm-$(CONFIG_X)", "drm-objs-$(CONFIG_X)", "drm-m"; "" when it names no composite.
std::string_view CompositeOf(std::string_view variable) {
  std::string_view stem;
  if (variable.ends_with("-y") || variable.ends_with("-m")) {
    stem = variable.substr(0, variable.size() - 2);
  } else if (variable.ends_with("-objs")) {
    stem = variable.substr(0, variable.size() - 5);
  } else if (const std::size_t at = variable.find("-$"); at != std::string_view::npos) {
    stem = variable.substr(0, at);
  }
  if (stem.ends_with("-objs")) stem.remove_suffix(5);
  return stem;
}

std::vector<std::string> ConditionsAround(const KbuildSyntax& syntax, const KbuildRule& rule) {
  std::vector<std::string> conditions;
  for (const std::string_view text : Enclosing(syntax.conditions, rule.condition)) conditions.emplace_back(text);
  return conditions;
}

const std::vector<std::size_t>& FindIn(const std::unordered_map<std::string_view, std::vector<std::size_t>>& index,
                                       std::string_view key) {
  static const std::vector<std::size_t> none;
  const auto found = index.find(key);
  return found == index.end() ? none : found->second;
}

}  // namespace

std::string_view ConfigSymbolIn(std::string_view text) {
  constexpr std::string_view kPrefix = "CONFIG_";
  const std::size_t at = text.find(kPrefix);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + kPrefix.size());
  std::size_t size = 0;
  while (size < text.size() && ((text[size] >= 'A' && text[size] <= 'Z') || (text[size] >= 'a' && text[size] <= 'z') ||
                                (text[size] >= '0' && text[size] <= '9') || text[size] == '_')) {
    ++size;
  }
  return text.substr(0, size);
}

KbuildWorld::KbuildWorld(const BuildFiles& files) {
  AddFolders(files);
  for (const auto& [path, syntax] : files.makefiles) {
    // Where both lie side by side, kbuild reads Kbuild alone.
    const std::string_view folder = FolderOfPath(path);
    if (path.ends_with("Makefile") && files.makefiles.contains(JoinPath(folder, "Kbuild"))) continue;
    AddObjects(path, syntax);
  }
  for (std::size_t i = 0; i < objects_.size(); ++i) {
    const KbuildObject& object = objects_[i];
    if (!object.symbol.empty()) under_[object.symbol].push_back(i);
    called_[object.name].push_back(i);
    in_[FolderOfPath(object.place.path)].push_back(i);
    for (const KbuildMember& member : object.members) {
      std::vector<std::size_t>& with = with_[member.path];
      if (with.empty() || with.back() != i) with.push_back(i);
    }
  }
}

void KbuildWorld::AddFolders(const BuildFiles& files) {
  for (const auto& [path, syntax] : files.makefiles) {
    for (const KbuildRule& rule : syntax.rules) {
      const std::string_view symbol = ConfigSymbolIn(rule.variable);
      if (!rule.variable.starts_with(kObjects) || symbol.empty()) continue;
      for (const std::string& value : rule.values) {
        if (value.ends_with('/')) folder_symbols_.try_emplace(JoinPath(FolderOfPath(path), value), symbol);
      }
    }
  }
}

std::string KbuildWorld::SymbolOf(std::string_view folder) const {
  for (; !folder.empty(); folder = FolderOfPath(folder)) {
    const auto found = folder_symbols_.find(folder);
    if (found != folder_symbols_.end()) return found->second;
  }
  return {};
}

void KbuildWorld::AddObjects(const std::string& path, const KbuildSyntax& syntax) {
  const std::string_view folder = FolderOfPath(path);
  std::map<std::string_view, std::vector<const KbuildRule*>> composites;
  for (const KbuildRule& rule : syntax.rules) {
    if (rule.variable.starts_with(kObjects)) continue;
    const std::string_view stem = CompositeOf(rule.variable);
    if (!stem.empty()) composites[stem].push_back(&rule);
  }
  std::set<std::string_view> expanded;  // a composite that many rules name is taken apart once
  for (const KbuildRule& rule : syntax.rules) {
    if (!rule.variable.starts_with(kObjects)) continue;
    for (const std::string& value : rule.values) {
      if (!value.ends_with(".o")) continue;
      const std::string_view stem = WithoutSuffix(value);
      KbuildObject& object = objects_.emplace_back();
      object.name = stem.substr(stem.rfind('/') + 1);
      object.variable = rule.variable;
      object.symbol = ConfigSymbolIn(rule.variable);
      if (object.symbol.empty()) object.symbol = SymbolOf(folder);
      object.conditions = ConditionsAround(syntax, rule);
      object.place = {path, rule.line};
      const auto composite = composites.find(stem);
      if (composite == composites.end()) {
        object.members.push_back({JoinPath(folder, stem), {}, {}, object.place});
        continue;
      }
      if (!expanded.insert(composite->first).second) continue;
      for (const KbuildRule* part : composite->second) {
        for (const std::string& member : part->values) {
          if (!member.ends_with(".o")) continue;
          object.members.push_back({JoinPath(folder, WithoutSuffix(member)),
                                    std::string(ConfigSymbolIn(part->variable)), ConditionsAround(syntax, *part),
                                    Place{path, part->line}});
        }
      }
    }
  }
}

const std::vector<std::size_t>& KbuildWorld::With(std::string_view path) const { return FindIn(with_, path); }
const std::vector<std::size_t>& KbuildWorld::Under(std::string_view symbol) const { return FindIn(under_, symbol); }
const std::vector<std::size_t>& KbuildWorld::Called(std::string_view name) const { return FindIn(called_, name); }
const std::vector<std::size_t>& KbuildWorld::In(std::string_view folder) const { return FindIn(in_, folder); }

}  // namespace ferrotype
