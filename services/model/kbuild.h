// What one Makefile/Kbuild or one Kconfig file says: pure functions of its text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace ferrotype {

/// `obj-$(CONFIG_X) += a.o b/`, `rust_binder-y := rust_binder_main.o`: a variable whose values are objects or folders.
struct KbuildRule {
  std::string variable;             ///< as written: "obj-$(CONFIG_X)", "rust_binder-y", "drm-$(CONFIG_Y)"
  std::vector<std::string> values;  ///< "a.o", "nova-core/"; continuation lines joined; only those that end in .o or /
  /// Enclosing conditions, outermost first, as "ifdef CONFIG_X", "ifeq ($(A),b)", "else ifdef CONFIG_X" (the branch
  /// taken when it does not hold).
  std::vector<std::string> conditions;
  std::uint32_t line = 0;
  bool operator==(const KbuildRule&) const = default;
};

struct KbuildSyntax {
  std::vector<KbuildRule> rules;
  bool operator==(const KbuildSyntax&) const = default;
};

struct KconfigSymbol {
  std::string name;  ///< without CONFIG_
  std::string type;  ///< "bool", "tristate", ...; "" when this entry gives none
  std::string prompt;
  std::vector<std::string> depends;  ///< each `depends on`, and each enclosing `if` and menu; all must hold
  std::vector<std::string> selects;  ///< symbols, conditions cut off
  std::vector<std::string> implies;
  std::uint32_t line = 0;
  std::uint32_t help_line = 0;  ///< first line of its help text; 0 when there is none
  std::uint32_t help_end_line = 0;
  bool menuconfig = false;
  bool operator==(const KconfigSymbol&) const = default;
};

struct KconfigSource {
  std::string path;  ///< of `source`, from the top folder (rsource: as written, see `relative`)
  bool relative = false;
  std::vector<std::string> depends;  ///< enclosing `if` and menus: they hold for all that is read there
  std::uint32_t line = 0;
  bool operator==(const KconfigSource&) const = default;
};

struct KconfigSyntax {
  std::vector<KconfigSymbol> symbols;  ///< one for each entry; a symbol may have several
  std::vector<KconfigSource> sources;
  bool operator==(const KconfigSyntax&) const = default;
};

[[nodiscard]] Bytes Encode(const KbuildSyntax& value);
[[nodiscard]] Bytes Encode(const KconfigSyntax& value);
[[nodiscard]] Result<KbuildSyntax> DecodeKbuildSyntax(std::string_view bytes);
[[nodiscard]] Result<KconfigSyntax> DecodeKconfigSyntax(std::string_view bytes);

}  // namespace ferrotype
