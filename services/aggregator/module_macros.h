// Which macros of a release make a kernel module: those whose expansion reaches `module!` of the crate rust/macros.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "aggregator/resolve/rust_names.h"

namespace ferrotype {

/// A call of such a macro where an item may stand.
struct ModuleCall {
  std::uint32_t file = 0;
  const RustMacroCall* call = nullptr;
  std::string macro;                 ///< "kernel::module_phy_driver", "macros::module"
  std::vector<std::string> expands;  ///< names of the macros from the one called down to `module`
};

class ModuleMacros {
 public:
  /// Through any number of hops, by fixed point; names resolved where they stand, so that another crate's `module!` is
  /// none.
  explicit ModuleMacros(RustNames& names);
  /// Of all files, in order of path and position.
  [[nodiscard]] std::vector<ModuleCall> Calls();

 private:
  /// What a path to a macro names: a macro_rules!, or the proc macro itself.
  [[nodiscard]] DefId Find(const RustScope& scope, std::string_view path);

  RustNames& names_;
  DefId module_ = kNoDef;        // fn module of rust/macros
  std::map<DefId, DefId> next_;  // a macro that makes modules -> the one that its expansion calls for it
};

/// The bus that names like module_<bus>_driver say, the one nearest to `module` first: "platform" of
/// {module_pwm_platform_driver, module_platform_driver, module_driver, module}. "" when none does.
[[nodiscard]] std::string BusOfMacros(const std::vector<std::string>& expands);

}  // namespace ferrotype
