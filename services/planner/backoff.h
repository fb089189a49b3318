// When to try again.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ferrotype {

/// Seconds to wait after the n-th failure in a row (n >= 1): from a minute (or `every`, if that is less) doubling up to
/// `every`, of which a random part between a half and the whole is taken, so that many who failed together do not come
/// back together. `chance` is in [0, 1).
[[nodiscard]] std::int64_t BackoffSeconds(int failures, std::int64_t every, double chance);

/// "90s", "30m", "1h", "2d" as seconds; nullopt for anything else, zero and over 366 days included.
[[nodiscard]] std::optional<std::int64_t> ParseDuration(std::string_view text);

}  // namespace ferrotype
