// The picture of the timeline: a band a year, what people entered and what was derived told apart by shape and word.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "renderer/chart/chart.h"

namespace ferrotype {

struct TimelineMark {
  std::string label;
  double place = 0;      ///< within its band, from 0 to 1; only where the band is dated
  double until = 0;      ///< beyond `place`: as much as is known of when; a thin line under the label says so
  bool derived = false;  ///< a milestone, not an event
};

struct TimelineBand {
  std::string name;   ///< "2024"; "6.1.192 – 6.12.117"
  std::string count;  ///< how many, as people read it: for the narrow drawing, which has no room for labels
  bool dated = true;  ///< false: nothing tells when within the band, so marks stand side by side
  std::vector<TimelineMark> marks;
};

struct TimelineData {
  std::string event_word;
  std::string milestone_word;
  std::vector<std::pair<double, std::string>> ticks;  ///< of dated bands: "Jan", "Apr", ...
  std::vector<TimelineBand> bands;                    ///< from the top down
};

/// Every letter lies within the view box and none on another; the same data gives the same bytes.
[[nodiscard]] Drawing DrawTimeline(const TimelineData& data, Extent extent);

}  // namespace ferrotype
