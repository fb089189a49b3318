// Work in a process of its own: what it reads from strangers can neither damage this one nor hold it up.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/result.h"
#include "base/stop.h"

namespace ferrotype {

/// Runs `work` in a child process and returns its result. `alive`, which `work` calls as it gets on, returns false when
/// it should stop. A child that gives no sign for `patience` is ended: kUnavailable; so is one that crashes. Call it
/// while this process has one thread.
[[nodiscard]] Result<std::string> RunInChild(
    const std::function<Result<std::string>(const std::function<bool()>& alive)>& work, std::chrono::seconds patience,
    const StopFlag& stop);

}  // namespace ferrotype
