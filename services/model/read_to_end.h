// All that a topic holds now.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"

namespace ferrotype {

/// Where a reader of several topics has got to.
using Progress = std::map<TopicPartition, std::int64_t>;

/// Hands every record of `topics` from `progress` (from the beginning, where it says nothing) up to where they end at
/// the time of the call to `take`, and moves `progress`. kCancelled when `stop` is requested; kUnavailable when nothing
/// comes for a minute.
[[nodiscard]] Result<void> ReadToEnd(Bus& bus, std::string_view group, const std::vector<std::string_view>& topics,
                                     Progress& progress, const StopFlag& stop,
                                     const std::function<Result<void>(const Record&)>& take);

}  // namespace ferrotype
