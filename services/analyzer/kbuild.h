// What a Makefile builds, and what a Kconfig file declares.
#pragma once

#include <string_view>

#include "model/kbuild.h"

namespace ferrotype {

/// More entries of one file than this are not kept: no file of a kernel has a hundredth of it.
inline constexpr std::size_t kMaxKbuildEntries = 200'000;

/// Linear; no recursion, however deep conditions nest. Recipes, comments and `define` are no rules.
[[nodiscard]] KbuildSyntax ReadKbuild(std::string_view text);
/// Linear; no recursion. Help texts end where their indentation does, as Kconfig's own reader has it.
[[nodiscard]] KconfigSyntax ReadKconfig(std::string_view text);

}  // namespace ferrotype
