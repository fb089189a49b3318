#include "cli/publish.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/text.h"
#include "cli/fence.h"
#include "cli/hook.h"
#include "cli/library.h"
#include "cli/site_inputs.h"
#include "model/owner.h"
#include "publisher/build_record.h"
#include "publisher/changes.h"
#include "publisher/continuity.h"
#include "publisher/editions.h"
#include "publisher/ledger.h"
#include "publisher/twins.h"
#include "renderer/data/data.h"
#include "renderer/feed/feed.h"
#include "store/data_file.h"

namespace ferrotype {
namespace {

constexpr const char* kRecordName = "build.json";
constexpr const char* kManifestName = "manifest.sha256";
constexpr const char* kChangesName = "changes.txt";

// What every edition has besides its pages, data and feeds.
std::set<std::string> MadeLater(const MadePages& made) {
  std::set<std::string> later = {kRecordName, kManifestName, kChangesName, "robots.txt", "sitemap.xml"};
  for (const std::string& language : made.languages) later.insert(language + "/changes/index.html");
  return later;
}

Result<void> CheckAddress(const std::string& url) {
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  if (web && url.find_first_of(" \t\n\"<>") == std::string::npos) return {};
  return Fail(ErrorKind::kInvalidArgument,
              url.empty() ? std::string("feeds need the site's address: set base-url in ferrotype.toml, or --base-url")
                          : fmt::format("base-url {}: it must begin with https:// or http://", Printable(url)));
}

// Nothing is left out silently: a release that is not complete has pages that nobody asked for, or none.
Result<void> CheckComplete(const StoreLibrary& library, const std::string& store) {
  if (library.Reports().empty()) {
    return Fail(ErrorKind::kNotFound,
                fmt::format("store {}: no release in it is complete; analyze one first", Printable(store)));
  }
  std::string names;
  for (const StoredRelease& release : library.releases()) {
    if (release.state != ReleaseState::kComplete) names += (names.empty() ? "" : ", ") + Printable(release.record.name);
  }
  if (names.empty()) return {};
  return Fail(ErrorKind::kInvalidArgument,
              fmt::format("not complete in store {}: {}; nothing was published. Run the same `ferrotype analyze` again",
                          Printable(store), names));
}

class Publication {
 public:
  Publication(const Options& options, std::string now, Editions& editions)
      : options_(options), now_(std::move(now)), editions_(editions) {}

  Result<PublishOutcome> Run() {
    // With the folder's lock held: a publisher that was paused finds that its successor is further on.
    TRY(PassFence(editions_.folder(), options_.fence));
    TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options_.store));
    TRY(CheckComplete(*library, options_.store));
    TRY_ASSIGN(ledger_, LoadLedger(editions_));
    TRY_ASSIGN(const std::optional<std::string> current, editions_.Current());
    TRY_ASSIGN(FileSet files, Render(*library));
    TRY_ASSIGN(const std::string id, Seal(files, current));
    outcome_.edition = id;
    outcome_.files = files.size();
    const LedgerEdition* known = ledger_.Find(id);
    if (current == id && editions_.Holds(id, files)) {
      // Of a run that was killed before its report was taken.
      if (!known->told) TRY(TellHook(id));
      return outcome_;
    }
    if (known != nullptr && known->withdrawn) {
      outcome_.kind = PublishOutcome::Kind::kHeld;
      return outcome_;
    }
    if (!editions_.Holds(id, files)) TRY(editions_.Add(id, files, InterruptFlag(), current));
    TRY(editions_.Switch(id));
    outcome_.kind = PublishOutcome::Kind::kPublished;
    outcome_.changes = files[kChangesName];
    TRY(Record(id, files));
    TRY(TellHook(id));
    return outcome_;
  }

 private:
  Result<FileSet> Render(const StoreLibrary& library) {
    TRY_ASSIGN(const FileSet content, ReadFiles(options_.content));
    TRY_ASSIGN(const FileSet templates, ReadFiles(options_.templates));
    TRY_ASSIGN(const Bytes data_file, MakeDataFile(library.Reports()));
    const FileSet extra = {{"data/ferrotype.sqlite", data_file}};
    record_.program = FERROTYPE_VERSION;
    record_.versions = {{"analyzer", kAnalyzerVersion}, {"rules", kRulesVersion}};
    for (const Report& report : library.Reports())
      record_.releases.push_back({Printable(report.name), report.tree.Hex(), report.digest});
    record_.content = HashOf(content);
    record_.templates = HashOf(templates);
    record_.settings = {{"base-url", options_.base_url},
                        {"retired", fmt::format("{}", fmt::join(options_.retired, " "))},
                        {"languages", fmt::format("{}", fmt::join(options_.languages, " "))}};
    for (const auto& [language, name] : options_.names)
      record_.settings[language.empty() ? "name" : "name." + language] = name;
    record_.inputs = InputsOf(record_);
    const Predecessors before =
        PredecessorsOf(ledger_, editions_, record_.inputs, static_cast<std::size_t>(options_.keep));
    if (const LedgerEdition* base = before.base ? ledger_.Find(*before.base) : nullptr) record_.base = base->inputs;
    const auto follow = [&](const MadePages& made) { return Follow(made, before); };
    return RenderSite({library, content, templates, SiteSettingsOf(options_), &extra, &ledger_.entries, follow},
                      Threads(options_));
  }

