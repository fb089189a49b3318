#include "cli/watcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/text.h"
#include "cli/analysis.h"
#include "cli/child.h"
#include "cli/complain.h"
#include "cli/hook.h"
#include "cli/publish.h"
#include "cli/targets.h"
#include "model/release.h"
#include "planner/backoff.h"
#include "source/clones.h"
#include "source/git_import.h"
#include "source/git_source.h"
#include "source/mirror.h"
#include "source/open.h"
#include "store/sqlite_store.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kPatience(600);
// A file that is written while we look has a younger time than this.
constexpr std::int64_t kSettled = 5;

fs::path FolderOf(const Options& options) { return fs::path(options.store) / "watch"; }

// What lies on this machine is read where it lies: there is nothing to fetch.
std::string PathOf(const std::string& address) {
  constexpr std::string_view kFile = "file://";
  return address.starts_with(kFile) ? address.substr(kFile.size()) : address;
}

// A name for people, and one that no other address has.
std::string MirrorName(const std::string& url) {
  std::string name;
  for (const char c : url.substr(url.find("://") + 3)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
    name += plain ? c : '-';
  }
  while (name.starts_with('.') || name.starts_with('-')) name.erase(0, 1);
  constexpr std::size_t kMostLetters = 80;
  return fmt::format("{}-{}.git", name.substr(0, kMostLetters), ToHex(Sha256(url)).substr(0, 8));
}

std::string LookJson(const MirrorLook& look) {
  Json json = {{"fetched", look.fetched}, {"vanished", look.vanished}, {"moved", Json::array()}};
  for (const MirrorLook::Moved& moved : look.moved) json["moved"].push_back({moved.name, moved.was, moved.now});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What the process that talked to strangers says is not believed to make sense.
Result<MirrorLook> ParseLook(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  MirrorLook look;
  try {
    json.at("fetched").get_to(look.fetched);
    json.at("vanished").get_to(look.vanished);
    for (const Json& moved : json.at("moved"))
      look.moved.push_back(
          {moved.at(0).get<std::string>(), moved.at(1).get<std::string>(), moved.at(2).get<std::string>()});
  } catch (const Json::exception&) {
    return Fail(ErrorKind::kInternal, "the process that fetches gave no sense");
  }
  return look;
}

std::string MovedWords(std::string_view tag, std::string_view was, std::string_view now) {
  return fmt::format("tag {} moved from {} to {}; it is not measured again", Printable(tag), was, now);
}

std::string VanishedWords(std::string_view tag) {
  return fmt::format("tag {} has vanished; its release stays as it was measured", Printable(tag));
}

bool IsTarball(std::string_view name) {
  return !name.starts_with('.') && (name.ends_with(".tar") || name.ends_with(".tar.xz") || name.ends_with(".tar.gz") ||
                                    name.ends_with(".tgz") || name.ends_with(".tar.zst"));
}

// linux-7.2.13.tar.xz -> v7.2.13; empty where the file's name doesn't tell.
std::string ReleaseOf(std::string_view file) {
  constexpr std::string_view kPrefix = "linux-";
  const std::size_t end = std::min(file.find(".tar"), file.find(".tgz"));
  if (!file.starts_with(kPrefix) || end == std::string_view::npos) return {};
  std::string name = "v" + std::string(file.substr(kPrefix.size(), end - kPrefix.size()));
  return LineOf(name) == "other" ? std::string() : name;
}

std::string StampOf(const fs::path& path, std::int64_t& modified) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  const auto time = fs::last_write_time(path, error);
  const auto system = std::chrono::file_clock::to_sys(time).time_since_epoch();
  modified = std::chrono::duration_cast<std::chrono::seconds>(system).count();
  return fmt::format("{}:{}", size, std::chrono::duration_cast<std::chrono::nanoseconds>(system).count());
}

}  // namespace

