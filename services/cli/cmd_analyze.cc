// ferrotype analyze: sources in, complete releases in the store.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/embedded.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/source_argument.h"
#include "cli/table.h"
#include "model/release.h"
#include "source/open.h"
#include "store/sqlite_store.h"

namespace ferrotype {
namespace {

bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = ParseInt(text.substr(0, 4));
  const auto month = ParseInt(text.substr(5, 2));
  const auto day = ParseInt(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
  return *day <= kDays[*month - 1] + (*month == 2 && leap ? 1 : 0);
}

const StoredRelease* Find(const std::vector<StoredRelease>& releases, std::string_view name) {
  const auto found = std::find_if(releases.begin(), releases.end(),
                                  [&](const StoredRelease& release) { return release.record.name == name; });
  return found == releases.end() ? nullptr : &*found;
}

class Analysis {
 public:
  Analysis(const Options& options, Store& store, StoreReader& known)
      : options_(options), store_(store), known_(known) {}

  Result<void> AnalyzeSource(const std::string& argument) {
    const SourceArgument parsed = ParseSourceArgument(argument);
    std::vector<std::string> patterns = parsed.patterns;
    TRY_ASSIGN(const std::unique_ptr<Source> source, OpenSource(parsed.path));
    if (patterns.empty()) {
      for (const std::string_view tag : Split(options_.tags, ' ')) {
        if (!tag.empty()) patterns.emplace_back(tag);
      }
    }
    TRY_ASSIGN(std::vector<SourceRelease> releases, source->Releases(patterns));
    TRY_ASSIGN(const std::vector<StoredRelease> stored, store_.Releases());
    std::unique_ptr<EmbeddedRun> run;
    for (SourceRelease& release : releases) {
      if (!options_.date.empty()) release.date = options_.date;
      TRY_ASSIGN(const bool known, IsMeasured(release, Find(stored, release.name)));
      if (known) continue;
      if (!run) {
        const int jobs = Threads(options_);
        TRY_ASSIGN(run, EmbeddedRun::Start(*source, store_, known_, jobs, InterruptFlag()));
      }
      Progress progress(options_, release.name);
      TRY_ASSIGN(const ReleaseCounts counts, run->Analyze(release, [&](std::uint64_t done) { progress.Update(done); }));
      if (options_.verbose) {
        Notice(options_, fmt::format("{}: {} new blobs analyzed, {} trees folded", counts.record.name, counts.analyzed,
                                     counts.trees_folded));
      }
      finished_.emplace_back(counts, std::filesystem::absolute(parsed.path).string());
    }
    run.reset();  // the aggregator's thread is done with the store before this one writes to it
    return RememberOrigins();
  }

  [[nodiscard]] std::string Print() const {
    Table table({"release", "files", "blobs", "new", "read", "analyzed", "trees_folded", "bytes", "seconds", "digest"});
    const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    for (const auto& [counts, origin] : finished_) {
      table.Add({counts.record.name, number(counts.files), number(counts.blobs), number(counts.new_blobs),
                 number(counts.read), number(counts.analyzed), number(counts.trees_folded), number(counts.bytes),
                 Ratio{{static_cast<std::int64_t>(counts.seconds * 1000), 1000}, 2}, counts.digest});
    }
    for (const std::string& name : skipped_) {
      table.Add({name,
                 {},
                 {},
                 std::int64_t{0},
                 std::int64_t{0},
                 std::int64_t{0},
                 std::int64_t{0},
                 std::int64_t{0},
                 {},
                 std::string("measured before")});
    }
    return table.Print(options_.format);
  }

 private:
  // A release is measured once. A name that now stands for other bytes is never silently measured again.
  Result<bool> IsMeasured(const SourceRelease& release, const StoredRelease* stored) {
    if (stored == nullptr || stored->state != ReleaseState::kComplete || !release.tree) return false;
    if (stored->record.root_tree != *release.tree) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: it was measured as tree {} and is now tree {}; a tag that moved is not measured "
                              "again: give it another name (SOURCE@NAME) or use another store",
                              Printable(release.name), stored->record.root_tree.Hex(), release.tree->Hex()));
    }
    skipped_.push_back(release.name);
    return true;
  }

  Result<void> RememberOrigins() {
    TRY(store_.Begin());
    for (const auto& [counts, origin] : finished_) {
      if (Result<void> set = store_.SetOrigin(counts.record.name, origin); !set) {
        store_.Rollback();
        return set;
      }
    }
    return store_.Commit();
  }

  const Options& options_;
  Store& store_;
  StoreReader& known_;
  std::vector<std::pair<ReleaseCounts, std::string>> finished_;
  std::vector<std::string> skipped_;
};

Result<std::string> Analyze(const Options& options) {
  if (!options.date.empty() && !IsDate(options.date)) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("--date {}: not a day of the calendar; write it as 2026-11-20", Printable(options.date)));
  }
  // A mistyped source must not leave an empty store behind.
  for (const std::string& argument : options.sources) {
    TRY(OpenSource(ParseSourceArgument(argument).path));
  }
  TRY_ASSIGN(const std::unique_ptr<Store> store, OpenStore(options.store));
  TRY_ASSIGN(const std::unique_ptr<StoreReader> known, OpenStoreReader(options.store));
  Analysis analysis(options, *store, *known);
  for (const std::string& argument : options.sources) TRY(analysis.AnalyzeSource(argument));
  return analysis.Print();
}

}  // namespace

int RunAnalyze(const Options& options) {
  const Result<std::string> printed = Analyze(options);
  return printed ? Emit(*printed) : Complain(printed.error());
}

}  // namespace ferrotype
