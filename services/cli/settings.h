// ferrotype.toml: settings below flags and environment.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/options.h"

namespace ferrotype {

/// Reads `path` into `options`. An unknown key or a value of another type is kInvalidArgument with file:line:col and
/// the nearest key.
[[nodiscard]] Result<void> ReadSettings(const std::string& path, Options& options);

/// The same keys from the environment: FERROTYPE_STORE, FERROTYPE_BASE_URL, ...
[[nodiscard]] Result<void> ReadEnvironment(Options& options);

}  // namespace ferrotype