Result<std::unique_ptr<Watcher>> Watcher::Open(const Options& options, std::int64_t every) {
  TRY_ASSIGN(TagSelection selection, TagSelection::Parse(options.tags));
  const fs::path folder = FolderOf(options);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return DiskTrouble(folder, error.value());
  TRY_ASSIGN(FileLock lock, FileLock::Take(folder / "lock", fmt::format("{}: another ferrotype watches for this store",
                                                                        Printable(options.store))));
  TRY_ASSIGN(std::vector<Options> publications, PublicationsOf(options));
  std::unique_ptr<Watcher> watcher(new Watcher(options, every, std::move(selection), std::move(lock)));
  watcher->publications_ = std::move(publications);
  if (!options.brokers.empty()) {
    TRY_ASSIGN(watcher->cluster_, ClusterWatch::Join(options));
  }
  const Result<std::string> bytes = ReadWhole(folder / "state.json");
  if (!bytes && bytes.error().kind != ErrorKind::kNotFound) return Unexpected(bytes.error());
  if (bytes) {
    Result<WatchState> state = ParseWatchState(*bytes);
    if (state) {
      watcher->state_ = *std::move(state);
    } else {
      // Nothing is lost by it: the store knows what was measured, the mirror what tags were.
      Notice(options,
             fmt::format("{}: {}; begun anew", Printable((folder / "state.json").string()), state.error().message));
    }
  }
  for (const std::string& address : options.watched) watcher->state_.sources[address];
  return watcher;
}

bool Watcher::IsDue(const WatchedSource& source, std::int64_t now) const {
  // A clock that was set back must not make us wait for years.
  return now >= source.not_before || source.not_before > now + 2 * every_;
}

std::int64_t Watcher::NextLook(std::int64_t now) const {
  std::int64_t next = now + every_;
  for (const std::string& address : options_.watched) {
    const WatchedSource& source = state_.sources.at(address);
    next = std::min(next, IsDue(source, now) ? now : source.not_before);
  }
  return next;
}

int Watcher::Look(const WatchClock& clock, bool all) {
  code_ = kDone;
  bool failed = false;
  for (const std::string& address : options_.watched) {
    WatchedSource& source = state_.sources[address];
    if (InterruptFlag().requested()) return kInterrupted;
    if (!all && !IsDue(source, clock.now)) continue;
    const Result<void> looked = LookAt(address, source, clock);
    if (!looked && looked.error().kind == ErrorKind::kCancelled) return Complain(looked.error());
    if (looked) {
      source.failures = 0;
      source.not_before = clock.now + every_;
    } else {
      failed = true;
      ++source.failures;
      const std::int64_t wait = BackoffSeconds(source.failures, every_, clock.chance);
      source.not_before = clock.now + wait;
      Remember(
          Complain(Error{looked.error().kind,
                         looked.error().message + (all ? std::string() : fmt::format("; next try in {} s", wait))}));
    }
    if (const Result<void> saved = Save(); !saved) Remember(Complain(saved.error()));
  }
  for (const Options& publication : publications_) Remember(PublishNow(publication, clock, failed));
  return code_;
}

Result<void> Watcher::LookAt(const std::string& address, WatchedSource& source, const WatchClock& clock) {
  std::set<std::string> wrong;
  Result<void> looked;
  const std::string path = PathOf(address);
  if (IsUrl(path)) {
    looked = LookAtMirror(address, source, wrong);
  } else {
    TRY_ASSIGN(const std::unique_ptr<GitSource> repository, GitSource::Open(path));
    looked = repository ? LookAtRepository(path, ParseCloneAddress(path).name, source, wrong)
                        : LookAtFolder(path, source, clock.now);
  }
  // What a look that broke off has not seen is not over.
  if (!looked) wrong.insert(source.told.begin(), source.told.end());
  Report(address, source, std::move(wrong));
  return looked;
}

Result<void> Watcher::LookAtMirror(const std::string& url, WatchedSource& source, std::set<std::string>& wrong) {
  const std::string mirror = (FolderOf(options_) / MirrorName(url)).string();
  const auto update = [&](const std::function<bool()>& alive) -> Result<std::string> {
    TRY_ASSIGN(const MirrorLook look,
               UpdateMirror(mirror, url, [&](std::string_view tag) { return selection_.Takes(tag); }, alive));
    return LookJson(look);
  };
  TRY_ASSIGN(const std::string text, RunInChild(update, kPatience, InterruptFlag()));
  TRY_ASSIGN(const MirrorLook look, ParseLook(text));
  for (const MirrorLook::Moved& moved : look.moved) wrong.insert(MovedWords(moved.name, moved.was, moved.now));
  for (const std::string& tag : look.vanished) {
    if (selection_.Takes(tag)) wrong.insert(VanishedWords(tag));
  }
  for (const std::string& tag : look.fetched)
    Notice(options_, fmt::format("{}: fetched {}", Printable(url), Printable(tag)));
  return LookAtRepository(mirror, ParseCloneAddress(url).name, source, wrong);
}

