#include "aggregator/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "aggregator/rust_files.h"
#include "aggregator/study.h"
#include "aggregator/survey.h"
#include "aggregator/tree_walk.h"
#include "base/text.h"
#include "model/language.h"
#include "model/metric.h"
#include "model/owner.h"
#include "model/survey_json.h"

namespace ferrotype {
namespace {

Result<TreeFold> FoldOf(StoreReader& store, TreeOid tree) {
  TRY_ASSIGN(std::optional<TreeFold> fold, store.Fold(tree));
  if (!fold)
    return Fail(ErrorKind::kNotFound,
                fmt::format("the store lacks the fold of tree {}; analyze the release again", tree.Hex()));
  return std::move(*fold);
}

Result<TreeFold> FoldOfFile(StoreReader& store, const TreeEntry& entry) {
  TreeFold fold;
  if (entry.mode == TreeMode::kSymlink) ++fold.symlinks;
  if (entry.mode == TreeMode::kSubmodule) ++fold.submodules;
  if (!IsFile(entry.mode)) return fold;
  TRY_ASSIGN(const FindingPtr stored, store.Finding({LanguageOfName(entry.name), entry.AsBlob()}));
  if (stored) fold.languages[stored->finding.resolved_language].Add(stored->finding);
  return fold;
}

std::uint64_t Failed(const TreeFold& fold) { return fold.Total().failed; }

// Two levels of folders, and every folder that holds Rust or on whose fold a metric rests.
Result<void> AddPlaces(StoreReader& store, TreeOid root, Report& report) {
  const auto wanted = [](std::string_view path, const TreeFold& fold) {
    return std::count(path.begin(), path.end(), '/') <= 1 || fold.HasRust() || path == kRegisterDirectory;
  };
  const auto leads_on = [](std::string_view path, const TreeFold& fold) {
    return path.find('/') == std::string_view::npos || fold.HasRust() ||
           kRegisterDirectory.starts_with(std::string(path) + "/") || Failed(fold) != 0;
  };
  // A folder that is a subsystem counts whole; of folders above them only the files that lie there count.
  const auto is_subsystem = [](std::string_view path) {
    return SubsystemOf(std::string(path) + "/folder/file") == path;
  };
  const auto is_above_subsystems = [](const std::string& path) {
    return SubsystemOf(path + "/file") != SubsystemOf(path);
  };
  return WalkTree(
      store, root,
      [&](std::string_view path, TreeOid tree) -> Result<bool> {
        TRY_ASSIGN(const TreeFold fold, FoldOf(store, tree));
        if (wanted(path, fold)) report.directories.emplace(path, fold);
        if (is_subsystem(path)) report.subsystems[std::string(path)].Add(fold);
        return leads_on(path, fold);
      },
      [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
        if (entry.mode == TreeMode::kTree) return {};
        if (is_above_subsystems(path)) {
          TRY_ASSIGN(const TreeFold fold, FoldOfFile(store, entry));
          report.subsystems[SubsystemOf(path)].Add(fold);
        }
        if (!IsFile(entry.mode)) return {};
        TRY_ASSIGN(const FindingPtr stored, store.Finding({LanguageOfName(entry.name), entry.AsBlob()}));
        if (stored &&
            (stored->finding.outcome == Outcome::kTooLarge || stored->finding.outcome == Outcome::kTooCostly)) {
          report.not_counted.push_back(
              path + (stored->finding.outcome == Outcome::kTooLarge ? "\ttoo-large" : "\ttoo-costly"));
        }
        return {};
      });
}

Result<void> AddUnsafe(Report& report) {
  for (const FileRow& file : report.rust_files) {
    const bool crate_copied_in = file.owner == Owner::kVendored && !file.finding.rust.vendored;
    if (file.finding.unsafe_ledger.empty() || crate_copied_in) continue;
    TRY_ASSIGN(UnsafeLedger ledger, DecodeUnsafeLedger(file.finding.unsafe_ledger));
    report.doc_test_unsafe += ledger.doc_test_tokens;
    for (UnsafeSite& site : ledger.sites) report.unsafe_sites.push_back({file.path, *file.owner, std::move(site)});
  }
  return {};
}

}  // namespace

Result<Report> BuildReport(StoreReader& store, const StoredRelease& release) {
  Report report;
  report.name = release.record.name;
  report.line = release.record.line;
  report.date = release.record.date;
  report.tree = release.record.root_tree;
  report.digest = release.digest;
  report.blobs = release.blobs;
  TRY_ASSIGN(report.fold, FoldOf(store, report.tree));
  TRY_ASSIGN(report.rust_files, RustFiles(store, report.tree));
  for (std::size_t i = 0; i < kOwners; ++i) report.owners[static_cast<Owner>(i)];
  for (const FileRow& file : report.rust_files) {
    report.owners[*file.owner].Add(file.finding);
    if (file.owner != Owner::kUnclassified) continue;
    const std::string folder = file.path.substr(0, file.path.rfind('/'));
    if (std::find(report.unclassified.begin(), report.unclassified.end(), folder) == report.unclassified.end())
      report.unclassified.push_back(folder);
  }
  TRY(AddPlaces(store, report.tree, report));
  TRY(AddUnsafe(report));
  TRY_ASSIGN(const std::optional<Bytes> packed, store.Survey(report.tree, kRulesVersion));
  // A store that other rules wrote has all that is needed to derive it again.
  if (packed) {
    TRY_ASSIGN(report.survey, UnpackSurvey(*packed));
  } else {
    SurveyMemory memory;
    TRY_ASSIGN(const auto surveyor, ReleaseSurveyor::Open(store, report.tree, report.rust_files, memory));
    TRY_ASSIGN(report.survey, surveyor->Finish());
  }
  TRY_ASSIGN(report.study, CountAsStudied(store, report.rust_files));
  report.metrics = ComputeMetrics(report);
  return report;
}

Result<void> ForEachFile(StoreReader& store, const Report& report,
                         const std::function<Result<void>(const FileRow&)>& visit) {
  std::unordered_map<std::string_view, const FileRow*> rust;
  for (const FileRow& file : report.rust_files) rust.emplace(file.path, &file);
  return WalkTree(
      store, report.tree, [](std::string_view, TreeOid) -> Result<bool> { return true; },
      [&](const std::string& path, const TreeEntry& entry) -> Result<void> {
        if (!IsFile(entry.mode)) return {};
        if (const auto found = rust.find(path); found != rust.end()) return visit(*found->second);
        TRY_ASSIGN(const FindingPtr stored, store.Finding({LanguageOfName(entry.name), entry.AsBlob()}));
        if (!stored)
          return Fail(ErrorKind::kNotFound,
                      fmt::format("the store lacks the finding of {}; analyze the release again", Printable(path)));
        return visit({path, entry.AsBlob(), std::nullopt, stored->finding});
      });
}

Result<std::optional<BlobOid>> FindBlob(StoreReader& store, TreeOid root, std::string_view path) {
  TreeOid tree = root;
  for (const std::string_view part : Split(path, '/')) {
    TRY_ASSIGN(const std::optional<Bytes> object, store.Tree(tree));
    if (!object) return std::nullopt;
    TRY_ASSIGN(const std::vector<TreeEntry> entries, ParseTree(*object));
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const TreeEntry& entry) { return entry.name == part; });
    if (found == entries.end()) return std::nullopt;
    const bool last = part.data() + part.size() == path.data() + path.size();
    if (last) return IsFile(found->mode) ? std::optional(found->AsBlob()) : std::nullopt;
    if (found->mode != TreeMode::kTree) return std::nullopt;
    tree = found->AsTree();
  }
  return std::nullopt;
}

}  // namespace ferrotype
