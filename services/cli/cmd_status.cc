// ferrotype status: how far the cluster is.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "base/text.h"
#include "cli/cluster/host.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/table.h"
#include "model/dead_letter.h"
#include "model/read_to_end.h"
#include "model/release.h"
#include "model/status_board.h"
#include "planner/time_left.h"

namespace ferrotype {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenLooks(1'000);

std::int64_t Signed(std::uint64_t value) { return static_cast<std::int64_t>(value); }

/// What the topics say of the whole, gathered anew at each look.
class Overview {
 public:
  explicit Overview(Bus& bus) : bus_(bus) {}

  Result<void> Look() {
    TRY(ReadToEnd(bus_, groups::kVisitor, {topics::kReleases, topics::kStatus, topics::kDeadLetters}, progress_,
                  InterruptFlag(), [&](const Record& record) { return Take(record); }));
    TRY_ASSIGN(work_, LagOf(groups::kAnalyzers, topics::kWork));
    results_ = 0;
    for (const std::string_view topic : {topics::kTrees, topics::kFindings, topics::kSources, topics::kReleases}) {
      TRY_ASSIGN(const std::int64_t lag, LagOf(groups::kAggregator, topic));
      results_ += lag;
    }
    Remember();
    return {};
  }

  // One row a release, in order of their names.
  [[nodiscard]] Table Releases() const {
    Table table({"release", "state", "missing", "of", "trees", "quotes", "digest", "why"});
    for (const std::string& name : Names()) {
      const auto found = board_.releases().find(name);
      if (found == board_.releases().end()) {
        table.Add({Printable(name), std::string("announced"), {}, {}, {}, {}, {}, {}});
        continue;
      }
      const ReleaseStatus& status = found->second;
      table.Add({Printable(name), std::string(StateText(status.state)), Signed(status.missing_findings),
                 Signed(status.blobs), Signed(status.missing_trees), static_cast<std::int64_t>(status.demands.size()),
                 Printable(status.digest.substr(0, 16)), Printable(status.error)});
    }
    return table;
  }

  // For people.
  [[nodiscard]] std::string Text() const {
    std::string text;
    std::size_t complete = 0;
    for (const std::string& name : Names()) complete += IsComplete(name) ? 1U : 0U;
    text += fmt::format(
        "{} of {} releases complete; {} batches of work wait for analyzers, {} records for the "
        "aggregator; {} open dead letters\n",
        complete, releases_.size(), GroupThousands(work_), GroupThousands(results_), open_.size());
    text += board_.claim() ? fmt::format("speaking: {} (epoch {})\n", Printable(board_.claim()->writer), board_.epoch())
                           : std::string("no aggregator has spoken yet\n");
    if (board_.snapshot()) {
      text += fmt::format("to be published: snapshot {} with {} releases\n", Printable(board_.snapshot()->id),
                          board_.snapshot()->releases.size());
    }
    if (newer_ > kMessageVersion) {
      text += fmt::format("warning: a service writes messages of version {}, this program reads up to {}: upgrade it\n",
                          newer_, kMessageVersion);
    }
    if (const std::optional<TimeLeft::Estimate> left = time_.Now())
      text += fmt::format("about {} left, by the rate of {}\n", DurationText(left->seconds), left->by);
    return text + "\n" + Releases().Print(Format::kTable);
  }

 private:
  Result<void> Take(const Record& record) {
    newer_ = std::max(newer_, record.message.version);
    if (record.message.version > kMessageVersion) return {};
    if (record.from.topic == topics::kStatus) {
      // What can't be read is nobody's word.
      if (Result<void> taken = board_.Take(record); !taken && taken.error().kind != ErrorKind::kCorrupt) return taken;
    } else if (record.from.topic == topics::kReleases) {
      if (const auto release = Decode<ReleaseRecord>(record.message.value)) releases_.insert(release->name);
    } else if (const auto letter = Decode<DeadLetter>(record.message.value)) {
      if (letter->state == LetterState::kOpen) open_.insert(LetterId(*letter));
      if (letter->state != LetterState::kOpen) open_.erase(LetterId(*letter));
    }
    return {};
  }

  Result<std::int64_t> LagOf(std::string_view group, std::string_view topic) {
    TRY_ASSIGN(const std::vector<PartitionRange> ranges, bus_.Ranges(topic));
    TRY_ASSIGN(const auto committed, bus_.Committed(group, topic));
    std::int64_t lag = 0;
    for (const PartitionRange& range : ranges) {
      const auto found = committed.find(range.at);
      lag += range.end - std::max(range.begin, found == committed.end() ? 0 : found->second);
    }
    return lag;
  }

  [[nodiscard]] std::vector<std::string> Names() const {
    std::vector<std::string> names(releases_.begin(), releases_.end());
    std::sort(names.begin(), names.end(), ReleaseLess);
    return names;
  }
  [[nodiscard]] bool IsComplete(const std::string& name) const {
    const auto found = board_.releases().find(name);
    return found != board_.releases().end() && found->second.state == ReleaseState::kComplete;
  }
  static std::string_view StateText(ReleaseState state) {
    return state == ReleaseState::kComplete ? "complete" : state == ReleaseState::kFailed ? "failed" : "waiting";
  }

  void Remember() {
    WorkLeft left{work_, results_, 0};
    for (const std::string& name : releases_) {
      const auto found = board_.releases().find(name);
      left.releases += found == board_.releases().end() || found->second.state == ReleaseState::kWaiting ? 1 : 0;
    }
    time_.Add(std::chrono::duration<double>(Clock::now().time_since_epoch()).count(), left);
  }

  static std::string DurationText(std::int64_t seconds) {
    constexpr std::int64_t kMinute = 60;
    constexpr std::int64_t kHour = 3600;
    if (seconds < 2 * kMinute) return fmt::format("{} s", seconds);
    if (seconds < 2 * kHour) return fmt::format("{} min", seconds / kMinute);
    return fmt::format("{} h {} min", seconds / kHour, seconds % kHour / kMinute);
  }

  Bus& bus_;
  Progress progress_;
  StatusBoard board_;
  std::set<std::string> releases_;
  std::set<std::string> open_;
  std::int64_t work_ = 0;
  std::int64_t results_ = 0;
  std::uint16_t newer_ = 0;
  TimeLeft time_;
};

Result<std::string> Status(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<KafkaBus> bus, VisitCluster(options));
  Overview overview(*bus);
  TRY(overview.Look());
  if (options.format != Format::kTable) return overview.Releases().Print(options.format);
  const bool live = isatty(STDOUT_FILENO) == 1 && !options.once;
  while (live) {
    // Home, each line cleared to its end, and what is below.
    std::string screen = "\x1b[H";
    for (const char c : overview.Text()) screen += c == '\n' ? std::string("\x1b[K\n") : std::string(1, c);
    if (const int emitted = Emit(screen + "\x1b[J"); emitted != kDone) return std::string();
    const auto until = Clock::now() + kBetweenLooks;
    while (Clock::now() < until && !InterruptFlag().requested())
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (InterruptFlag().requested()) return std::string();
    if (Result<void> looked = overview.Look(); !looked) {
      if (looked.error().kind == ErrorKind::kCancelled) return std::string();
      return Unexpected(looked.error());
    }
  }
  return overview.Text();
}

}  // namespace

int RunStatus(const Options& options) {
  const Result<std::string> printed = Status(options);
  return printed ? Emit(*printed) : Complain(printed.error());
}

}  // namespace ferrotype
