// ferrotype analyzer: answers work, as one of any number.

#include <fmt/format.h>

#include <chrono>
#include <mutex>
#include <thread>

#include "analyzer/service.h"
#include "cli/cluster/host.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "source/clones.h"

namespace ferrotype {
namespace {

// Answers on their way together, some 128 MiB of blobs: so much is done again when this process is killed. Waiting for
// brokers after fewer would cost a point release's analyzers a fifth of their time.
constexpr std::size_t kBatchesPerCommit = 32;

class ClonedWork : public WorkReader {
 public:
  explicit ClonedWork(Clones& clones) : reader_(clones.OpenReader()) {}
  Result<std::optional<BlobBytes>> Read(const WorkBatch& batch, BlobOid blob, std::uint64_t max_bytes) override {
    return reader_->Read(batch.repository, batch.release, blob, max_bytes);
  }

 private:
  std::unique_ptr<Clones::Reader> reader_;
};

Result<void> Analyze(const Options& options, ServiceHost& host) {
  std::vector<CloneAddress> addresses;
  for (const std::string& source : options.sources.empty() ? options.repositories : options.sources)
    addresses.push_back(ParseCloneAddress(source));
  StopFlag stop(&InterruptFlag());  // of all threads, when one fails
  TRY_ASSIGN(const std::unique_ptr<Clones> clones, Clones::Open(addresses, options.clones, stop));
  TRY_ASSIGN(KafkaBus* const bus, host.Join());
  AnalyzerSettings settings;
  settings.batches_per_commit = kBatchesPerCommit;
  settings.carry_on = true;
  settings.service = host.name();
  settings.notice = [&host](const std::string& text, const WorkBatch& batch) {
    host.Tell(true, batch.release.empty() ? "message" : "repository", text, batch.release);
  };
  Counter& blobs = host.numbers().blobs();
  Counter& blob_bytes = host.numbers().blob_bytes();
  settings.done = [&](const Record& record, const WorkBatch& batch, double seconds) {
    const std::string kind = batch.purpose == Purpose::kQuote ? "quote" : "analyze";
    host.numbers().batches(kind).Add();
    host.numbers().batch_seconds(kind).Observe(seconds);
    if (batch.purpose == Purpose::kAnalyze) blobs.Add(batch.items.size());
    host.log().Debug("batch answered", {{"release", batch.release},
                                        {"shard", record.message.key},
                                        {"batch", fmt::format("{}-{}", record.from.partition, record.offset)},
                                        {"kind", kind},
                                        {"blobs", batch.items.size()},
                                        {"attempt", batch.attempt},
                                        {"seconds", seconds}});
  };
  AnalyzerCounts counts;
  std::mutex mutex;
  std::optional<Error> failure;
  std::vector<std::thread> threads;
  const auto run = [&](int number) -> Result<void> {
    AnalyzerSettings own = settings;
    auto next_look = std::chrono::steady_clock::now();
    std::uint64_t bytes_shown = 0;
    own.watch = [&, number](const Consumer& work) {
      host.Beat();
      const auto now = std::chrono::steady_clock::now();
      if (now < next_look) return;
      next_look = now + std::chrono::seconds(1);
      host.ShowLag(std::to_string(number), work.Lag());
      if (number != 0) return;
      const std::uint64_t bytes = counts.bytes;
      blob_bytes.Add(bytes - std::exchange(bytes_shown, bytes));
      const std::uint64_t dead = counts.dead;
      host.numbers().dead_letters().Add(dead - host.numbers().dead_letters().value());
    };
    TRY_ASSIGN(const std::unique_ptr<Consumer> work, bus->Subscribe(groups::kAnalyzers, {std::string(topics::kWork)}));
    ClonedWork reader(*clones);
    return RunAnalyzer(*bus, *work, reader, own, counts, stop);
  };
  for (int i = 0; i < Threads(options); ++i) {
    threads.emplace_back([&, i] {
      const Result<void> ran = host.Persist([&] { return run(i); });
      if (ran) return;
      const std::scoped_lock lock(mutex);
      if (!failure) failure = ran.error();
      stop.Request();
    });
  }
  host.log().Info("takes work", {{"threads", threads.size()}});
  for (std::thread& thread : threads) thread.join();
  host.log().Info(
      "ends",
      {{"analyzed", counts.analyzed.load()}, {"quoted", counts.quoted.load()}, {"batches", counts.batches.load()}});
  if (failure) return Unexpected(*failure);
  return {};
}

}  // namespace

int RunAnalyzerVerb(const Options& options) {
  const Result<void> ran = WithHost(options, "analyzer", Analyze);
  return ran || ran.error().kind == ErrorKind::kCancelled ? kDone : Complain(ran.error());
}

}  // namespace ferrotype
