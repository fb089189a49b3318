// The planner as a service of a cluster: looks for releases, hands out what is new in them, and what pages quote.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "model/bus.h"
#include "model/read_to_end.h"
#include "model/source.h"
#include "model/status_board.h"
#include "planner/planner.h"

namespace ferrotype {

/// What the topics say is known, and what this process handed out.
class KnownOfTopics : public Known {
 public:
  /// Reads what the topics trees, findings and releases hold beyond what it has read.
  Result<void> CatchUp(Bus& bus, const StopFlag& stop);
  /// Forgets what was handed out and is not on the topics: it may have been lost.
  void ForgetHandedOut();

  bool IsWhole(TreeOid tree) override { return whole_.contains(tree); }
  bool IsTold(TreeOid tree) override { return told_.contains(tree); }
  bool HasFinding(const FindingKey& key) override { return findings_.contains(key) || handed_out_.contains(key); }
  void Remember(const std::unordered_set<TreeOid>& trees, const std::unordered_set<FindingKey>& findings) override;

  [[nodiscard]] const std::map<std::string, ReleaseRecord>& releases() const { return releases_; }
  [[nodiscard]] std::size_t findings() const { return findings_.size(); }
  void Announced(const ReleaseRecord& record) { releases_.try_emplace(record.name, record); }

 private:
  Progress progress_;
  std::unordered_set<TreeOid> told_;
  std::unordered_set<TreeOid> whole_;
  std::unordered_set<FindingKey> findings_;
  std::unordered_set<FindingKey> handed_out_;
  std::map<std::string, ReleaseRecord> releases_;
};

struct PlannerState {
  std::uint64_t releases = 0;  ///< that the source offers and are wanted
  std::uint64_t complete = 0;  ///< of these
  std::uint64_t failed = 0;    ///< of these
  std::uint64_t ahead = 0;     ///< handed out and not complete
  std::uint64_t batches = 0;
  std::uint64_t blobs = 0;
  std::uint64_t trees = 0;
  std::uint64_t quotes = 0;
};

struct PlannerServiceSettings {
  PlannerSettings work;
  /// Releases that may be handed out and not complete at once: the back-pressure of the whole cluster.
  std::size_t ahead = 16;
  std::chrono::milliseconds between_looks{3'600'000};
  /// A release of which nothing moves for so long is handed out anew: work may have been lost.
  std::chrono::milliseconds stale{600'000};
  /// Ends when every release of one look is complete or has failed, and stayed so for `failed_for`: what a retried dead
  /// letter mends was failed a moment ago.
  bool once = false;
  std::chrono::milliseconds failed_for{5'000};
  std::function<void(bool serious, const std::string& text, const std::string& release)> notice;
  std::function<void(const PlannerState&)> watch;
};

/// Runs until `stop` or the bus closes. `look` gives the releases that are wanted, each time anew; its errors are told
/// and it is asked again. With `once`: kInvalidArgument, naming them, when releases failed.
[[nodiscard]] Result<void> RunPlanner(Bus& bus, Source& source,
                                      const std::function<Result<std::vector<SourceRelease>>()>& look,
                                      const PlannerServiceSettings& settings, const StopFlag& stop);

}  // namespace ferrotype
