// What the one release of a tarball or directory is called.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/result.h"

namespace ferrotype {

/// The name that `patterns` gives it; nullopt when they are empty. kInvalidArgument when there are several, or it is a
/// glob.
[[nodiscard]] Result<std::optional<std::string>> OnlyName(const std::string& path,
                                                          std::span<const std::string> patterns);

/// "`path`: is no kernel tree: ..."
[[nodiscard]] Unexpected NoKernelTree(const std::string& path);

}  // namespace ferrotype
