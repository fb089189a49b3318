#include "telemetry/health.h"

#include <fmt/format.h>

#include <utility>

namespace ferrotype {

Health::Health(Clock::duration patience, Clock::time_point now) : patience_(patience), beat_(now) {}

void Health::Beat(Clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  beat_ = now;
}

void Health::Ready() {
  const std::scoped_lock lock(mutex_);
  not_ready_.reset();
}

void Health::NotReady(std::string why) {
  const std::scoped_lock lock(mutex_);
  not_ready_ = std::move(why);
}

std::optional<std::string> Health::WhyNotAlive(Clock::time_point now) const {
  const std::scoped_lock lock(mutex_);
  if (now - beat_ <= patience_) return std::nullopt;
  return fmt::format("its loop has not come round for {} s",
                     std::chrono::duration_cast<std::chrono::seconds>(now - beat_).count());
}

std::optional<std::string> Health::WhyNotReady(Clock::time_point now) const {
  if (std::optional<std::string> dead = WhyNotAlive(now)) return dead;
  const std::scoped_lock lock(mutex_);
  return not_ready_;
}

}  // namespace ferrotype
