// ferrotype planner: looks for releases and hands out what is new in them.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/text.h"
#include "cli/cluster/host.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/source_argument.h"
#include "model/finding.h"
#include "planner/backoff.h"
#include "planner/selection.h"
#include "planner/service.h"
#include "source/clones.h"
#include "source/git_import.h"
#include "source/git_source.h"
#include "source/mirror.h"
#include "source/open.h"

namespace ferrotype {
namespace {

/// The one repository whose releases are planned: a path, a mirror of an address, or one into which tarballs and
/// directories are imported.
class Planned {
 public:
  static Result<Planned> Open(const Options& options, ServiceHost& host) {
    const std::vector<std::string>& sources = options.sources.empty() ? options.watched : options.sources;
    Planned planned(options, host);
    TRY_ASSIGN(const bool imported, planned.Import(sources));
    if (imported) return planned;
    if (sources.size() != 1) {
      return Fail(
          ErrorKind::kInvalidArgument,
          "name one repository: ferrotype planner linux.git --brokers HOST:PORT, or `sources` in ferrotype.toml "
          "(several planners may run, one for each); or tarballs and directories, which go into one");
    }
    const SourceArgument argument = ParseSourceArgument(sources.front());
    const CloneAddress address = ParseCloneAddress(argument.path);
    planned.name_ = options.repository.empty() ? address.name : options.repository;
    planned.address_ = address.address;
    planned.patterns_ = argument.patterns;
    planned.path_ = IsUrl(address.address) ? fmt::format("{}/{}.git", options.clones, planned.name_) : address.address;
    TRY_ASSIGN(planned.selection_, TagSelection::Parse(options.tags));
    if (IsUrl(planned.address_)) TRY(planned.Fetch());
    TRY_ASSIGN(planned.source_, GitSource::Open(planned.path_));
    if (!planned.source_)
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: is no git repository", Printable(planned.path_)));
    return planned;
  }

  Result<std::vector<SourceRelease>> Look() {
    if (IsUrl(address_)) TRY(Fetch());
    Result<std::vector<SourceRelease>> found = source_->Releases(patterns_);
    // A repository that has no tags yet is waited for.
    if (!found && found.error().kind == ErrorKind::kNotFound && patterns_.empty() && !options_.once)
      found = std::vector<SourceRelease>();
    TRY_ASSIGN(std::vector<SourceRelease> releases, std::move(found));
    if (patterns_.empty()) {
      std::erase_if(releases, [&](const SourceRelease& release) { return !selection_.Takes(release.name); });
    }
    return releases;
  }

  [[nodiscard]] Source& source() { return *source_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  Planned(const Options& options, ServiceHost& host) : options_(options), host_(host) {}

  // Whether the sources are trees that no repository holds; they are in one then.
  Result<bool> Import(const std::vector<std::string>& sources) {
    name_ = options_.repository.empty() ? "imported" : options_.repository;
    path_ = fmt::format("{}/{}.git", options_.clones, name_);
    for (const std::string& each : sources) {
      const SourceArgument argument = ParseSourceArgument(each);
      if (IsUrl(argument.path) || argument.path.find('=') != std::string::npos) return false;
      TRY_ASSIGN(const std::unique_ptr<GitSource> git, GitSource::Open(argument.path));
      if (git) return false;
      TRY_ASSIGN(const std::unique_ptr<Source> source, OpenSource(argument.path));
      TRY_ASSIGN(const std::vector<SourceRelease> releases, source->Releases(argument.patterns));
      for (const SourceRelease& release : releases) {
        TRY_ASSIGN(const ImportedRelease imported, ImportRelease(path_, *source, release, InterruptFlag()));
        host_.log().Info(imported.fresh ? "imported" : "is there already",
                         {{"release", imported.name}, {"repository", path_}, {"objects", imported.objects}});
        patterns_.push_back(imported.name);
      }
    }
    if (sources.empty()) return false;
    address_ = path_;
    TRY_ASSIGN(source_, GitSource::Open(path_));
    return source_ != nullptr;
  }

  Result<void> Fetch() {
    std::error_code error;
    std::filesystem::create_directories(options_.clones, error);
    const auto wanted = [&](std::string_view tag) {
      if (patterns_.empty()) return selection_.Takes(tag);
      return std::any_of(patterns_.begin(), patterns_.end(),
                         [&](const std::string& pattern) { return GlobMatches(pattern, tag); });
    };
    TRY_ASSIGN(const MirrorLook look,
               UpdateMirror(path_, address_, wanted, [] { return !InterruptFlag().requested(); }));
    for (const MirrorLook::Moved& moved : look.moved) {
      host_.Warn("repository",
                 fmt::format("the tag moved from {} to {}; it is not measured again", moved.was, moved.now),
                 {{"release", moved.name}});
    }
    return {};
  }

  const Options& options_;
  ServiceHost& host_;
  std::string name_;
  std::string address_;
  std::string path_;
  std::vector<std::string> patterns_;
  TagSelection selection_;
  std::unique_ptr<GitSource> source_;
};

Result<void> Plan(const Options& options, ServiceHost& host) {
  const std::optional<std::int64_t> every = ParseDuration(options.every);
  if (!every)
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("every {}: write 90s, 30m, 1h or 1d", Printable(options.every)));
  TRY_ASSIGN(Planned planned, Planned::Open(options, host));
  TRY_ASSIGN(KafkaBus* const bus, host.Join());
  PlannerServiceSettings settings;
  settings.work.repository = planned.name();
  settings.work.analyzer = kAnalyzerVersion;
  settings.work.announced = true;
  settings.ahead = static_cast<std::size_t>(options.ahead);
  settings.between_looks = std::chrono::seconds(*every);
  settings.once = options.once;
  settings.notice = [&host](bool serious, const std::string& text, const std::string& release) {
    host.Tell(serious, "repository", text, release);
  };
  settings.watch = [&host](const PlannerState& state) {
    host.Beat();
    host.numbers().releases("complete").Set(static_cast<double>(state.complete));
    host.numbers().releases("failed").Set(static_cast<double>(state.failed));
    host.numbers().releases("waiting").Set(static_cast<double>(state.releases - state.complete - state.failed));
  };
  const auto look = [&] { return planned.Look(); };
  return host.Persist([&] { return RunPlanner(*bus, planned.source(), look, settings, InterruptFlag()); });
}

}  // namespace

int RunPlannerVerb(const Options& options) {
  const Result<void> ran = WithHost(options, "planner", Plan);
  return ran || ran.error().kind == ErrorKind::kCancelled ? kDone : Complain(ran.error());
}

}  // namespace ferrotype
