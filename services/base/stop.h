// A request to stop, seen by every thread of a run: set by a signal handler or by the first sibling that fails.
#pragma once

#include <atomic>

namespace ferrotype {

class StopFlag {
 public:
  StopFlag() = default;
  /// A flag that is also requested when `parent` is: stopping a part does not stop the whole. `parent` outlives it.
  explicit StopFlag(const StopFlag* parent) : parent_(parent) {}
  StopFlag(const StopFlag&) = delete;
  StopFlag& operator=(const StopFlag&) = delete;

  /// Async-signal-safe.
  void Request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const noexcept {
    return requested_.load(std::memory_order_relaxed) || (parent_ != nullptr && parent_->requested());
  }

 private:
  const StopFlag* parent_ = nullptr;
  std::atomic<bool> requested_{false};
};

}  // namespace ferrotype
