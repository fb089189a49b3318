// The aggregator as a service of a cluster: what it applies, what it says, and who of several speaks.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "aggregator/aggregator.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"
#include "model/store.h"

namespace ferrotype {

/// What others may look at while it runs. Written by the service's thread alone.
struct AggregatorState {
  std::map<TopicPartition, std::int64_t> lag;  ///< records that are on the bus and were not taken
  std::uint64_t transactions = 0;
  std::uint64_t letters = 0;  ///< records that could not be applied
  bool speaks = false;
  std::vector<ReleaseStatus> waiting;  ///< releases that are not complete
  std::uint64_t complete = 0;          ///< releases that are
  AggregatorCounts counts;
};

struct AggregatorSettings {
  std::string bus_id;     ///< names the bus in the store's offsets
  std::string service;    ///< this process, for people
  std::string instance;   ///< drawn at the start of this process
  std::string snapshots;  ///< folder of snapshots; empty: none are made
  /// True: reads all topics from their beginning, whatever the store has; applying a record twice changes nothing.
  bool replay = false;
  /// Hears of what went wrong and was dealt with, and of releases that became complete or failed; may be empty.
  std::function<void(bool serious, const std::string& text, const std::string& release)> notice;
  /// Called now and then; may be empty.
  std::function<void(const AggregatorState&)> watch;
};

/// Reads every partition of trees, findings, sources and releases from the store's own offsets, and dead letters from
/// the beginning, until `stop` or the bus closes. Rows and offsets are one transaction. Several may run, each with its
/// own store, and come to the same; one of them speaks, and another takes over when it goes. kCorrupt when the store
/// has read further than a topic goes.
[[nodiscard]] Result<void> RunAggregatorService(Bus& bus, Store& store, const AggregatorSettings& settings,
                                                const StopFlag& stop);

}  // namespace ferrotype
