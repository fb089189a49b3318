#include "aggregator/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "aggregator/first_values.h"
#include "aggregator/speaker.h"
#include "base/bytes.h"
#include "base/text.h"
#include "model/consume.h"
#include "model/dead_letter.h"

namespace ferrotype {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kRecordsPerPoll = 2048;
constexpr std::size_t kRecordsPerTransaction = 16384;
constexpr std::size_t kRecordsPerTransactionHere = 32768;  // on one machine: fewer pages are written more than once
constexpr milliseconds kPatience(20);
constexpr milliseconds kPause(1);
constexpr milliseconds kMostOfTransaction(2'000);
// While releases wait: each commit waits for the disk, and findings wait for the commit.
constexpr milliseconds kLeastOfTransaction(200);
constexpr milliseconds kSafetyPatience(10'000);
constexpr milliseconds kBetweenWords(2'000);    // on releases that wait
constexpr milliseconds kBetweenCommits(1'000);  // of offsets that are for displays alone
constexpr milliseconds kBetweenWatches(500);
// While releases keep coming, what is complete is shown after this time all the same.
constexpr milliseconds kMostBetweenSnapshots(600'000);
constexpr std::size_t kSnapshotsKept = 3;

// Rolls back what was not committed when an error leaves the loop.
class Transaction {
 public:
  explicit Transaction(Store& store) : store_(store) {}
  ~Transaction() {
    if (open_) store_.Rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  Result<void> Ensure() {
    if (open_) return {};
    TRY(store_.Begin());
    open_ = true;
    return {};
  }
  Result<void> Commit() {
    TRY(store_.Commit());
    open_ = false;
    return {};
  }
  [[nodiscard]] bool open() const { return open_; }

 private:
  Store& store_;
  bool open_ = false;
};

/// True at most once in each span of time.
class NowAndThen {
 public:
  explicit NowAndThen(milliseconds span) : span_(span) {}
  bool Due() {
    const auto now = Clock::now();
    if (last_ && now - *last_ < span_) return false;
    last_ = now;
    return true;
  }

 private:
  const milliseconds span_;
  std::optional<Clock::time_point> last_;
};

}  // namespace

Result<void> RunAggregator(Bus& bus, Consumer& input, Store& store, Aggregator& aggregator, const StopFlag& stop) {
  Transaction transaction(store);
  std::map<TopicPartition, std::int64_t> next_offsets;
  std::size_t applied = 0;
  const auto commit = [&]() -> Result<void> {
    if (!transaction.open()) return {};
    // Rows and what follows from them are one transaction; the bus hears of it afterwards.
    TRY_ASSIGN(const std::vector<ReleaseStatus> statuses, aggregator.Settle());
    TRY(transaction.Commit());
    for (const auto& [partition, next_offset] : next_offsets) TRY(input.Commit(partition, next_offset));
    next_offsets.clear();
    applied = 0;
    for (const ReleaseStatus& status : statuses)
      TRY(bus.Put(topics::kStatus, MakeMessage(KeyOf(status), Encode(status))));
    return aggregator.WorkAhead();
  };
  return Consume(input, {kRecordsPerPoll, kPatience, kPause}, stop,
                 [&](std::span<const Record> records) -> Result<void> {
                   if (!records.empty()) TRY(transaction.Ensure());
                   for (const Record& record : records) {
                     TRY(aggregator.Apply(record));
                     next_offsets[record.from] = record.next_offset;
                   }
                   applied += records.size();
                   if (records.empty() || applied >= kRecordsPerTransactionHere || aggregator.CanSettle())
                     return commit();
                   return {};
                 });
}

namespace {

class AggregatorService {
 public:
  AggregatorService(Bus& bus, Store& store, const AggregatorSettings& settings, const StopFlag& stop)
      : bus_(bus),
        store_(store),
        settings_(settings),
        stop_(stop),
        aggregator_(store),
        transaction_(store),
        firsts_(bus, stop) {}

  Result<void> Run() {
    TRY(aggregator_.Resume());
    TRY_ASSIGN(const std::vector<StoredRelease> releases, store_.Releases());
    state_.complete = static_cast<std::uint64_t>(std::count_if(
        releases.begin(), releases.end(), [](const auto& each) { return each.state == ReleaseState::kComplete; }));
    TRY_ASSIGN(const std::vector<Position> positions, Positions());
    TRY_ASSIGN(input_, bus_.Assign(groups::kAggregator, positions));
    TRY_ASSIGN(speaker_, Speaker::Join(bus_, settings_.instance, settings_.service));
    TRY(Consume(*input_, {kRecordsPerPoll, kPatience}, stop_,
                [&](std::span<const Record> records) { return Take(records); }));
    // What was applied until now is kept; nothing waits for more.
    TRY(Commit());
    CommitForDisplays();
    (void)bus_.Flush(kSafetyPatience);
    return {};
  }

 private:
  // Where the store has got to, checked against what the topics hold.
  Result<std::vector<Position>> Positions() {
    std::map<TopicPartition, std::int64_t> stored;
    if (!settings_.replay) {
      TRY_ASSIGN(stored, store_.Offsets(settings_.bus_id));
    }
    std::vector<Position> positions;
    for (const std::string_view topic :
         {topics::kReleases, topics::kTrees, topics::kFindings, topics::kSources, topics::kDeadLetters}) {
      TRY_ASSIGN(const std::vector<PartitionRange> ranges, bus_.Ranges(topic));
      for (const PartitionRange& range : ranges) {
        const auto found = stored.find(range.at);
        // Dead letters are few, and what is known of them is not in the store.
        const bool anew = found == stored.end() || topic == topics::kDeadLetters;
        const std::int64_t offset = anew ? range.begin : found->second;
        if (offset < range.begin || offset > range.end) {
          return Fail(
              ErrorKind::kCorrupt,
              fmt::format("{}[{}]: the store has read up to offset {}, and the topic holds {} to {}: it was cut "
                          "or made anew. If the topics are whole, `ferrotype aggregator --replay` reads them "
                          "from their beginning into this store; it changes nothing that is there",
                          range.at.topic, range.at.partition, offset, range.begin, range.end));
        }
        positions.push_back({range.at, offset});
      }
    }
    return positions;
  }

  Result<void> Take(std::span<const Record> records) {
    if (!records.empty() && !transaction_.open()) {
      TRY(transaction_.Ensure());
      begun_ = Clock::now();
    }
    for (const Record& record : records) {
      TRY(Apply(record));
      next_offsets_[record.from] = record.next_offset;
    }
    applied_ += records.size();
    if (records.empty()) firsts_.Forget();
    if (transaction_.open() && IsDue(records.empty())) TRY(Commit());
    if (!for_displays_.empty() && display_commits_.Due()) CommitForDisplays();
    TRY(speaker_->Look());
    if (speaker_->MustCompare()) {
      Tell(false, "this aggregator speaks now");
      TRY_ASSIGN(const std::vector<ReleaseStatus> words, aggregator_.Words());
      for (const ReleaseStatus& word : words) TRY(Say(word));
    } else if (!transaction_.open() && words_.Due()) {
      TRY_ASSIGN(state_.waiting, aggregator_.WaitingWords());
      for (const ReleaseStatus& word : state_.waiting) TRY(Say(word));
    }
    if (!transaction_.open()) TRY(ShowWhatIsComplete());
    if (!transaction_.open() && records.empty() && !aggregator_.Waits() && std::exchange(committed_, false))
      TRY(store_.Checkpoint());
    Watch();
    return {};
  }

  // Whether to commit now; `idle`: nothing more has come for a moment.
  [[nodiscard]] bool IsDue(bool idle) const {
    if (applied_ >= kRecordsPerTransaction || aggregator_.CanSettle()) return true;
    const auto age = Clock::now() - begun_;
    if (age >= kMostOfTransaction) return true;
    if (!aggregator_.Waits()) return idle;
    return age >= kLeastOfTransaction && (idle || aggregator_.HasUntried());
  }

  Result<void> Apply(const Record& record) {
    if (record.from.topic == topics::kDeadLetters) {
      if (!CheckHash(record)) return {};
      const Result<DeadLetter> letter = Decode<DeadLetter>(record.message.value);
      if (letter) aggregator_.Note(*letter);
      return {};
    }
    TRY_ASSIGN(const Judgement verdict, aggregator_.Judge(record));
    if (verdict.kind == Judgement::Kind::kApplied) return {};
    DeadLetter letter = MakeDeadLetter(record, settings_.service, verdict.reason, 1);
    if (verdict.finding) letter.items.push_back(*verdict.finding);
    letter.conflict = verdict.kind == Judgement::Kind::kConflict;
    letter.other = verdict.other;
    if (letter.conflict) TRY(NameFirst(record.from, letter));
    Tell(true, fmt::format("dead letter {}: {}", LetterId(letter), letter.reason));
    ++state_.letters;
    TRY(bus_.Put(topics::kDeadLetters, MessageOf(letter)));
    unsafe_letters_ = true;
    // Compaction keeps a key's last value: the first one, which stands, is put behind the second.
    if (letter.conflict && verdict.finding) TRY(PutFirstAgain(*verdict.finding));
    return {};
  }

  // The second side of a conflict came with its message; the first one's is looked for.
  Result<void> NameFirst(const TopicPartition& from, DeadLetter& letter) {
    Sha256Digest hash{};
    if (letter.other.size() != hash.size()) return {};
    std::memcpy(hash.data(), letter.other.data(), hash.size());
    TRY_ASSIGN(const std::optional<FirstValues::Place> place, firsts_.Find(from, hash));
    if (place) {
      letter.other_writer = place->writer;
      letter.other_offset = place->offset;
    }
    letter.reason += fmt::format(
        "; the first was written by {}, the second by {}",
        place ? fmt::format("{} ({}[{}] offset {})",
                            place->writer.empty() ? "one that did not say" : Printable(place->writer), from.topic,
                            from.partition, place->offset)
              : std::string("one whose message the topic no longer has"),
        fmt::format("{} (offset {})",
                    letter.message_writer.empty() ? "one that did not say" : Printable(letter.message_writer),
                    letter.offset));
    return {};
  }

  Result<void> PutFirstAgain(const FindingKey& key) {
    TRY_ASSIGN(const FindingPtr first, store_.Finding(key));
    if (!first) return {};
    return bus_.Put(topics::kFindings, MakeMessage(KeyOf(first->finding), Encode(first->finding)));
  }

  // Rows, what follows from them and offsets are one transaction; letters are safe before it, words come after it.
  Result<void> Commit() {
    if (!transaction_.open()) return {};
    TRY_ASSIGN(const std::vector<ReleaseStatus> statuses, aggregator_.Settle());
    if (unsafe_letters_) {
      for (Result<void> flushed = bus_.Flush(kSafetyPatience); !flushed; flushed = bus_.Flush(kSafetyPatience)) {
        if (flushed.error().kind != ErrorKind::kUnavailable || stop_.requested()) return flushed;
        Tell(true, flushed.error().message);
      }
      unsafe_letters_ = false;
    }
    for (const auto& [partition, next_offset] : next_offsets_) {
      if (partition.topic == topics::kDeadLetters) continue;
      TRY(store_.PutOffset(settings_.bus_id, partition, next_offset));
    }
    TRY(transaction_.Commit());
    ++state_.transactions;
    committed_ = true;
    for (const auto& [partition, next_offset] : next_offsets_) for_displays_[partition] = next_offset;
    next_offsets_.clear();
    applied_ = 0;
    for (const ReleaseStatus& status : statuses) {
      if (status.state == ReleaseState::kComplete) {
        ++state_.complete;
        Tell(false, fmt::format("complete: {}", status.digest), status.name);
      }
      TRY(Say(status));
    }
    if (!statuses.empty()) bus_.Hurry();
    return aggregator_.WorkAhead();
  }

  // Kafka's own offsets are for displays alone: nothing is lost when they can't be told.
  void CommitForDisplays() {
    for (const auto& [partition, next_offset] : for_displays_) {
      if (!input_->Commit(partition, next_offset)) break;
    }
    for_displays_.clear();
  }

  Result<void> Say(const ReleaseStatus& status) {
    if (status.state == ReleaseState::kFailed && failed_.insert(status.name + '\n' + status.error).second)
      Tell(true, "failed: " + status.error, status.name);
    return speaker_->Say(status);
  }

  // A snapshot when nothing waits any more, or after a long time in which something always did.
  Result<void> ShowWhatIsComplete() {
    if (settings_.snapshots.empty() || !speaker_->speaks() || aggregator_.HasConflicts()) return {};
    const auto now = Clock::now();
    if (aggregator_.Waits() && (!last_snapshot_ || now - *last_snapshot_ < kMostBetweenSnapshots)) {
      if (!last_snapshot_) last_snapshot_ = now;
      return {};
    }
    TRY_ASSIGN(const std::vector<StoredRelease> releases, store_.Releases());
    SnapshotWord word;
    Sha256Hasher hasher;
    for (const StoredRelease& release : releases) {
      if (release.state != ReleaseState::kComplete) continue;
      word.releases.push_back(release.record.name);
      hasher.Update(fmt::format("{} {} {}\n", release.record.name, release.record.root_tree.Hex(), release.digest));
    }
    last_snapshot_ = now;
    if (word.releases.empty()) return {};
    constexpr std::size_t kIdDigits = 16;
    word.id = ToHex(hasher.Finish()).substr(0, kIdDigits);
    if (word.id != shown_) {
      TRY(store_.WriteSnapshot(fmt::format("{}/{}", settings_.snapshots, word.id)));
      shown_ = word.id;
      RemoveOldSnapshots(word.id);
      Tell(false, fmt::format("snapshot {} holds {} releases", word.id, word.releases.size()));
    }
    return speaker_->Say(word);
  }

  // A publisher that reads one goes on reading it: its file is open.
  void RemoveOldSnapshots(const std::string& newest) const {
    namespace fs = std::filesystem;
    std::vector<std::pair<fs::file_time_type, fs::path>> others;
    std::error_code error;
    for (fs::directory_iterator it(settings_.snapshots, error), end; !error && it != end; it.increment(error)) {
      if (it->path().filename() != newest) others.emplace_back(it->last_write_time(error), it->path());
    }
    std::sort(others.begin(), others.end());
    for (std::size_t i = 0; i + kSnapshotsKept <= others.size(); ++i) fs::remove_all(others[i].second, error);
  }

  void Tell(bool serious, const std::string& text, const std::string& release = {}) const {
    if (settings_.notice) settings_.notice(serious, text, release);
  }

  void Watch() {
    if (!settings_.watch || !watches_.Due()) return;
    state_.lag = input_->Lag();
    state_.speaks = speaker_->speaks();
    state_.counts = aggregator_.counts();
    settings_.watch(state_);
  }

  Bus& bus_;
  Store& store_;
  const AggregatorSettings& settings_;
  const StopFlag& stop_;
  Aggregator aggregator_;
  std::unique_ptr<Consumer> input_;
  std::unique_ptr<Speaker> speaker_;
  Transaction transaction_;
  FirstValues firsts_;
  Clock::time_point begun_;
  std::map<TopicPartition, std::int64_t> next_offsets_;
  std::map<TopicPartition, std::int64_t> for_displays_;
  std::size_t applied_ = 0;
  bool unsafe_letters_ = false;
  bool committed_ = false;  // since the last checkpoint
  NowAndThen words_{kBetweenWords};
  NowAndThen display_commits_{kBetweenCommits};
  NowAndThen watches_{kBetweenWatches};
  std::optional<Clock::time_point> last_snapshot_;
  std::string shown_;
  std::set<std::string> failed_;  // releases and why, that were told
  AggregatorState state_;
};

}  // namespace

Result<void> RunAggregatorService(Bus& bus, Store& store, const AggregatorSettings& settings, const StopFlag& stop) {
  return AggregatorService(bus, store, settings, stop).Run();
}

}  // namespace ferrotype
