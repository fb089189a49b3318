// What Rust names of the kernel's bindings, and where.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "aggregator/resolve/rust_names.h"
#include "model/survey.h"

namespace ferrotype {

/// A name of the kernel's bindings, wherever Rust says it: in types, constants, patterns, macro arguments, calls too.
struct BindingUse {
  std::string name;
  std::uint32_t uses = 0;
  std::uint32_t files = 0;
  std::vector<ChainStep> users;  ///< by place, each line once: the innermost item around it, or the module
};

/// By name; what vendored crates and the bindings themselves say is left out.
[[nodiscard]] std::vector<BindingUse> FindBindingUses(RustNames& names);

}  // namespace ferrotype
