#include "cli/analysis.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/progress.h"
#include "source/open.h"

namespace ferrotype {
namespace {

const StoredRelease* Find(const std::vector<StoredRelease>& releases, std::string_view name) {
  const auto found = std::find_if(releases.begin(), releases.end(),
                                  [&](const StoredRelease& release) { return release.record.name == name; });
  return found == releases.end() ? nullptr : &*found;
}

}  // namespace

Result<void> Analysis::Measure(const std::string& path, const std::vector<std::string>& patterns,
                               const TagSelection& selection) {
  TRY_ASSIGN(const std::unique_ptr<Source> source, OpenSource(path));
  TRY_ASSIGN(std::vector<SourceRelease> releases, source->Releases(patterns));
  if (patterns.empty() && releases.size() > 1) {
    std::erase_if(releases, [&](const SourceRelease& release) { return !selection.Takes(release.name); });
    if (releases.empty()) {
      return Fail(ErrorKind::kNotFound,
                  fmt::format("{}: none of its tags is selected by `tags` ({})", Printable(path), options_.tags));
    }
  }
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
    finished_.emplace_back(counts, std::filesystem::absolute(path).string());
  }
  run.reset();  // the aggregator's thread is done with the store before this one writes to it
  return RememberOrigins();
}

// A release is measured once. A name that now stands for other bytes is never silently measured again.
Result<bool> Analysis::IsMeasured(const SourceRelease& release, const StoredRelease* stored) {
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

Result<void> Analysis::RememberOrigins() {
  TRY(store_.Begin());
  for (const auto& [counts, origin] : finished_) {
    if (Result<void> set = store_.SetOrigin(counts.record.name, origin); !set) {
      store_.Rollback();
      return set;
    }
  }
  return store_.Commit();
}

}  // namespace ferrotype
