// Whether a service lives and is ready, as a supervisor asks: liveness is a loop that goes round, readiness is a word.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

namespace ferrotype {

class Health {
 public:
  using Clock = std::chrono::steady_clock;

  /// A service whose loop has not beaten for `patience` is not alive any more: whoever watches it restarts it.
  explicit Health(Clock::duration patience, Clock::time_point now = Clock::now());

  /// The main loop has come round once more.
  void Beat(Clock::time_point now = Clock::now());

  void Ready();
  /// Not (any longer) able to do its work; `why` is told to whoever asks.
  void NotReady(std::string why);

  /// Nothing when all is well, else what is wrong.
  [[nodiscard]] std::optional<std::string> WhyNotAlive(Clock::time_point now = Clock::now()) const;
  [[nodiscard]] std::optional<std::string> WhyNotReady(Clock::time_point now = Clock::now()) const;

 private:
  const Clock::duration patience_;
  mutable std::mutex mutex_;
  Clock::time_point beat_;
  std::optional<std::string> not_ready_ = "starting";
};

}  // namespace ferrotype
