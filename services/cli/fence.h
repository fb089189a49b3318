// An older state of the store is not published after a newer one, whoever wakes up late.
#pragma once

#include <filesystem>
#include <optional>

#include "base/result.h"
#include "cli/options.h"

namespace ferrotype {

/// Call it with the lock of the published folder held. kUnavailable when a later state than `fence` was published
/// there; if not, `fence` is remembered as the latest. Without a fence there is nothing to pass.
[[nodiscard]] Result<void> PassFence(const std::filesystem::path& folder, const std::optional<Fence>& fence);

}  // namespace ferrotype
