#include "planner/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "model/consume.h"
#include "model/dead_letter.h"
#include "model/release.h"
#include "model/wire.h"

namespace ferrotype {

Result<void> KnownOfTopics::CatchUp(Bus& bus, const StopFlag& stop) {
  return ReadToEnd(bus, groups::kPlanner, {topics::kReleases, topics::kTrees, topics::kFindings}, progress_, stop,
                   [&](const Record& record) -> Result<void> {
                     const Message& message = record.message;
                     if (!CheckHash(record)) return {};  // whoever applies it refuses it: not known
                     if (record.from.topic == topics::kFindings) {
                       if (const auto key = FindingOfKey(message.key)) findings_.insert(*key);
                     } else if (record.from.topic == topics::kTrees) {
                       if (const auto tree = TreeOid::FromBytes(message.key)) told_.insert(*tree);
                     } else if (const auto release = Decode<ReleaseRecord>(message.value)) {
                       releases_.try_emplace(release->name, *release);  // the first word stands
                     }
                     return {};
                   });
}

void KnownOfTopics::ForgetHandedOut() {
  whole_.clear();
  handed_out_.clear();
}

void KnownOfTopics::Remember(const std::unordered_set<TreeOid>& trees, const std::unordered_set<FindingKey>& findings) {
  whole_.insert(trees.begin(), trees.end());
  told_.insert(trees.begin(), trees.end());
  handed_out_.insert(findings.begin(), findings.end());
}

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kPatience(200);
constexpr milliseconds kSafetyPatience(10'000);
constexpr milliseconds kAfterFailure(30'000);

class PlannerService {
 public:
  PlannerService(Bus& bus, Source& source, const std::function<Result<std::vector<SourceRelease>>()>& look,
                 const PlannerServiceSettings& settings, const StopFlag& stop)
      : bus_(bus), source_(source), look_(look), settings_(settings), stop_(stop) {}

  Result<void> Run() {
    Result<void> ran = Begin();
    if (ran)
      ran = Consume(*status_, {256, kPatience}, stop_, [&](std::span<const Record> records) { return Take(records); });
    if (!ran && ran.error().kind == ErrorKind::kCancelled) ran = {};
    (void)bus_.Flush(kSafetyPatience);
    if (ran && done_ && !Failed().empty()) {
      return Fail(ErrorKind::kInvalidArgument, fmt::format("not complete: {}", Failed()));
    }
    return ran;
  }

 private:
  struct Handed {
    ReleaseStatus last;  // as far as it was heard
    Clock::time_point moved;
  };

  Result<void> Begin() {
    TRY(known_.CatchUp(bus_, stop_));
    Tell(false,
         fmt::format("known from the topics: {} releases, {} findings", known_.releases().size(), known_.findings()));
    TRY_ASSIGN(const std::vector<PartitionRange> ranges, bus_.Ranges(topics::kStatus));
    std::vector<Position> positions;
    for (const PartitionRange& range : ranges) positions.push_back({range.at, range.begin});
    ends_ = ranges;
    TRY_ASSIGN(status_, bus_.Assign(groups::kPlanner, positions));
    return {};
  }

  Result<void> Take(std::span<const Record> records) {
    for (const Record& record : records) {
      if (Result<void> taken = board_.Take(record); !taken) Tell(true, taken.error().message);
    }
    // What was said before this process began is heard first: it says what need not be handed out.
    if (!heard_) {
      const std::vector<Position> now = status_->Assigned();
      heard_ = std::all_of(now.begin(), now.end(), [&](const Position& at) {
        return at.offset >= ends_[static_cast<std::size_t>(at.at.partition)].end;
      });
      if (!heard_) return {};
    }
    TRY(Look());
    TRY(HandOut());
    TRY(HandOutQuotes());
    TRY(HandOutAgain());
    Watch();
    if (settings_.once && looked_ && Outstanding() == 0) {
      done_ = true;
      return Fail(ErrorKind::kCancelled, "all is done");
    }
    return {};
  }

  Result<void> Look() {
    const auto now = Clock::now();
    if (now < next_look_ || (settings_.once && looked_)) return {};
    Result<std::vector<SourceRelease>> releases = look_();
    if (!releases) {
      if (releases.error().kind == ErrorKind::kCancelled || settings_.once) return Unexpected(releases.error());
      Tell(true, releases.error().message);
      next_look_ = now + std::min(kAfterFailure, settings_.between_looks);
      return {};
    }
    next_look_ = now + settings_.between_looks;
    looked_ = true;
    std::size_t fresh = 0;
    for (SourceRelease& release : *releases) {
      const std::optional<ReleaseRecord> record = RecordOf(release);
      if (!record) continue;
      const auto known = known_.releases().find(release.name);
      if (known != known_.releases().end() && known->second.root_tree != record->root_tree) {
        if (moved_.insert(release.name).second) {
          Tell(true,
               fmt::format("it was announced as tree {} and is now tree {}; a tag that moved is not measured again",
                           known->second.root_tree.Hex(), record->root_tree.Hex()),
               release.name);
        }
        continue;
      }
      if (known == known_.releases().end()) {
        // All are announced before the first is walked: who prints knows what is still to come.
        TRY(bus_.Put(topics::kReleases, MakeMessage(KeyOf(*record), Encode(*record))));
        known_.Announced(*record);
        ++fresh;
      }
      wanted_.try_emplace(release.name, std::move(release));
    }
    if (fresh > 0) Tell(false, fmt::format("{} new releases announced", fresh));
    return {};
  }

  [[nodiscard]] const ReleaseStatus* StatusOf(const std::string& name) const {
    const auto found = board_.releases().find(name);
    return found == board_.releases().end() ? nullptr : &found->second;
  }
  [[nodiscard]] bool IsSettled(const std::string& name) const {
    const ReleaseStatus* status = StatusOf(name);
    return status != nullptr && status->state != ReleaseState::kWaiting;
  }
  [[nodiscard]] bool IsComplete(const std::string& name) const {
    const ReleaseStatus* status = StatusOf(name);
    return status != nullptr && status->state == ReleaseState::kComplete;
  }
  // Of the releases that are wanted, those that may yet become complete by themselves.
  std::size_t Outstanding() {
    const auto now = Clock::now();
    std::size_t outstanding = 0;
    for (const auto& [name, release] : wanted_) {
      if (!IsSettled(name) || IsComplete(name)) {
        failed_since_.erase(name);
        outstanding += IsComplete(name) ? 0U : 1U;
      } else if (now - failed_since_.try_emplace(name, now).first->second < settings_.failed_for) {
        ++outstanding;
      }
    }
    return outstanding;
  }
  [[nodiscard]] std::string Failed() const {
    std::string names;
    for (const auto& [name, release] : wanted_) {
      const ReleaseStatus* status = StatusOf(name);
      if (status != nullptr && status->state == ReleaseState::kFailed)
        names += fmt::format("{}{}: {}", names.empty() ? "" : "; ", Printable(name), status->error);
    }
    return names;
  }

  // In the order of versions, so that each costs what it differs from the one before.
  Result<void> HandOut() {
    std::erase_if(handed_out_, [&](const auto& each) { return IsSettled(each.first); });
    std::vector<std::string> names;
    for (const auto& [name, release] : wanted_) {
      if (!IsComplete(name) && !handed_out_.contains(name) && !walked_.contains(name)) names.push_back(name);
    }
    std::sort(names.begin(), names.end(), ReleaseLess);
    for (const std::string& name : names) {
      if (handed_out_.size() >= settings_.ahead) break;
      TRY(HandOut(name));
    }
    return {};
  }

  Result<void> HandOut(const std::string& name) {
    ReleaseRecord record;
    Result<PlanCounts> counts = PlanRelease(source_, wanted_.at(name), known_, bus_, settings_.work, stop_, record);
    if (!counts) {
      if (counts.error().kind == ErrorKind::kCancelled || settings_.once) return Unexpected(counts.error());
      Tell(true, counts.error().message, name);
      walked_.insert(name);  // until something moves
      return {};
    }
    bus_.Hurry();
    walked_.insert(name);
    handed_out_[name] = {StatusOf(name) != nullptr ? *StatusOf(name) : ReleaseStatus(), Clock::now()};
    state_.trees += counts->trees;
    state_.blobs += counts->blobs;
    state_.batches += counts->batches;
    Tell(false,
         fmt::format("{} new trees told, {} new blobs ({} bytes) in {} batches handed out", counts->trees,
                     counts->blobs, counts->bytes, counts->batches),
         name);
    return {};
  }

  // The second round: the aggregator says which bytes pages will quote.
  Result<void> HandOutQuotes() {
    for (const auto& [name, status] : board_.releases()) {
      const auto record = known_.releases().find(name);
      if (status.state != ReleaseState::kWaiting || status.demands.empty() || !wanted_.contains(name)) continue;
      std::vector<BlobOid> fresh;
      std::copy_if(status.demands.begin(), status.demands.end(), std::back_inserter(fresh),
                   [&](BlobOid blob) { return !quoted_.contains(blob); });
      if (fresh.empty()) continue;
      TRY(PlanQuotes(source_, record->second, fresh, bus_, settings_.work, stop_));
      bus_.Hurry();
      quoted_.insert(fresh.begin(), fresh.end());
      state_.quotes += fresh.size();
      Tell(false, fmt::format("{} blobs that pages quote are asked for", fresh.size()), name);
    }
    return {};
  }

  // Work that was lost (deleted by the topic's retention before anybody did it) is noticed by nothing moving.
  Result<void> HandOutAgain() {
    const auto now = Clock::now();
    bool stale = false;
    for (auto& [name, handed] : handed_out_) {
      const ReleaseStatus* status = StatusOf(name);
      if (status != nullptr &&
          (status->missing_findings != handed.last.missing_findings ||
           status->missing_trees != handed.last.missing_trees || status->demands.size() != handed.last.demands.size() ||
           status->state != handed.last.state)) {
        handed.last = *status;
        handed.moved = now;
      }
      stale = stale || now - handed.moved >= settings_.stale;
    }
    if (!stale) return {};
    TRY_ASSIGN(const bool idle, AllWorkIsTaken());
    for (auto& [name, handed] : handed_out_) handed.moved = now;
    if (!idle) return {};  // its turn has not come
    Tell(true, "all work is done and releases still lack findings; what is missing is handed out once more");
    TRY(known_.CatchUp(bus_, stop_));
    known_.ForgetHandedOut();
    quoted_.clear();
    walked_.clear();
    handed_out_.clear();
    return {};
  }

  Result<bool> AllWorkIsTaken() {
    TRY_ASSIGN(const std::vector<PartitionRange> ranges, bus_.Ranges(topics::kWork));
    TRY_ASSIGN(const auto committed, bus_.Committed(groups::kAnalyzers, topics::kWork));
    return std::all_of(ranges.begin(), ranges.end(), [&](const PartitionRange& range) {
      const auto found = committed.find(range.at);
      return (found == committed.end() ? range.begin : found->second) >= range.end;
    });
  }

  void Tell(bool serious, const std::string& text, const std::string& release = {}) const {
    if (settings_.notice) settings_.notice(serious, text, release);
  }

  void Watch() {
    if (!settings_.watch) return;
    state_.releases = wanted_.size();
    state_.complete = 0;
    state_.failed = 0;
    for (const auto& [name, release] : wanted_) {
      state_.complete += IsComplete(name) ? 1U : 0U;
      state_.failed += IsSettled(name) && !IsComplete(name) ? 1U : 0U;
    }
    state_.ahead = handed_out_.size();
    settings_.watch(state_);
  }

  Bus& bus_;
  Source& source_;
  const std::function<Result<std::vector<SourceRelease>>()>& look_;
  const PlannerServiceSettings& settings_;
  const StopFlag& stop_;
  KnownOfTopics known_;
  StatusBoard board_;
  std::unique_ptr<Consumer> status_;
  std::vector<PartitionRange> ends_;
  bool heard_ = false;
  bool looked_ = false;
  bool done_ = false;
  Clock::time_point next_look_ = Clock::now();
  std::map<std::string, SourceRelease> wanted_;
  std::map<std::string, Handed> handed_out_;
  std::map<std::string, Clock::time_point> failed_since_;
  std::unordered_set<std::string> walked_;
  std::unordered_set<std::string> moved_;
  std::unordered_set<BlobOid> quoted_;
  PlannerState state_;
};

}  // namespace

Result<void> RunPlanner(Bus& bus, Source& source, const std::function<Result<std::vector<SourceRelease>>()>& look,
                        const PlannerServiceSettings& settings, const StopFlag& stop) {
  return PlannerService(bus, source, look, settings, stop).Run();
}

}  // namespace ferrotype
