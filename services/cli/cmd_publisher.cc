// ferrotype publisher: an edition for each snapshot that the aggregator names.

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/cluster/host.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/publish.h"
#include "cli/targets.h"
#include "model/consume.h"
#include "model/status_board.h"
#include "planner/backoff.h"

namespace ferrotype {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr seconds kAfterFailure(30);

const char* OutcomeText(PublishOutcome::Kind kind) {
  switch (kind) {
    case PublishOutcome::Kind::kPublished:
      return "published";
    case PublishOutcome::Kind::kNothingNew:
      return "nothing_new";
    case PublishOutcome::Kind::kHeld:
      return "held";
  }
  return "?";
}

class Publisher {
 public:
  Publisher(const Options& options, std::vector<Options> publications, ServiceHost& host, KafkaBus& bus, seconds every)
      : options_(options), publications_(std::move(publications)), host_(host), bus_(bus), every_(every) {}

  Result<void> Run() {
    TRY_ASSIGN(const std::vector<PartitionRange> ranges, bus_.Ranges(topics::kStatus));
    end_ = ranges.front().end;
    TRY_ASSIGN(status_, bus_.Assign(groups::kPublisher, {{ranges.front().at, ranges.front().begin}}));
    return Consume(*status_, {256, std::chrono::milliseconds(200)}, InterruptFlag(),
                   [&](std::span<const Record> records) { return Take(records); });
  }

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  Result<void> Take(std::span<const Record> records) {
    host_.Beat();
    for (const Record& record : records) {
      if (Result<void> taken = board_.Take(record); !taken) host_.Warn("message", taken.error().message);
    }
    // The last word counts, and those before it are not published on the way.
    if (!records.empty() || status_->Assigned().front().offset < end_ || !board_.snapshot()) return {};
    const SnapshotWord& word = *board_.snapshot();
    const auto now = Clock::now();
    const bool fresh = word.id != tried_;
    if (!fresh && now < next_) return {};
    tried_ = word.id;
    TRY(Show(word));
    next_ = now + (failed_ ? std::min(kAfterFailure, every_) : every_);
    if (options_.once) return Fail(ErrorKind::kCancelled, "published once");
    return {};
  }

  // What goes wrong with one target holds up no other.
  Result<void> Show(const SnapshotWord& word) {
    bool failed = false;
    for (const Options& publication : publications_) {
      TRY(ShowAt(publication, word));
      failed = failed || failed_;
    }
    failed_ = failed;
    return {};
  }

  Result<void> ShowAt(const Options& publication, const SnapshotWord& word) {
    Options options = publication;
    options.store = fmt::format("{}/{}", Snapshots(), word.id);
    options.fence = Fence{bus_.cluster(), word.epoch, word.revision};
    std::error_code error;
    Result<PublishOutcome> outcome =
        std::filesystem::exists(options.store, error)
            ? Publish(options, Now())
            : Fail(ErrorKind::kUnavailable,
                   fmt::format("snapshot {} is not in {}; --snapshots must name the folder that the aggregator ({}) "
                               "writes to",
                               word.id, Printable(Snapshots()),
                               board_.claim() ? Printable(board_.claim()->writer) : "?"));
    failed_ = !outcome;
    if (!outcome) {
      if (outcome.error().kind == ErrorKind::kCancelled) return Unexpected(outcome.error());
      host_.numbers().publications("failed").Add();
      host_.Warn("render", fmt::format("nothing was published, what is served stays: {}", outcome.error().message),
                 {{"snapshot", word.id}});
      return {};
    }
    host_.numbers().publications(OutcomeText(outcome->kind)).Add();
    host_.numbers().last_publication().Set(static_cast<double>(
        std::chrono::duration_cast<seconds>(std::chrono::system_clock::now().time_since_epoch()).count()));
    const std::vector<LogField> fields = {{"snapshot", word.id}, {"edition", outcome->edition}};
    if (outcome->kind == PublishOutcome::Kind::kNothingNew) {
      host_.log().Debug(Describe(*outcome, options), fields);
    } else {
      host_.log().Info(Describe(*outcome, options), fields);
    }
    if (!outcome->hook_complaint.empty()) host_.Warn("hook", outcome->hook_complaint, fields);
    return {};
  }

  [[nodiscard]] std::string Snapshots() const {
    return options_.snapshots.empty() ? options_.store + "/snapshots" : options_.snapshots;
  }

  const Options& options_;
  const std::vector<Options> publications_;
  ServiceHost& host_;
  KafkaBus& bus_;
  const seconds every_;
  std::unique_ptr<Consumer> status_;
  StatusBoard board_;
  std::int64_t end_ = 0;
  std::string tried_;
  bool failed_ = false;
  Clock::time_point next_ = Clock::now();
};

Result<bool> RunService(const Options& options, ServiceHost& host) {
  const std::optional<std::int64_t> every = ParseDuration(options.every);
  if (!every)
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("every {}: write 90s, 30m, 1h or 1d", Printable(options.every)));
  TRY_ASSIGN(std::vector<Options> publications, PublicationsOf(options));
  for (const Options& each : publications) {
    if (each.base_url.empty())
      return Fail(ErrorKind::kInvalidArgument, "feeds need the site's address: set base-url, or --base-url");
  }
  TRY_ASSIGN(KafkaBus* const bus, host.Join());
  Publisher publisher(options, std::move(publications), host, *bus, seconds(*every));
  TRY(host.Persist([&] { return publisher.Run(); }));
  return !publisher.failed();
}

}  // namespace

int RunPublisherVerb(const Options& options) {
  const Result<bool> ran = WithHost(options, "publisher", RunService);
  if (!ran) return ran.error().kind == ErrorKind::kCancelled ? kDone : Complain(ran.error());
  return *ran || !options.once ? kDone : kCheckFailed;
}

}  // namespace ferrotype
