#include "planner/time_left.h"

#include <algorithm>
#include <cmath>

namespace ferrotype {
namespace {

constexpr double kMinute = 60;
constexpr double kLongest = 10 * kMinute;
constexpr std::array<std::string_view, 3> kNames = {"analysis", "the aggregator", "completing releases"};

}  // namespace

void TimeLeft::Add(double seconds, const WorkLeft& left) {
  samples_.push_back({seconds, {left.batches, left.records, left.releases}});
  while (samples_.front().seconds < seconds - kLongest) samples_.pop_front();
}

// New work comes while old work is done: only what went counts, not what came.
std::optional<double> TimeLeft::Seconds(std::size_t which, double window) const {
  const double from = samples_.back().seconds - window;
  auto begin = std::find_if(samples_.begin(), samples_.end(), [&](const Sample& s) { return s.seconds >= from; });
  std::int64_t done = 0;
  const double begun = begin->seconds;
  for (auto next = std::next(begin); next != samples_.end(); begin = next++)
    done += std::max<std::int64_t>(0, begin->left[which] - next->left[which]);
  if (done == 0) return std::nullopt;
  return static_cast<double>(samples_.back().left[which]) * (samples_.back().seconds - begun) /
         static_cast<double>(done);
}

std::optional<TimeLeft::Estimate> TimeLeft::Now() const {
  if (samples_.empty()) return std::nullopt;
  std::optional<Estimate> longest;
  for (std::size_t which = 0; which < kNames.size(); ++which) {
    if (samples_.back().left[which] == 0) continue;
    std::optional<double> seconds = Seconds(which, kMinute);
    if (!seconds) seconds = Seconds(which, kLongest);
    if (!seconds) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(std::ceil(*seconds));
    if (!longest || whole > longest->seconds) longest = Estimate{whole, kNames[which]};
  }
  return longest;
}

}  // namespace ferrotype
