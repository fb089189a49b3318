// What `ferrotype watch` asks of a cluster where it would else measure on this machine.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "bus/kafka_bus.h"
#include "cli/cluster/host.h"
#include "cli/options.h"
#include "model/read_to_end.h"
#include "model/status_board.h"

namespace ferrotype {

class ClusterWatch {
 public:
  /// Waits for brokers that don't answer; kCancelled when asked to stop meanwhile. `options` outlives it.
  [[nodiscard]] static Result<std::unique_ptr<ClusterWatch>> Join(const Options& options);

  /// Root trees of the releases that are complete, by name.
  [[nodiscard]] Result<std::map<std::string, std::string>> Complete();

  /// Hands out what is new in these releases of the repository at `path`, which analyzers know as `repository`, and
  /// waits until each is complete. kInvalidArgument names those that failed.
  [[nodiscard]] Result<void> Measure(const std::string& path, const std::string& repository,
                                     const std::vector<std::string>& names);

  /// `publication` with the aggregator's newest snapshot as its store, once that holds all that is complete. kNotFound
  /// when nothing is complete yet.
  [[nodiscard]] Result<Options> WithSnapshot(const Options& publication);

 private:
  explicit ClusterWatch(const Options& options) : options_(options) {}
  Result<void> CatchUp();

  const Options& options_;
  std::unique_ptr<ServiceHost> host_;
  KafkaBus* bus_ = nullptr;
  Progress progress_;
  StatusBoard board_;
  std::map<std::string, std::string> trees_;  ///< of every release that was announced
};

}  // namespace ferrotype
