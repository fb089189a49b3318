#include "aggregator/layers_calls.h"

#include <algorithm>
#include <utility>

namespace ferrotype {

LayerCalls::LayerCalls(const RustWorld& world) : world_(world), names_(world) {
  RustMethods methods(names_);
  RustInfer infer(methods);
  // By crate, so that what is known of types can be remembered from one body to the next.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
  for (std::uint32_t file = 0; file < world.files().size(); ++file) {
    if (!IsVendored(world.files()[file])) order.emplace_back(world.files()[file].crate, file);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [crate, file] : order) {
    for (const RustBody& body : world.files()[file].syntax.bodies) {
      bodies_.push_back({file, &body, names_.Def(file, body.item), infer.Calls(file, body)});
    }
  }
  std::sort(bodies_.begin(), bodies_.end(), [](const CallerBody& a, const CallerBody& b) { return a.item < b.item; });
  for (std::size_t i = 0; i < bodies_.size(); ++i) body_of_.emplace(bodies_[i].item, i);
}

bool LayerCalls::InCrate(DefId def, std::string_view crate) const {
  return world_.crates()[world_.files()[names_.FileOf(def)].crate].name == crate;
}

Place LayerCalls::PlaceOf(DefId def) const {
  return {world_.files()[names_.FileOf(def)].row->path, names_.Item(def).line};
}

namespace {

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class NameFinder {
 public:
  explicit NameFinder(LayerCalls& calls) : calls_(calls) {}

  void See(std::string_view text, const RustScope& scope, std::uint32_t file) {
    constexpr std::string_view kMark = "bindings::";
    for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at + 1)) {
      std::size_t begin = at;
      while (begin > 0 && (IsNameByte(text[begin - 1]) || text[begin - 1] == ':')) --begin;
      const std::size_t name = at + kMark.size();
      std::size_t end = name;
      while (end < text.size() && IsNameByte(text[end])) ++end;
      if (end == name) continue;
      const Resolved resolved = calls_.names().Resolve(scope, text.substr(begin, end - begin), Space::kTypes);
      if (resolved.kind == Resolved::Kind::kOutside && resolved.outside.starts_with(kMark)) {
        Count(text.substr(name, end - name), file);
      }
    }
  }
  void Count(std::string_view name, std::uint32_t file) {
    auto& [uses, last] = names_[std::string(name)];
    ++uses.uses;
    if (last != file + 1) ++uses.files;
    last = file + 1;
  }
  std::map<std::string, BindingUses, std::less<>> Take() {
    std::map<std::string, BindingUses, std::less<>> names;
    for (auto& [name, use] : names_) names.emplace(name, use.first);
    return names;
  }

 private:
  LayerCalls& calls_;
  std::map<std::string, std::pair<BindingUses, std::uint32_t>, std::less<>> names_;
};

}  // namespace

std::map<std::string, BindingUses, std::less<>> FindBindingNames(LayerCalls& calls) {
  NameFinder finder(calls);
  const std::vector<RustFile>& files = calls.world().files();
  for (std::uint32_t file = 0; file < files.size(); ++file) {
    if (IsVendored(files[file])) continue;
    const RustSyntax& syntax = files[file].syntax;
    for (std::uint32_t i = 0; i < syntax.items.size(); ++i) {
      const RustItem& item = syntax.items[i];
      const RustScope scope{file, i};
      for (const std::string* text : {&item.type, &item.trait, &item.generics, &item.where}) {
        finder.See(*text, scope, file);
      }
      for (const RustParameter& parameter : item.parameters) finder.See(parameter.type, scope, file);
    }
    for (const RustBody& body : syntax.bodies) {
      for (const RustExpr& expr : body.exprs) {
        if (expr.text != 0) finder.See(syntax.names[expr.text], {file, body.item}, file);
        if (expr.type != 0) finder.See(syntax.names[expr.type], {file, body.item}, file);
      }
    }
    for (const RustUse& use : syntax.uses) finder.See(use.path, {file, use.scope}, file);
  }
  return finder.Take();
}

}  // namespace ferrotype
