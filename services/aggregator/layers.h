// The calls between the layers: from drivers into the kernel crate, from there through bindings to C; and back.
#pragma once

#include <string>
#include <vector>

#include "aggregator/c_definitions.h"
#include "aggregator/rust_world.h"
#include "base/result.h"
#include "model/survey.h"

namespace ferrotype {

class LayerCalls;  // layers_calls.h: all calls of a world, resolved; making it is most of the work

/// Whose calls count as a driver's (or sample's): a crate and the name that chains begin with.
struct Caller {
  std::uint32_t crate = 0;
  std::string name;
  DriverKind kind = DriverKind::kDriver;
};

/// Names that Rust calls, and those that it only names, through the kernel's bindings, imports resolved: what a CWorld
/// is to be built for.
[[nodiscard]] CWorld::Names BindingNames(const RustWorld& world);

/// All of Layers. `callers`: drivers, objects linked into C modules, samples.
[[nodiscard]] Layers TraceLayers(const RustWorld& world, const CWorld& c, const std::vector<Caller>& callers);

// The same, of calls that are resolved already.
[[nodiscard]] CWorld::Names BindingNames(const LayerCalls& calls);
[[nodiscard]] Layers TraceLayers(LayerCalls& calls, const CWorld& c, const std::vector<Caller>& callers);

}  // namespace ferrotype
