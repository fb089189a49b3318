// A request to stop, seen by every thread of a run: set by a signal handler or by the first sibling that fails.
#pragma once

#include <atomic>

namespace ferrotype {

class StopFlag {
 public:
  /// Async-signal-safe.
  void Request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace ferrotype
