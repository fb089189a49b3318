#include "planner/planner.h"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>
#include <vector>

#include "model/release.h"
#include "model/wire.h"

namespace ferrotype {
namespace {

constexpr std::size_t kQuotesPerBatch = 64;
// Neighbours in the tree cost alike, and neighbouring partitions are often one analyzer's: so from one batch to the
// next it is some way. A prime, so that all partitions get as much.
constexpr std::uint64_t kStride = 7927;
// Batches that are sent at once: analyzers begin while the rest is planned.
constexpr std::uint64_t kHurried = 4;

class Batcher {
 public:
  Batcher(Bus& bus, const PlannerSettings& settings, Purpose purpose, const std::string& release,
          std::optional<CommitOid> commit)
      : bus_(bus),
        settings_(settings),
        shards_(fmt::format("{}/{}/", release, purpose == Purpose::kQuote ? "quote" : "analyze")),
        first_turn_(static_cast<std::uint64_t>(PartitionOf(shards_, 1U << 16U))) {
    batch_.repository = settings.repository;
    batch_.release = settings.repository.empty() ? std::string() : release;
    batch_.analyzer = settings.analyzer;
    batch_.commit = commit;
    batch_.purpose = purpose;
  }

  Result<void> Add(const FindingKey& key, std::uint64_t bytes) {
    // A blob that is too heavy for a batch stands alone.
    if (bytes_ != 0 && bytes_ + bytes > settings_.batch_bytes) TRY(Flush());
    batch_.items.push_back(key);
    bytes_ += bytes;
    if (batch_.items.size() >= settings_.batch_blobs || bytes_ >= settings_.batch_bytes) return Flush();
    return {};
  }

  Result<void> Flush() {
    if (batch_.items.empty()) return {};
    // Dealt out by turns: a point release has a batch or two for each partition, and where keys decide, one analyzer
    // may get half as much again as another. Several releases, and their quotes, begin at different partitions.
    Message message = MakeMessage(fmt::format("{}{}", shards_, shard_), Encode(batch_));
    message.turn = static_cast<std::uint32_t>(first_turn_ + shard_ * kStride);
    TRY(bus_.Put(topics::kWork, std::move(message)));
    if (shard_++ < kHurried) bus_.Hurry();
    batch_.items.clear();
    bytes_ = 0;
    return {};
  }

  [[nodiscard]] std::uint64_t batches() const { return shard_; }

 private:
  Bus& bus_;
  const PlannerSettings& settings_;
  const std::string shards_;
  const std::uint64_t first_turn_;
  WorkBatch batch_;
  std::uint64_t bytes_ = 0;
  std::uint64_t shard_ = 0;
};

class Planning : public TreeSink {
 public:
  Planning(Known& known, Bus& bus, Batcher& batcher) : known_(known), bus_(bus), batcher_(batcher) {}

  bool KnowsTree(TreeOid tree) override { return told_trees_.contains(tree) || known_.IsWhole(tree); }
  bool KnowsBlob(Language language, BlobOid blob) override {
    const FindingKey key{language, blob};
    return told_blobs_.contains(key) || known_.HasFinding(key);
  }
  Result<void> Tree(TreeOid tree, std::string_view object) override {
    if (!told_trees_.insert(tree).second) return {};
    if (known_.IsTold(tree)) return {};
    ++counts_.trees;
    const TreeObject value{tree, Bytes(object)};
    return bus_.Put(topics::kTrees, MakeMessage(KeyOf(value), Encode(value)));
  }
  Result<void> Blob(Language language, BlobOid blob, std::uint64_t bytes) override {
    const FindingKey key{language, blob};
    if (!told_blobs_.insert(key).second) return {};
    ++counts_.blobs;
    counts_.bytes += bytes;
    return batcher_.Add(key, bytes);
  }
  Result<void> Flush() override { return batcher_.Flush(); }

  [[nodiscard]] const PlanCounts& counts() const { return counts_; }
  void Done() { known_.Remember(told_trees_, told_blobs_); }

 private:
  Known& known_;
  Bus& bus_;
  Batcher& batcher_;
  PlanCounts counts_;
  std::unordered_set<TreeOid> told_trees_;
  std::unordered_set<FindingKey> told_blobs_;
};

}  // namespace

std::optional<ReleaseRecord> RecordOf(const SourceRelease& release) {
  if (!release.tree) return std::nullopt;
  return ReleaseRecord{release.name, *release.tree, release.commit, release.date, LineOf(release.name)};
}

Result<PlanCounts> PlanRelease(Source& source, const SourceRelease& release, Known& known, Bus& bus,
                               const PlannerSettings& settings, const StopFlag& stop, ReleaseRecord& planned) {
  Batcher batcher(bus, settings, Purpose::kAnalyze, release.name, release.commit);
  Planning planning(known, bus, batcher);
  TRY_ASSIGN(SourceRelease walked, source.Walk(release, planning, stop));
  TRY(batcher.Flush());
  if (!walked.tree) return Fail(ErrorKind::kInternal, "the source walked a release and told no root tree");
  // What the user says of the date comes before what a tarball's members say.
  if (!release.date.empty()) walked.date = release.date;
  planned = *RecordOf(walked);
  if (!settings.announced) TRY(bus.Put(topics::kReleases, MakeMessage(KeyOf(planned), Encode(planned))));
  planning.Done();
  PlanCounts counts = planning.counts();
  counts.batches = batcher.batches();
  return counts;
}

Result<void> PlanQuotes(Source& source, const ReleaseRecord& release, std::span<const BlobOid> demands, Bus& bus,
                        const PlannerSettings& settings, const StopFlag& stop) {
  TRY(source.Recall(demands, stop));
  PlannerSettings quotes = settings;
  // Their sizes are not known here; files that are quoted have some tens of kilobytes.
  if (!settings.repository.empty()) quotes.batch_blobs = kQuotesPerBatch;
  Batcher batcher(bus, quotes, Purpose::kQuote, release.name, release.commit);
  for (const BlobOid blob : demands) TRY(batcher.Add({Language::kUnknown, blob}, 0));
  return batcher.Flush();
}

}  // namespace ferrotype
