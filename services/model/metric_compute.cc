#include <algorithm>
#include <map>
#include <tuple>

#include "model/metric.h"
#include "model/metric_rows.h"
#include "model/owner.h"

namespace ferrotype {
namespace {

using internal::MetricRows;

// Rust of one place, told apart by whose it is.
struct RustSplit {
  LanguageTotals all;
  LanguageTotals authored;
  LanguageTotals vendored;
  LanguageTotals generated;
  std::uint64_t crate_unsafe_tokens = 0;  // in vendored crates, not in single files copied into the kernel's own

  void Add(const FileRow& file) {
    all.Add(file.finding);
    (file.owner == Owner::kVendored    ? vendored
     : file.owner == Owner::kGenerated ? generated
                                       : authored)
        .Add(file.finding);
    if (file.owner == Owner::kVendored && !file.finding.rust.vendored)
      crate_unsafe_tokens += file.finding.unsafe_tokens;
  }
};

void PutRust(MetricRows& rows, std::string_view dimension, std::string_view key, const RustSplit& rust) {
  const auto put = [&](std::string_view metric, std::uint64_t value) { rows.Put(metric, dimension, key, value); };
  put("rust.files", rust.all.files);
  put("rust.authored.files", rust.authored.files);
  put("rust.lines.code", rust.all.lines.code);
  put("rust.lines.comment", rust.all.lines.comment);
  put("rust.lines.doc", rust.all.doc);
  put("rust.lines.blank", rust.all.lines.blank);
  put("rust.lines.total", rust.all.lines.Lines());
  put("rust.authored.lines.code", rust.authored.lines.code);
  put("unsafe.tokens", rust.all.unsafe_tokens - rust.crate_unsafe_tokens);
  put("cloc.rust.lines.code", rust.all.cloc.code);
  put("cloc.rust.authored.lines.code", rust.authored.cloc.code);
  if (dimension == "owner") return;  // an owner is vendored, generated or neither: those rows would say it twice
  put("rust.vendored.lines.code", rust.vendored.lines.code);
  put("rust.generated.lines.code", rust.generated.lines.code);
  put("unsafe.vendored.tokens", rust.crate_unsafe_tokens);
  put("cloc.rust.vendored.lines.code", rust.vendored.cloc.code);
}

void PutTree(MetricRows& rows, std::string_view dimension, std::string_view key, const TreeFold& fold) {
  const LanguageTotals all = fold.Total();
  const LanguageTotals c = fold.Of(Language::kC);
  const LanguageTotals headers = fold.Of(Language::kCHeader);
  rows.Put("files", dimension, key, all.files);
  rows.Put("lines.code", dimension, key, all.lines.code);
  rows.Put("c.lines.code", dimension, key, c.lines.code + headers.lines.code);
  rows.Put("cloc.c.lines.code", dimension, key, c.cloc.code + headers.cloc.code);
}

std::uint64_t CCode(const TreeFold& fold) {
  return fold.Of(Language::kC).lines.code + fold.Of(Language::kCHeader).lines.code;
}

}  // namespace

std::vector<MetricRow> ComputeMetrics(const Report& report) {
  RustSplit whole;
  std::map<std::string, RustSplit, std::less<>> directories;
  std::map<std::string, RustSplit> subsystems;
  std::map<Owner, RustSplit> owners;
  for (std::size_t i = 0; i < kOwners; ++i) owners[static_cast<Owner>(i)];
  for (const FileRow& file : report.rust_files) {
    whole.Add(file);
    owners[*file.owner].Add(file);
    subsystems[SubsystemOf(file.path)].Add(file);
    for (std::size_t slash = file.path.find('/'); slash != std::string::npos; slash = file.path.find('/', slash + 1)) {
      directories[file.path.substr(0, slash)].Add(file);
    }
  }

  MetricRows rows;
  PutRust(rows, "", "", whole);
  PutTree(rows, "", "", report.fold);
  const std::uint64_t c = CCode(report.fold);
  const auto registers = report.directories.find(std::string(kRegisterDirectory));
  const std::uint64_t register_code = registers == report.directories.end() ? 0 : CCode(registers->second);
  rows.PutShare("rust.share", "", "", whole.authored.lines.code, c);
  rows.PutShare("rust.share.no_registers", "", "", whole.authored.lines.code, c - register_code);

  for (const auto& [owner, split] : owners) PutRust(rows, "owner", IdOf(owner), split);
  for (const auto& [language, totals] : report.fold.languages) {
    rows.Put("files", "language", InfoOf(language).id, totals.files);
    rows.Put("lines.code", "language", InfoOf(language).id, totals.lines.code);
  }
  const auto put_places = [&](std::string_view dimension, const auto& folds, const auto& rust_of) {
    for (const auto& [place, fold] : folds) {
      PutTree(rows, dimension, place, fold);
      const auto rust = rust_of.find(place);
      if (rust == rust_of.end()) continue;
      PutRust(rows, dimension, place, rust->second);
      rows.PutShare("rust.share", dimension, place, rust->second.authored.lines.code, CCode(fold));
    }
  };
  put_places("directory", report.directories, directories);
  put_places("subsystem", report.subsystems, subsystems);
  internal::PutSurveyMetrics(report, rows);
  std::vector<MetricRow> sorted = std::move(rows).Take();
  std::sort(sorted.begin(), sorted.end(), [](const MetricRow& a, const MetricRow& b) {
    return std::tie(a.metric, a.dimension, a.key) < std::tie(b.metric, b.dimension, b.key);
  });
  return sorted;
}

}  // namespace ferrotype
