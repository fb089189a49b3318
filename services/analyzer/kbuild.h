// What a Makefile builds, and what a Kconfig file declares.
#pragma once

#include <string_view>

#include "model/kbuild.h"

namespace ferrotype {

/// Linear; no recursion, however deep conditions nest.
[[nodiscard]] KbuildSyntax ReadKbuild(std::string_view text);
[[nodiscard]] KconfigSyntax ReadKconfig(std::string_view text);

}  // namespace ferrotype
