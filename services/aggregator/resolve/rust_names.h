// What a path means where it stands: modules, items, imports, globs and preludes, as rustc resolves them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "aggregator/resolve/rust_path.h"
#include "aggregator/rust_world.h"

namespace ferrotype {

/// An item of some file, numbered over all files.
using DefId = std::uint32_t;
inline constexpr DefId kNoDef = 0xFFFFFFFF;

enum class Space : std::uint8_t { kTypes, kValues, kMacros };

/// What a name or the beginning of a path turned out to be.
struct Resolved {
  enum class Kind : std::uint8_t { kNone, kModule, kItem, kOutside };
  Kind kind = Kind::kNone;
  std::uint32_t id = 0;      ///< module or DefId
  std::string outside;       ///< "core::option::Option", "bindings::phy_device": no file of the tree declares it
  std::size_t segments = 0;  ///< of the path that led here; what follows is associated with the item
  explicit operator bool() const { return kind != Kind::kNone; }
};

/// Where a path stands: `item` is the innermost item around, kNoItem for a file's top.
struct RustScope {
  std::uint32_t file = 0;
  std::uint32_t item = kNoItem;
};

class RustNames {
 public:
  explicit RustNames(const RustWorld& world);

  [[nodiscard]] const RustWorld& world() const { return world_; }
  [[nodiscard]] DefId Def(std::uint32_t file, std::uint32_t item) const { return base_[file] + item; }
  [[nodiscard]] std::uint32_t FileOf(DefId def) const { return file_of_[def]; }
  [[nodiscard]] std::uint32_t ItemIndexOf(DefId def) const { return def - base_[file_of_[def]]; }
  [[nodiscard]] const RustItem& Item(DefId def) const {
    return world_.files()[file_of_[def]].syntax.items[ItemIndexOf(def)];
  }
  [[nodiscard]] DefId size() const { return static_cast<DefId>(file_of_.size()); }
  /// The enclosing item; kNoDef at a file's top.
  [[nodiscard]] DefId ParentOf(DefId def) const;
  [[nodiscard]] const std::vector<DefId>& ChildrenOf(DefId def) const { return children_[def]; }
  [[nodiscard]] std::uint32_t ModuleOf(const RustScope& scope) const {
    return scope.item == kNoItem ? world_.files()[scope.file].module : world_.ModuleOfItem(scope.file, scope.item);
  }
  [[nodiscard]] RustScope ScopeOf(DefId def) const { return {FileOf(def), ItemIndexOf(def)}; }

  /// As far as modules, enums and items go. The last segment is looked for in `space`, those before it among types.
  Resolved Resolve(const RustScope& scope, const std::vector<PathSegment>& segments, Space space);
  Resolved Resolve(const RustScope& scope, std::string_view path, Space space) {
    return Resolve(scope, ParsePath(path).segments, space);
  }
  /// Whether methods of the trait can be called in `scope` by their name: it is declared or imported there, be it as
  /// `_`.
  bool InScope(const RustScope& scope, DefId trait);
  /// Whether code in `scope` stands in a function that has imports or items of its own.
  [[nodiscard]] bool HasOwnNames(const RustScope& scope) const;
  /// "kernel::net::phy::Device::genphy_soft_reset": module, then the items around; of methods the type's name.
  [[nodiscard]] std::string PathOf(DefId def) const;

 private:
  struct Import {
    std::uint32_t file = 0;
    const RustUse* use = nullptr;
  };
  /// Names that one module, or the code of one function, declares.
  struct Names {
    std::unordered_map<std::string_view, std::vector<DefId>> items;
    std::unordered_map<std::string_view, std::vector<Import>> imports;
    std::vector<Import> globs;
    std::vector<Import> unnamed;  // `as _`
  };

  Resolved InModule(std::uint32_t module, std::string_view name, Space space, std::uint32_t from);
  Resolved InNames(const Names& names, std::string_view name, Space space, bool all);
  /// InNames, each question once.
  Resolved Remembered(std::uint64_t of, const Names& names, std::string_view name, Space space, bool all);
  /// Whether a trait is imported as `_` or another name, here or by a glob.
  bool UnderAnotherName(const Names& names, DefId trait, int steps);
  Resolved InEnum(DefId item, std::string_view name) const;
  Resolved FollowImport(const Import& import, Space space);
  Resolved OfItem(DefId def) const;
  Resolved ExternOrPrelude(std::string_view name) const;
  Resolved First(const RustScope& scope, std::string_view name, Space space);
  [[nodiscard]] bool Below(std::uint32_t module, std::uint32_t ancestor) const;

  const RustWorld& world_;
  std::vector<DefId> base_;
  std::vector<std::uint32_t> file_of_;
  std::vector<std::vector<DefId>> children_;
  std::vector<Names> modules_;
  std::unordered_map<DefId, Names> functions_;
  std::unordered_map<DefId, std::uint32_t> module_of_declaration_;
  std::map<std::string, std::uint32_t, std::less<>> crates_;  // libraries by name
  struct Memo {
    Resolved result;
    bool done = false;
  };
  std::map<std::pair<std::uint64_t, std::string>, Memo, std::less<>> memo_;
  std::map<std::pair<std::uint32_t, DefId>, bool> in_scope_;
  int depth_ = 0;
};

}  // namespace ferrotype
