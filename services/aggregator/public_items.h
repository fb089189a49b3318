// Which items of a crate others can name.
#pragma once

#include <cstdint>
#include <vector>

#include "aggregator/kernel_uses.h"
#include "aggregator/resolve/rust_names.h"

namespace ferrotype {

/// For one crate: which of its items can be named from outside. Functions, types, traits, constants, statics and
/// exported macros; methods and constants of types that can be named, and what traits declare; variants, and named
/// fields. An item of a private module counts when a visible one re-exports it. What is #[doc(hidden)], or in it, does
/// not.
class PublicItems {
 public:
  PublicItems(RustNames& names, const ModuleVisibility& visibility, std::uint32_t crate);
  [[nodiscard]] bool Has(DefId def) const { return public_[def]; }

 private:
  void FindExports(std::uint32_t crate);
  [[nodiscard]] bool IsPublic(DefId def);

  RustNames& names_;
  const ModuleVisibility& visibility_;
  std::vector<bool> exported_;          // by `pub use`
  std::vector<bool> exported_modules_;  // all of it, by a glob
  std::vector<bool> public_;
};

}  // namespace ferrotype