// Root trees of what is measured, by name.
Result<std::map<std::string, std::string>> Watcher::Complete() {
  if (cluster_) return cluster_->Complete();
  std::map<std::string, std::string> complete;
  const Result<std::unique_ptr<StoreReader>> store = OpenStoreReader(options_.store);
  if (!store && store.error().kind != ErrorKind::kNotFound) return Unexpected(store.error());
  if (!store) return complete;
  TRY_ASSIGN(const std::vector<StoredRelease> stored, (*store)->Releases());
  for (const StoredRelease& each : stored) {
    if (each.state == ReleaseState::kComplete) complete[each.record.name] = each.record.root_tree.Hex();
  }
  return complete;
}

// `fresh`: names and root trees. What fails holds up no other.
Result<void> Watcher::MeasureAll(const std::string& path, const std::string& repository, WatchedSource& source,
                                 const std::vector<std::pair<std::string, std::string>>& fresh) {
  if (cluster_ && !fresh.empty()) {
    std::vector<std::string> names;
    for (const auto& [name, tree] : fresh) names.push_back(name);
    TRY(cluster_->Measure(path, options_.repository.empty() ? repository : options_.repository, names));
    for (const auto& [name, tree] : fresh) {
      source.tags[name] = tree;
      Notice(options_, fmt::format("{}: measured", Printable(name)));
    }
    return {};
  }
  std::optional<Error> failure;
  for (const auto& [name, tree] : fresh) {
    if (const Result<void> measured = Measure(path, name); !measured) {
      if (measured.error().kind == ErrorKind::kCancelled) return measured;
      if (failure) Complain(*failure);  // the last one is told by whoever called
      failure = measured.error();
      continue;
    }
    source.tags[name] = tree;
  }
  if (failure) return Unexpected(*failure);
  return {};
}

Result<void> Watcher::LookAtRepository(const std::string& path, const std::string& repository, WatchedSource& source,
                                       std::set<std::string>& wrong) {
  TRY_ASSIGN(const std::unique_ptr<Source> opened, OpenSource(path));
  Result<std::vector<SourceRelease>> releases = opened->Releases({});
  if (!releases && releases.error().kind == ErrorKind::kNotFound)
    releases = std::vector<SourceRelease>();  // no tags yet
  if (!releases) return Unexpected(releases.error());
  TRY_ASSIGN(const auto complete, Complete());
  std::set<std::string> there;
  std::vector<std::pair<std::string, std::string>> fresh;  // as the source has them: oldest first
  for (const SourceRelease& release : *releases) {
    there.insert(release.name);
    if (!selection_.Takes(release.name)) continue;
    const auto known = complete.find(release.name);
    const std::string tree = release.tree ? release.tree->Hex() : std::string();
    if (known == complete.end()) {
      fresh.emplace_back(release.name, tree);
    } else if (known->second != tree) {
      wrong.insert(MovedWords(release.name, "tree " + known->second, "tree " + tree));
    } else {
      source.tags[release.name] = tree;
    }
  }
  const Result<void> measured = MeasureAll(path, repository, source, fresh);
  for (const auto& [tag, tree] : source.tags) {
    if (!there.contains(tag)) wrong.insert(VanishedWords(tag));
  }
  return measured;
}

