// The one loop in which services read the bus.
#pragma once

#include <chrono>
#include <functional>
#include <span>

#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"

namespace ferrotype {

struct ConsumeSettings {
  std::size_t max_records = 1;
  /// How long a poll waits; after that `take` is called with nothing, so that what is due by the clock gets done.
  std::chrono::milliseconds patience{100};
  /// Between polls while few records come, so that they come together: each that is waited for costs two threads a
  /// switch.
  std::chrono::milliseconds pause{0};
};

/// Polls and hands each batch, an empty one too, to `take` until `stop` is requested or the bus is closed; both end it
/// well, and so does kCancelled from `take`. Any other error ends it. A record of a newer version than this program
/// reads is kInvalidArgument, naming both: whoever skipped it would leave a hole.
[[nodiscard]] Result<void> Consume(Consumer& consumer, const ConsumeSettings& settings, const StopFlag& stop,
                                   const std::function<Result<void>(std::span<const Record>)>& take);

}  // namespace ferrotype
