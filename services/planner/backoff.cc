#include "planner/backoff.h"

#include <algorithm>

#include "base/text.h"

namespace ferrotype {

std::int64_t BackoffSeconds(int failures, std::int64_t every, double chance) {
  constexpr std::int64_t kFirst = 60;
  constexpr int kMostDoublings = 20;
  const int doublings = std::clamp(failures - 1, 0, kMostDoublings);
  const std::int64_t whole = std::min(every, std::min(every, kFirst) << doublings);
  const auto part = static_cast<std::int64_t>(static_cast<double>(whole) * (0.5 + 0.5 * chance));
  return std::max<std::int64_t>(1, part);
}

std::optional<std::int64_t> ParseDuration(std::string_view text) {
  constexpr std::int64_t kMost = std::int64_t{366} * 86'400;
  if (text.size() < 2) return std::nullopt;
  const char unit = text.back();
  const std::int64_t seconds = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3'600 : unit == 'd' ? 86'400 : 0;
  const std::optional<std::int64_t> number = ParseInt(text.substr(0, text.size() - 1));
  if (seconds == 0 || !number || *number < 1 || *number > kMost / seconds) return std::nullopt;
  return *number * seconds;
}

}  // namespace ferrotype
