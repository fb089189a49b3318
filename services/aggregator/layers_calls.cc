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
  names_used_ = FindBindingUses(names_);
}

bool LayerCalls::InCrate(DefId def, std::string_view crate) const {
  return world_.crates()[world_.files()[names_.FileOf(def)].crate].name == crate;
}

Place LayerCalls::PlaceOf(DefId def) const {
  return {world_.files()[names_.FileOf(def)].row->path, names_.Item(def).line};
}

}  // namespace ferrotype
