// How long a cluster will still take, from what it did of late.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

namespace ferrotype {

/// What is left of the three things that go on side by side, each of which may be the last to end.
struct WorkLeft {
  std::int64_t batches = 0;   ///< of work, quotes among them, that no analyzer has answered
  std::int64_t records = 0;   ///< that the aggregator has not taken
  std::int64_t releases = 0;  ///< that are not complete; failed ones are nobody's to wait for
};

class TimeLeft {
 public:
  /// As it stands `seconds` after any fixed moment; later ones come later.
  void Add(double seconds, const WorkLeft& left);

  struct Estimate {
    std::int64_t seconds = 0;
    std::string_view by;  ///< what takes longest: "analysis", "the aggregator" or "completing releases"
  };
  /// The longest of the three, each at its own rate of the last minute or, where nothing moved in it, of the last ten.
  /// nullopt: nothing is left, or something is of which nothing was seen to be done.
  [[nodiscard]] std::optional<Estimate> Now() const;

 private:
  struct Sample {
    double seconds = 0;
    std::array<std::int64_t, 3> left{};
  };
  [[nodiscard]] std::optional<double> Seconds(std::size_t which, double window) const;

  std::deque<Sample> samples_;
};

}  // namespace ferrotype
