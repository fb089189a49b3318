// All calls of a release's Rust, and how far down each function reaches: what Layers are made of.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aggregator/binding_uses.h"
#include "aggregator/resolve/rust_infer.h"
#include "aggregator/rust_world.h"
#include "model/survey.h"

namespace ferrotype {

/// The calls of one body.
struct CallerBody {
  std::uint32_t file = 0;
  const RustBody* body = nullptr;
  DefId item = kNoDef;
  std::vector<RustCall> calls;
};

/// A binding that code reaches, and the functions on the way.
struct Reach {
  std::string_view binding;
  Place place;                 ///< where it is called
  std::vector<DefId> through;  ///< functions called one in the other, the first is the one asked for
};

class LayerCalls {
 public:
  explicit LayerCalls(const RustWorld& world);

  [[nodiscard]] const RustWorld& world() const { return world_; }
  [[nodiscard]] RustNames& names() { return names_; }
  /// In order of path and position; vendored crates have none.
  [[nodiscard]] const std::vector<CallerBody>& bodies() const { return bodies_; }

  /// By name; vendored crates use none.
  [[nodiscard]] const std::vector<BindingUse>& names_used() const { return names_used_; }

  [[nodiscard]] bool InCrate(DefId def, std::string_view crate) const;
  [[nodiscard]] Place PlaceOf(DefId def) const;

  struct Below {
    std::vector<Reach> reaches;  ///< nearest first, each binding once
    std::string_view reason;     ///< of the nearest call below that is not resolved; "" when all are
  };
  /// What `def` reaches through resolved calls inside the libraries of the kernel, a few steps down. Remembered.
  /// `called`: whether a binding that is named without a call counts as one.
  template <typename IsFunction>
  const Below& Reaches(DefId def, const IsFunction& is_function) {
    const auto [below, fresh] = below_.try_emplace(def);
    if (fresh) below->second = Search(def, is_function);
    return below->second;
  }

 private:
  template <typename IsFunction>
  Below Search(DefId def, const IsFunction& is_function) const;

  const RustWorld& world_;
  RustNames names_;
  std::vector<CallerBody> bodies_;
  std::vector<BindingUse> names_used_;
  std::map<DefId, std::size_t> body_of_;
  std::map<DefId, Below> below_;
};

template <typename IsFunction>
LayerCalls::Below LayerCalls::Search(DefId def, const IsFunction& is_function) const {
  constexpr std::size_t kMaxFunctions = 64;
  constexpr std::size_t kMaxSteps = 6;
  Below below;
  struct Node {
    DefId def;
    std::size_t from;
    std::size_t depth;
  };
  std::vector<Node> nodes{{def, 0, 0}};
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    const auto body = body_of_.find(nodes[at].def);
    if (body == body_of_.end()) continue;
    for (const RustCall& call : bodies_[body->second].calls) {
      if (call.to == CallTo::kBinding) {
        bool known = call.as_value && !is_function(call.name);
        for (const Reach& reach : below.reaches) known = known || reach.binding == call.name;
        if (known) continue;
        Reach reach{call.name, {world_.files()[bodies_[body->second].file].row->path, call.line}, {}};
        for (std::size_t up = at;; up = nodes[up].from) {
          reach.through.insert(reach.through.begin(), nodes[up].def);
          if (up == 0) break;
        }
        below.reaches.push_back(std::move(reach));
      } else if (call.to == CallTo::kUnresolved || call.to == CallTo::kOneOf) {
        if (below.reason.empty()) below.reason = call.to == CallTo::kOneOf ? "one-of" : call.reason;
      } else if (call.to == CallTo::kItem && nodes[at].depth < kMaxSteps && nodes.size() < kMaxFunctions) {
        bool known = false;
        for (const Node& node : nodes) known = known || node.def == call.item;
        if (!known) nodes.push_back({call.item, at, nodes[at].depth + 1});
      }
    }
  }
  return below;
}

/// Every way from C into Rust, by place.
[[nodiscard]] std::vector<EntryPoint> FindEntryPoints(LayerCalls& calls);

}  // namespace ferrotype
