// What the crates of a release name of the kernel crate and of the kernel's own bindings, imports resolved.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aggregator/resolve/rust_names.h"
#include "aggregator/rust_world.h"

namespace ferrotype {

/// Which modules of a crate others can name, and by which of them its items are reached.
class ModuleVisibility {
 public:
  explicit ModuleVisibility(const RustWorld& world);
  /// `pub` on the whole way from the crate's root.
  [[nodiscard]] bool Visible(std::uint32_t module) const { return visible_[module]; }
  /// #[doc(hidden)] somewhere on the way.
  [[nodiscard]] bool Hidden(std::uint32_t module) const { return hidden_[module]; }
  /// The module itself when it is visible, else the nearest around it that is: there its items are exported, if at all.
  [[nodiscard]] std::uint32_t Exporting(std::uint32_t module) const { return exporting_[module]; }

 private:
  std::vector<bool> visible_;
  std::vector<bool> hidden_;
  std::vector<std::uint32_t> exporting_;
};

struct KernelUses {
  std::map<std::string, std::uint32_t, std::less<>> apis;  ///< "kernel::pci::Device", "kernel::pr_info!" -> how often
  std::set<std::uint32_t> modules;                         ///< of the kernel crate, as Exporting() has them
  std::set<std::string, std::less<>> bindings;             ///< names of the kernel's bindings
};

class KernelUseReader {
 public:
  KernelUseReader(RustNames& names, const ModuleVisibility& visibility);
  /// What one file says, its imports included; a thing that is imported and never mentioned counts once. Names that the
  /// file's own crate declares are none.
  void Read(std::uint32_t file, KernelUses& uses);

 private:
  void Add(const RustScope& scope, std::string_view path, std::uint32_t count, bool import, KernelUses& uses);
  void AddItem(DefId def, std::uint32_t own_crate, std::uint32_t count, bool import, KernelUses& uses);

  RustNames& names_;
  const ModuleVisibility& visibility_;
  std::uint32_t kernel_ = kNoItem;  // crates
  std::uint32_t bindings_ = kNoItem;
};

/// The crate of that name in rust/; kNoItem when there is none.
[[nodiscard]] std::uint32_t FindLibrary(const RustWorld& world, std::string_view name);

}  // namespace ferrotype
