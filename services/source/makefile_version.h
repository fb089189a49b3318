// What a kernel's top-level Makefile says it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ferrotype {

/// A kernel names itself in the first lines of its Makefile; so much of it is enough.
inline constexpr std::size_t kMakefileHeadBytes = 4096;

/// "v7.2.13", "v7.2" (SUBLEVEL 0), "v7.3-rc2": VERSION.PATCHLEVEL.SUBLEVEL and EXTRAVERSION. nullopt when the first
/// three are not all there as numbers, or EXTRAVERSION is not made of letters, digits and . _ + -: then it is no
/// kernel's Makefile.
[[nodiscard]] std::optional<std::string> ReleaseNameFromMakefile(std::string_view makefile);

}  // namespace ferrotype