Result<void> Watcher::LookAtFolder(const std::string& path, WatchedSource& source, std::int64_t now) {
  std::vector<fs::path> tarballs;
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (it->is_regular_file(error) && IsTarball(it->path().filename().string())) tarballs.push_back(it->path());
  }
  if (error) return DiskTrouble(path, error.value());
  const auto name_of = [](const fs::path& tarball) { return ReleaseOf(tarball.filename().string()); };
  std::sort(tarballs.begin(), tarballs.end(), [&](const fs::path& a, const fs::path& b) {
    const std::string one = name_of(a);
    const std::string two = name_of(b);
    return one != two ? ReleaseLess(one, two) : a < b;
  });
  std::optional<Error> failure;
  for (const fs::path& tarball : tarballs) {
    const std::string file = tarball.filename().string();
    const std::string name = name_of(tarball);
    if (!name.empty() && !selection_.Takes(name)) continue;
    std::int64_t modified = 0;
    const std::string stamp = StampOf(tarball, modified);
    const std::string known = source.files.contains(file) ? source.files[file] : std::string();
    if (known.starts_with(stamp + " ")) continue;  // measured, or refused: until it changes
    if (modified > now - kSettled && modified <= now) {
      Notice(options_, fmt::format("{}: still arriving", Printable(tarball.string())));
      continue;
    }
    const Result<void> measured = cluster_ ? MeasureImported(tarball.string(), name, ParseCloneAddress(path).name)
                                           : Measure(tarball.string(), name);
    if (!measured) {
      if (measured.error().kind == ErrorKind::kCancelled) return measured;
      // A broken file is told once; what the surroundings do to a whole one is tried again.
      if (measured.error().kind != ErrorKind::kUnavailable) source.files[file] = stamp + " refused";
      if (failure) Complain(*failure);
      failure = measured.error();
      continue;
    }
    source.files[file] = stamp + " measured";
  }
  if (failure) return Unexpected(*failure);
  return {};
}

Result<void> Watcher::Measure(const std::string& path, const std::string& name) {
  TRY_ASSIGN(const std::unique_ptr<Store> store, OpenStore(options_.store));
  TRY_ASSIGN(const std::unique_ptr<StoreReader> known, OpenStoreReader(options_.store));
  Analysis analysis(options_, *store, *known);
  TRY(analysis.Measure(path, name.empty() ? std::vector<std::string>() : std::vector{name}, selection_));
  for (const auto& [counts, origin] : analysis.finished())
    Notice(options_, fmt::format("{}: measured", Printable(counts.record.name)));
  return {};
}

// Analyzers of a cluster read repositories: it goes into one first, beside what this watcher remembers.
Result<void> Watcher::MeasureImported(const std::string& path, const std::string& name, const std::string& repository) {
  const std::string imports = (FolderOf(options_) / (repository + ".git")).string();
  TRY_ASSIGN(const std::unique_ptr<Source> source, OpenSource(path));
  TRY_ASSIGN(const std::vector<SourceRelease> releases,
             source->Releases(name.empty() ? std::vector<std::string>() : std::vector{name}));
  for (const SourceRelease& release : releases) {
    TRY_ASSIGN(const ImportedRelease imported, ImportRelease(imports, *source, release, InterruptFlag()));
    TRY(cluster_->Measure(imports, options_.repository.empty() ? repository : options_.repository, {imported.name}));
    Notice(options_, fmt::format("{}: measured", Printable(imported.name)));
  }
  return {};
}

// Each trouble once, when it begins.
void Watcher::Report(const std::string& address, WatchedSource& source, std::set<std::string> wrong) {
  std::string news;
  for (const std::string& each : wrong) {
    if (!source.told.contains(each)) news += fmt::format("{}: {}\n", Printable(address), each);
  }
  source.told = std::move(wrong);
  if (news.empty()) return;
  fmt::print(stderr, "{}", news);
  Remember(kCheckFailed);
  if (options_.hook.empty()) return;
  if (const Result<void> ran = RunHook(options_.hook, news, InterruptFlag()); !ran) Complain(ran.error());
}

int Watcher::PublishNow(const Options& publication, const WatchClock& clock, bool quiet_when_empty) {
  const Result<PublishOutcome> outcome = [&]() -> Result<PublishOutcome> {
    if (!cluster_) return Publish(publication, clock.published);
    TRY_ASSIGN(const Options snapshot, cluster_->WithSnapshot(publication));
    return Publish(snapshot, clock.published);
  }();
  if (!outcome) {
    if (quiet_when_empty && outcome.error().kind == ErrorKind::kNotFound) return kDone;
    return Complain(outcome.error());
  }
  if (outcome->kind != PublishOutcome::Kind::kNothingNew || options_.verbose)
    Notice(options_, Describe(*outcome, publication));
  return outcome->hook_complaint.empty() ? kDone : Complain({ErrorKind::kUnavailable, outcome->hook_complaint});
}

Result<void> Watcher::Save() { return ReplaceFile(FolderOf(options_) / "state.json", WriteWatchState(state_)); }

}  // namespace ferrotype
