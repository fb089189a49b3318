// What one Makefile/Kbuild or one Kconfig file says: pure functions of its text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace ferrotype {

/// "Under no condition".
inline constexpr std::uint32_t kNoCondition = 0xFFFFFFFF;

/// A condition that encloses rules or entries. They form a tree, so that a file stays as small as its text however deep
/// they nest. Parents stand before their children.
struct KbuildCondition {
  /// Make: "ifdef CONFIG_X", "ifeq ($(A),b)", and in the branch taken when it does not hold "else ifdef CONFIG_X".
  /// Kconfig: an expression, of `if`, or of what a menu or choice depends on.
  std::string text;
  std::uint32_t parent = kNoCondition;  ///< the one around it
  bool operator==(const KbuildCondition&) const = default;
};

/// `obj-$(CONFIG_X) += a.o b/`, `rust_binder-y := rust_binder_main.o`: a variable whose values are objects or folders.
struct KbuildRule {
  std::string variable;             ///< as written: "obj-$(CONFIG_X)", "rust_binder-y", "drm-$(CONFIG_Y)"
  std::vector<std::string> values;  ///< "a.o", "nova-core/"; continuation lines joined; only those that end in .o or /
  std::uint32_t condition = kNoCondition;  ///< the innermost around it
  std::uint32_t line = 0;
  bool operator==(const KbuildRule&) const = default;
};

struct KbuildSyntax {
  std::vector<KbuildCondition> conditions;
  std::vector<KbuildRule> rules;
  bool operator==(const KbuildSyntax&) const = default;
};

struct KconfigSymbol {
  std::string name;                  ///< without CONFIG_
  std::string type;                  ///< "bool", "tristate", ...; "" when this entry gives none
  std::string prompt;                ///< without its quotes
  std::vector<std::string> depends;  ///< each `depends on` of its own; all must hold, and those around it
  std::vector<std::string> selects;  ///< symbols, conditions cut off
  std::vector<std::string> implies;
  std::uint32_t condition = kNoCondition;  ///< the innermost `if`, menu or choice around it
  std::uint32_t line = 0;
  std::uint32_t help_line = 0;  ///< first line of its help text; 0 when there is none
  std::uint32_t help_end_line = 0;
  bool menuconfig = false;
  bool operator==(const KconfigSymbol&) const = default;
};

struct KconfigSource {
  std::string path;  ///< of `source`, from the top folder; of rsource from the file's own (see `relative`)
  bool relative = false;
  std::uint32_t condition = kNoCondition;  ///< the innermost around it: it holds for all that is read there
  std::uint32_t line = 0;
  bool operator==(const KconfigSource&) const = default;
};

struct KconfigSyntax {
  std::vector<KbuildCondition> conditions;
  std::vector<KconfigSymbol> symbols;  ///< one for each entry; a symbol may have several
  std::vector<KconfigSource> sources;
  bool operator==(const KconfigSyntax&) const = default;
};

/// Empty for a value that says nothing.
[[nodiscard]] Bytes Encode(const KbuildSyntax& value);
[[nodiscard]] Bytes Encode(const KconfigSyntax& value);
/// kCorrupt as all Decode (wire.h), and when an index points at nothing; no bytes are a value that says nothing.
[[nodiscard]] Result<KbuildSyntax> DecodeKbuildSyntax(std::string_view bytes);
[[nodiscard]] Result<KconfigSyntax> DecodeKconfigSyntax(std::string_view bytes);

/// More conditions around one entry than this are nowhere: readers stop there, so that depth costs no more.
inline constexpr std::size_t kMaxEnclosing = 64;

/// `condition` and those around it, outermost first; the innermost kMaxEnclosing of them.
[[nodiscard]] std::vector<std::string_view> Enclosing(const std::vector<KbuildCondition>& conditions,
                                                      std::uint32_t condition);

}  // namespace ferrotype
