#include "cli/cluster/watching.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/text.h"
#include "model/finding.h"
#include "planner/service.h"
#include "source/git_source.h"

namespace ferrotype {
namespace {

// From the last release that is complete to the snapshot that holds it.
constexpr int kSnapshotPauses = 600;
constexpr std::chrono::milliseconds kPause(200);

}  // namespace

Result<std::unique_ptr<ClusterWatch>> ClusterWatch::Join(const Options& options) {
  std::unique_ptr<ClusterWatch> watch(new ClusterWatch(options));
  TRY_ASSIGN(watch->host_, ServiceHost::Start(options, "watch"));
  TRY_ASSIGN(watch->bus_, watch->host_->Join());
  return watch;
}

Result<void> ClusterWatch::CatchUp() {
  host_->Beat();
  return ReadToEnd(*bus_, groups::kVisitor, {topics::kReleases, topics::kStatus}, progress_, InterruptFlag(),
                   [&](const Record& record) -> Result<void> {
                     if (record.from.topic == topics::kStatus) return board_.Take(record);
                     TRY_ASSIGN(const ReleaseRecord release, Decode<ReleaseRecord>(record.message.value));
                     trees_.try_emplace(release.name, release.root_tree.Hex());
                     return {};
                   });
}

Result<std::map<std::string, std::string>> ClusterWatch::Complete() {
  TRY(CatchUp());
  std::map<std::string, std::string> complete;
  for (const auto& [name, status] : board_.releases()) {
    const auto tree = trees_.find(name);
    if (status.state == ReleaseState::kComplete && tree != trees_.end()) complete.insert(*tree);
  }
  return complete;
}

Result<void> ClusterWatch::Measure(const std::string& path, const std::string& repository,
                                   const std::vector<std::string>& names) {
  TRY_ASSIGN(const std::unique_ptr<GitSource> source, GitSource::Open(path));
  if (!source) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{}: analyzers of a cluster read repositories; import it into one and watch that",
                            Printable(path)));
  }
  PlannerServiceSettings settings;
  settings.work.repository = repository;
  settings.work.analyzer = kAnalyzerVersion;
  settings.work.announced = true;
  settings.ahead = static_cast<std::size_t>(options_.ahead);
  settings.once = true;
  settings.notice = [this](bool serious, const std::string& text, const std::string& release) {
    host_->Tell(serious, "repository", text, release);
  };
  settings.watch = [this](const PlannerState&) { host_->Beat(); };
  const auto look = [&] { return source->Releases(names); };
  return RunPlanner(*bus_, *source, look, settings, InterruptFlag());
}

Result<Options> ClusterWatch::WithSnapshot(const Options& publication) {
  for (int i = 0; i < kSnapshotPauses; ++i) {
    TRY_ASSIGN(const auto complete, Complete());
    if (complete.empty()) return Fail(ErrorKind::kNotFound, "no release is complete on the cluster");
    const std::optional<SnapshotWord>& word = board_.snapshot();
    const auto holds = [&](const auto& release) {
      return std::find(word->releases.begin(), word->releases.end(), release.first) != word->releases.end();
    };
    if (word && std::all_of(complete.begin(), complete.end(), holds)) {
      Options options = publication;
      const std::string folder = options.snapshots.empty() ? options.store + "/snapshots" : options.snapshots;
      options.store = fmt::format("{}/{}", folder, word->id);
      options.fence = Fence{bus_->cluster(), word->epoch, word->revision};
      std::error_code error;
      if (std::filesystem::exists(options.store, error)) return options;
      return Fail(
          ErrorKind::kUnavailable,
          fmt::format("snapshot {} is not in {}; `snapshots` must name the folder that the aggregator writes to",
                      word->id, Printable(folder)));
    }
    if (InterruptFlag().requested()) return Fail(ErrorKind::kCancelled, "stopped");
    std::this_thread::sleep_for(kPause);
  }
  return Fail(ErrorKind::kUnavailable,
              "the aggregator has not written a snapshot of what is complete; is one running?");
}

}  // namespace ferrotype
