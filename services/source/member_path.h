// Names of a tarball's members, made into paths of a tree.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ferrotype {

inline constexpr std::size_t kMaxPathBytes = 4096;

/// "./linux-7.2//kernel/" -> "linux-7.2/kernel"; "." and "./" -> "". kInvalidArgument, saying what is wrong with the
/// name, when it is absolute, leads out by "..", or has a component that no tree may have (model/tree.h), or is too
/// long or too deep.
[[nodiscard]] Result<std::string> MemberPath(std::string_view name);

}  // namespace ferrotype
