// ferrotype aggregator: findings into the store, and the word on when a release is complete.

#include <algorithm>
#include <map>
#include <string>

#include "aggregator/service.h"
#include "cli/cluster/host.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "store/sqlite_store.h"

namespace ferrotype {
namespace {

// Numbers of the releases that wait, and no more of those that did.
class ReleaseNumbers {
 public:
  explicit ReleaseNumbers(ServiceHost& host) : host_(host) {}

  void Show(const AggregatorState& state) {
    ServiceInstruments& numbers = host_.numbers();
    std::uint64_t failed = 0;
    for (const ReleaseStatus& release : state.waiting) {
      failed += release.state == ReleaseState::kFailed ? 1U : 0U;
      numbers.release_blobs(release.name, "expected").Set(static_cast<double>(release.blobs));
      numbers.release_blobs(release.name, "found")
          .Set(static_cast<double>(release.blobs) - static_cast<double>(release.missing_findings));
      // What pages quote is known when all findings are there; from then on it becomes less.
      const std::size_t missing = release.demands.size();
      std::size_t& most = shown_[release.name];
      most = std::max(most, missing);
      numbers.release_quotes(release.name, "expected").Set(static_cast<double>(most));
      numbers.release_quotes(release.name, "found").Set(static_cast<double>(most - missing));
    }
    std::erase_if(shown_, [&](const auto& each) {
      const bool waits = std::any_of(state.waiting.begin(), state.waiting.end(),
                                     [&](const ReleaseStatus& release) { return release.name == each.first; });
      if (!waits) numbers.RemoveRelease(each.first);
      return !waits;
    });
    numbers.releases("waiting").Set(static_cast<double>(state.waiting.size() - failed));
    numbers.releases("failed").Set(static_cast<double>(failed));
    numbers.releases("complete").Set(static_cast<double>(state.complete));
    Counter& letters = numbers.dead_letters();
    letters.Add(state.letters - letters.value());
    host_.ShowLag("input", state.lag);
    host_.Beat();
  }

 private:
  ServiceHost& host_;
  std::map<std::string, std::size_t> shown_;  // and the most blobs that pages of it quote and that were missing
};

Result<void> Aggregate(const Options& options, ServiceHost& host) {
  TRY_ASSIGN(const std::unique_ptr<Store> store, OpenStore(options.store));
  AggregatorSettings settings;
  settings.service = host.name();
  settings.instance = DrawInstance();
  settings.snapshots = options.snapshots.empty() ? options.store + "/snapshots" : options.snapshots;
  settings.replay = options.replay;
  settings.notice = [&host](bool serious, const std::string& text, const std::string& release) {
    host.Tell(serious, "message", text, release);
  };
  ReleaseNumbers numbers(host);
  settings.watch = [&numbers](const AggregatorState& state) { numbers.Show(state); };
  TRY_ASSIGN(KafkaBus* const bus, host.Join());
  settings.bus_id = bus->cluster();
  return host.Persist([&] { return RunAggregatorService(*bus, *store, settings, InterruptFlag()); });
}

}  // namespace

int RunAggregatorVerb(const Options& options) {
  const Result<void> ran = WithHost(options, "aggregator", Aggregate);
  return ran || ran.error().kind == ErrorKind::kCancelled ? kDone : Complain(ran.error());
}

}  // namespace ferrotype
