#include "cli/embedded.h"

#include <fmt/format.h>

#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "bus/memory_bus.h"
#include "model/wire.h"

namespace ferrotype {
namespace {

constexpr std::chrono::milliseconds kProgressInterval(500);

// Work is spread over partitions one batch after the other; the bound is the back-pressure between rooms.
std::map<std::string, MemoryTopic, std::less<>> TopicsFor(int jobs) {
  constexpr std::size_t kMiB = 1U << 20U;
  std::map<std::string, MemoryTopic, std::less<>> all;
  all[std::string(topics::kWork)] = {jobs, kMiB / 4};
  // The aggregator alone reads these, and ends with the bus.
  all[std::string(topics::kTrees)] = {1, 16 * kMiB, true};
  all[std::string(topics::kFindings)] = {1, 16 * kMiB, true};
  all[std::string(topics::kSources)] = {1, 16 * kMiB, true};
  all[std::string(topics::kReleases)] = {1, kMiB, true};
  all[std::string(topics::kStatus)] = {1, 16 * kMiB};
  return all;
}

// All work is of the one source.
class OneSource : public WorkReader {
 public:
  explicit OneSource(std::unique_ptr<BlobReader> reader) : reader_(std::move(reader)) {}
  Result<std::optional<BlobBytes>> Read(const WorkBatch&, BlobOid blob, std::uint64_t max_bytes) override {
    return reader_->Read(blob, max_bytes);
  }

 private:
  std::unique_ptr<BlobReader> reader_;
};

}  // namespace

struct EmbeddedRun::State {
  State(Source& source_in, Store& store_in, StoreReader& known_in, int jobs_in, const StopFlag& stop_in)
      : source(source_in),
        store(store_in),
        known(known_in),
        jobs(jobs_in),
        stop(&stop_in),
        bus(TopicsFor(jobs_in)),
        aggregator(store_in) {}

  void Fail(const Error& error) {
    {
      const std::scoped_lock lock(mutex);
      if (!failure) failure = error;
    }
    // A tarball's walk may be waiting for its bytes to be read by the very thread that failed.
    stop.Request();
    bus.Close();
  }

  // The error that ended the run, if one did; else `fallback`.
  Unexpected Why(const Error& fallback) {
    const std::scoped_lock lock(mutex);
    return Unexpected(failure && fallback.kind == ErrorKind::kCancelled ? *failure : fallback);
  }

  Source& source;
  Store& store;
  StoreReader& known;
  const int jobs;
  StopFlag stop;  // of this run; requested with the process's
  MemoryBus bus;
  Aggregator aggregator;
  AnalyzerCounts analyzed;
  std::unique_ptr<Consumer> results;
  std::unique_ptr<Consumer> status;
  std::vector<std::unique_ptr<Consumer>> work;
  std::vector<std::unique_ptr<WorkReader>> readers;
  std::mutex mutex;
  std::optional<Error> failure;
  std::vector<std::thread> threads;
};

EmbeddedRun::EmbeddedRun(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<EmbeddedRun>> EmbeddedRun::Start(Source& source, Store& store, StoreReader& known, int jobs,
                                                        const StopFlag& stop) {
  auto owned = std::make_unique<State>(source, store, known, jobs, stop);
  State& state = *owned;
  TRY_ASSIGN(state.results,
             state.bus.Subscribe(groups::kAggregator, {std::string(topics::kTrees), std::string(topics::kFindings),
                                                       std::string(topics::kSources), std::string(topics::kReleases)}));
  TRY_ASSIGN(state.status, state.bus.Subscribe(groups::kPlanner, {std::string(topics::kStatus)}));
  for (int i = 0; i < jobs; ++i) {
    TRY_ASSIGN(auto reader, source.OpenReader());
    TRY_ASSIGN(auto work, state.bus.Subscribe(groups::kAnalyzers, {std::string(topics::kWork)}));
    state.readers.push_back(std::make_unique<OneSource>(std::move(reader)));
    state.work.push_back(std::move(work));
  }
  std::unique_ptr<EmbeddedRun> run(new EmbeddedRun(std::move(owned)));
  const auto guarded = [&state](Result<void> result) {
    if (!result) state.Fail(result.error());
  };
  for (std::size_t i = 0; i < static_cast<std::size_t>(jobs); ++i) {
    state.threads.emplace_back([&state, guarded, i] {
      guarded(RunAnalyzer(state.bus, *state.work[i], *state.readers[i], {}, state.analyzed, state.stop));
    });
  }
  state.threads.emplace_back([&state, guarded] {
    guarded(RunAggregator(state.bus, *state.results, state.store, state.aggregator, state.stop));
  });
  return run;
}

EmbeddedRun::~EmbeddedRun() {
  state_->bus.Close();
  for (std::thread& thread : state_->threads) thread.join();
}

Result<ReleaseCounts> EmbeddedRun::Analyze(const SourceRelease& release,
                                           const std::function<void(std::uint64_t)>& progress) {
  State& state = *state_;
  const auto begin = std::chrono::steady_clock::now();
  const AggregatorCounts before = state.aggregator.counts();
  const std::uint64_t read_before = state.analyzed.read;
  const std::uint64_t analyzed_before = state.analyzed.analyzed;
  const std::uint64_t bytes_before = state.analyzed.bytes;

  ReleaseCounts counts;
  const PlannerSettings settings;
  KnownOfStore known(state.known);
  Result<PlanCounts> planned =
      PlanRelease(state.source, release, known, state.bus, settings, state.stop, counts.record);
  if (!planned) return state.Why(planned.error());
  counts.new_blobs = planned->blobs;
  while (true) {
    if (state.stop.requested()) return state.Why({ErrorKind::kCancelled, "stopped"});
    Result<std::vector<Record>> records = state.status->Poll(16, kProgressInterval);
    if (!records) return state.Why(records.error());
    progress(state.analyzed.analyzed - analyzed_before);
    bool complete = false;
    for (const Record& record : *records) {
      TRY_ASSIGN(const ReleaseStatus status, Decode<ReleaseStatus>(record.message.value));
      TRY(state.status->Commit(record.from, record.next_offset));
      if (status.name != counts.record.name) continue;
      complete = status.state == ReleaseState::kComplete;
      if (!status.demands.empty()) {
        if (Result<void> quoted =
                PlanQuotes(state.source, counts.record, status.demands, state.bus, settings, state.stop);
            !quoted) {
          return state.Why(quoted.error());
        }
      }
    }
    if (complete) break;
  }
  // The release is complete: the aggregator is idle until the next one, its counters stand still.
  const AggregatorCounts& after = state.aggregator.counts();
  counts.trees_folded = after.folded - before.folded;
  counts.read = state.analyzed.read - read_before;
  counts.analyzed = state.analyzed.analyzed - analyzed_before;
  counts.bytes = state.analyzed.bytes - bytes_before;
  counts.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  TRY_ASSIGN(const std::vector<StoredRelease> releases, state.known.Releases());
  for (const StoredRelease& stored : releases) {
    if (stored.record.name != counts.record.name) continue;
    counts.blobs = stored.blobs;
    counts.digest = stored.digest;
    TRY_ASSIGN(const std::optional<TreeFold> fold, state.known.Fold(stored.record.root_tree));
    if (fold) counts.files = fold->Total().files;
  }
  return counts;
}

}  // namespace ferrotype
