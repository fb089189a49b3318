// Where to publish: a folder, or a target that ferrotype.toml names.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/options.h"

namespace ferrotype {

/// The options of each publication that `options` ask for: `to` may be the name of a target, whose values then stand
/// where neither a flag nor the environment gave one; with no `to`, every target, in order of name. kInvalidArgument
/// when there is neither; a name that looks like one and is no target is told, with the nearest.
[[nodiscard]] Result<std::vector<Options>> PublicationsOf(const Options& options);

/// The same for what is done to one folder: several targets are kInvalidArgument.
[[nodiscard]] Result<Options> PublicationOf(const Options& options);

}  // namespace ferrotype