  // What this edition owes to those before it.
  Result<Continuation> Follow(const MadePages& made, const Predecessors& before) {
    std::set<std::string> later = MadeLater(made);
    for (const auto& [path, to] : made.renamed) later.insert(path);
    TRY_ASSIGN(Continuity kept, KeepPromises({ledger_, editions_, before, made.files, later, options_.retired}));
    kept.redirects.insert(made.renamed.begin(), made.renamed.end());
    const auto entries = made.files.find("feeds/entries.json");
    if (entries != made.files.end()) {
      TRY_ASSIGN(entries_, ParseFeedEntries(entries->second));
    }
    TRY_ASSIGN(Changes changes, CompareEditions(editions_, before.base, {made.files, kept, entries_, made.warnings}));
    record_.warnings = made.warnings;
    record_.redirects = kept.redirects;
    for (const FileMap* carried : {&kept.archived, &kept.assets}) {
      for (const auto& [path, bytes] : *carried) record_.archived.push_back(path);
    }
    std::sort(record_.archived.begin(), record_.archived.end());
    Continuation next{std::move(kept.redirects), std::move(kept.archived), {}};
    next.carried.merge(kept.assets);
    next.carried[kChangesName] = ChangesText(changes, RootUrl({options_.base_url}));
    next.changes = std::move(changes);
    return next;
  }

  // Adds the record, compressed twins and the manifest; returns the edition's id.
  Result<std::string> Seal(FileSet& files, const std::optional<std::string>& current) {
    files.erase(kManifestName);
    std::int64_t bytes = 0;
    std::int64_t pages = 0;
    for (const auto& [path, content] : files) {
      bytes += static_cast<std::int64_t>(content.size());
      pages += path.ends_with(".html") ? 1 : 0;
    }
    record_.counts = {{"bytes", bytes},
                      {"files", static_cast<std::int64_t>(files.size())},
                      {"pages", pages},
                      {"releases", static_cast<std::int64_t>(record_.releases.size())}};
    record_.files = HashOf(files);
    files[kRecordName] = WriteBuildRecord(record_);
    std::string id = EditionIdOf(files[kRecordName]);
    TRY(AddTwins(files, Threads(options_), InterruptFlag(),
                 current ? editions_.PathOf(*current) : std::filesystem::path()));
    files[kManifestName] = Manifest(files);
    return id;
  }

  // The switch is done: a run that is killed from here on has published, and the next one makes up for the rest.
  Result<void> Record(const std::string& id, const FileSet& files) {
    Manifest256 promised;
    for (const auto& [path, bytes] : files) promised.emplace(path, "");
    AddToLedger(ledger_, promised, entries_, now_.substr(0, 10));
    ledger_.Publish(id, record_.inputs, now_).told = options_.hook.empty();
    TRY(SaveLedger(editions_, ledger_));
    std::vector<std::string> keep;
    for (auto it = ledger_.editions.rbegin(); it != ledger_.editions.rend(); ++it) {
      if (keep.size() == static_cast<std::size_t>(options_.keep)) break;
      if (editions_.Has(it->id)) keep.push_back(it->id);
    }
    return editions_.Prune(keep);
  }

  Result<void> TellHook(const std::string& id) {
    LedgerEdition* edition = ledger_.Find(id);
    if (edition == nullptr || edition->told) return {};
    if (!options_.hook.empty()) {
      TRY_ASSIGN(const std::string report, editions_.Read(id, kChangesName));
      if (const Result<void> ran = RunHook(options_.hook, report, InterruptFlag()); !ran) {
        outcome_.hook_complaint = ran.error().message;
        return {};
      }
    }
    edition->told = true;
    return SaveLedger(editions_, ledger_);
  }

  const Options& options_;
  const std::string now_;
  Editions& editions_;
  Ledger ledger_;
  BuildRecord record_;
  std::vector<FeedEntry> entries_;
  PublishOutcome outcome_;
};

}  // namespace

Result<PublishOutcome> Publish(const Options& options, const std::string& now) {
  TRY(CheckAddress(options.base_url));
  if (options.to.empty()) {
    return Fail(ErrorKind::kInvalidArgument, "name the folder to publish to: --to DIR, or `to` in ferrotype.toml");
  }
  TRY_ASSIGN(Editions editions, Editions::Open(options.to));
  return Publication(options, now, editions).Run();
}

std::string Now() {
  std::time_t seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  if (const char* given = std::getenv("SOURCE_DATE_EPOCH"); given != nullptr) {
    if (const std::optional<std::int64_t> number = ParseInt(given)) seconds = static_cast<std::time_t>(*number);
  }
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string Describe(const PublishOutcome& outcome, const Options& options) {
  switch (outcome.kind) {
    case PublishOutcome::Kind::kNothingNew:
      return fmt::format("{}: edition {} is what there is to publish; no file touched", Printable(options.to),
                         outcome.edition);
    case PublishOutcome::Kind::kHeld:
      return fmt::format(
          "{}: edition {} was rolled back and is not published again by itself; `ferrotype rollback "
          "--to {} --forward` serves it",
          Printable(options.to), outcome.edition, Printable(options.to));
    case PublishOutcome::Kind::kPublished:
      break;
  }
  return fmt::format("{}: edition {} published, {} files", Printable(options.to), outcome.edition, outcome.files);
}

}  // namespace ferrotype
