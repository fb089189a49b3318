// What the modules of the kernel crate are for: decided by a table, which the site shows.
#pragma once

#include <span>
#include <string_view>

#include "model/metric.h"

namespace ferrotype {

struct ModuleCategory {
  std::string_view id;  ///< lasting, for data and URLs: "data-structures"
  Bilingual name;
  /// Top-level modules of the kernel crate, separated by blanks. A module of any release that ever was keeps its place.
  std::string_view modules;
};

/// In order of pages; the last is "unknown" and has no modules.
[[nodiscard]] std::span<const ModuleCategory> ModuleCategories();

/// Of "kernel::net::phy": by its top-level module, for all below it are part of that. "unknown" when the table doesn't
/// know it.
[[nodiscard]] std::string_view CategoryOf(std::string_view module);

/// nullptr when there is none of that id.
[[nodiscard]] const ModuleCategory* FindModuleCategory(std::string_view id);

}  // namespace ferrotype
