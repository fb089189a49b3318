#include "renderer/data/data.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "model/language.h"
#include "model/owner.h"
#include "model/report_json.h"
#include "renderer/check/content.h"
#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

Json ValueOf(const MetricValue& value, Unit unit) {
  if (unit == Unit::kVersion) return FormatData(value, unit);
  if (value.denominator == 1) return value.numerator;
  if (value.denominator == 0) return nullptr;
  return Json::parse(FormatData(value));
}

Unit UnitOf(std::string_view id) {
  const MetricInfo* info = FindMetric(id);
  return info == nullptr ? Unit::kCount : info->unit;
}

Json CountsOf(const LineCounts& lines) {
  return {{"code", lines.code}, {"comment", lines.comment}, {"blank", lines.blank}};
}

Json TotalsOf(const LanguageTotals& totals) {
  return {{"files", totals.files},
          {"lines", CountsOf(totals.lines)},
          {"doc", totals.doc},
          {"cloc", CountsOf(totals.cloc)},
          {"unsafe", totals.unsafe_tokens},
          {"not_text", totals.not_text},
          {"failed", totals.failed},
          {"bytes", totals.bytes}};
}

Json HeadOf(const Report& release) {
  return {{"name", release.name},
          {"line", release.line},
          {"date", release.date.empty() ? Json(nullptr) : Json(release.date)},
          {"tree", release.tree.Hex()},
          {"digest", release.digest},
          {"files", release.fold.Total().files},
          {"blobs", release.blobs},
          {"url", fmt::format("releases/{}.json", Slug(release.name))}};
}

std::string MetricLine(const Report& release, const MetricRow& row) {
  const MetricInfo* info = FindMetric(row.metric);
  const std::string dimension = row.dimension.empty() ? "" : row.dimension + "=" + row.key;
  return fmt::format("{},{},{},{},{},{}\n", EscapeCsv(release.name), EscapeCsv(release.date), row.metric,
                     EscapeCsv(dimension), FormatData(row.value, UnitOf(row.metric)),
                     info == nullptr ? "" : IdOf(info->unit));
}

constexpr std::string_view kMetricHeader = "release,date,metric,dimension,value,unit\n";

std::string ReleaseJson(const Report& release) {
  Json json = HeadOf(release);
  json.erase("url");
  json["rules_version"] = kRulesVersion;
  json["analyzer_version"] = kAnalyzerVersion;
  for (const MetricRow& row : release.metrics) {
    if (row.dimension.empty()) json["metrics"][row.metric] = ValueOf(row.value, UnitOf(row.metric));
  }
  for (const auto& [owner, totals] : release.owners) json["owners"][std::string(IdOf(owner))] = TotalsOf(totals);
  for (const auto& [language, totals] : release.fold.languages)
    json["languages"][std::string(InfoOf(language).id)] = TotalsOf(totals);
  json["directories"] = Json::object();
  for (const auto& [path, fold] : release.directories) {
    const LanguageTotals all = fold.Total();
    json["directories"][path] = {{"files", all.files},
                                 {"code", all.lines.code},
                                 {"c", fold.Of(Language::kC).lines.code + fold.Of(Language::kCHeader).lines.code},
                                 {"rust", fold.Of(Language::kRust).lines.code}};
  }
  json["rust_files"] = Json::array();
  for (const FileRow& file : release.rust_files) {
    json["rust_files"].push_back({{"path", file.path},
                                  {"oid", file.oid.Hex()},
                                  {"owner", file.owner ? Json(IdOf(*file.owner)) : Json(nullptr)},
                                  {"lines", CountsOf(file.finding.lines)},
                                  {"doc", file.finding.doc},
                                  {"cloc", CountsOf(file.finding.cloc)},
                                  {"unsafe", file.finding.unsafe_tokens}});
  }
  json["toolchain"] = ToJson(release.survey.toolchain);
  json["disagreements"] = DisagreementsJson(release);
  json["unclassified"] = release.unclassified;
  json["not_counted"] = Json::array();
  for (const std::string& entry : release.not_counted) {
    const std::size_t tab = entry.find('\t');
    json["not_counted"].push_back(
        {{"path", entry.substr(0, tab)}, {"reason", tab == std::string::npos ? "" : entry.substr(tab + 1)}});
  }
  return Print(json);
}

// The columns of `ferrotype list files` (contract).
std::string FilesCsv(const Report& release) {
  std::string out = "path,oid,language,owner,lines,code,comment,blank,cloc_code,cloc_comment,cloc_blank,unsafe\n";
  for (const FileRow& file : release.rust_files) {
    const BlobFinding& f = file.finding;
    out +=
        fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", EscapeCsv(file.path), file.oid.Hex(),
                    InfoOf(f.resolved_language).id, file.owner ? IdOf(*file.owner) : "", f.lines.Lines(), f.lines.code,
                    f.lines.comment, f.lines.blank, f.cloc.code, f.cloc.comment, f.cloc.blank, f.unsafe_tokens);
  }
  return out;
}

// Columns as `ferrotype list unsafe --format csv` has them.
std::string UnsafeCsv(const Report& release) {
  std::string out = "path,line,class,state,item,code_lines\n";
  for (const UnsafeRow& row : release.unsafe_sites) {
    out += fmt::format("{},{},{},{},{},{}\n", EscapeCsv(row.path), row.site.line, IdOf(row.site.kind),
                       IdOf(row.site.state), EscapeCsv(row.site.item), row.site.code_lines);
  }
  return out;
}

// What the survey of a release holds, each part in a file of its own: few readers want all.
void AddSurvey(const Site& site, std::size_t at, const std::string& base, FileSet& files) {
  const ReportView view{site.Releases(), at};
  const Report& release = view.report();
  const auto file = [&](std::string_view part, std::string_view list, Json rows) {
    files[fmt::format("{}.{}.json", base, part)] = Print({{"release", release.name}, {list, std::move(rows)}});
  };
  file("modules", "modules", ModulesJson(view));
  file("drivers", "drivers", DriversJson(view));
  file("unsafe", "sites", UnsafeJson(release));
  files[base + ".unsafe.csv"] = UnsafeCsv(release);
  files[base + ".layers.json"] = Print({{"release", release.name},
                                        {"symbols", SymbolsJson(release)},
                                        {"chains", ChainsJson(release)},
                                        {"entry_points", EntryPointsJson(release)},
                                        {"names", BindingsJson(release)}});
}

std::string MetricJson(const Site& site, const MetricInfo& metric) {
  Json json = {{"id", metric.id},
               {"version", metric.version},
               {"unit", IdOf(metric.unit)},
               {"decimals", metric.decimals},
               {"name", {{"en", metric.name.en}, {"zh", metric.name.zh}}},
               {"definition", {{"en", metric.definition.en}, {"zh", metric.definition.zh}}}};
  json["releases"] = Json::array();
  for (const Report& release : site.Releases()) {
    Json entry = {{"name", release.name}, {"date", release.date.empty() ? Json(nullptr) : Json(release.date)}};
    const auto value = release.Value(metric.id);
    entry["value"] = value ? ValueOf(*value, metric.unit) : Json(nullptr);
    if (value && value->denominator != 1)
      entry["exact"] = {{"numerator", value->numerator}, {"denominator", value->denominator}};
    for (const MetricRow& row : release.metrics) {
      if (row.metric == metric.id && !row.dimension.empty())
        entry["by"][row.dimension][row.key] = ValueOf(row.value, metric.unit);
    }
    json["releases"].push_back(std::move(entry));
  }
  return Print(json);
}

std::string_view IdOf(Judgement::Outcome outcome) {
  return outcome == Judgement::Outcome::kHolds   ? "holds"
         : outcome == Judgement::Outcome::kFalse ? "false"
                                                 : "unmeasured";
}

Json ReferenceOf(const Document& document, const std::string& key) {
  const auto found = document.references.find(key);
  if (found == document.references.end()) return nullptr;
  const Reference& reference = found->second;
  return {{"key", key},
          {"title", reference.title},
          {"url", reference.url},
          {"author", reference.author},
          {"date", reference.date}};
}

// Every sentence of the texts that rests on data.
std::string ClaimsJson(const Editorial& editorial) {
  Json statements = Json::array();
  for (const ExaminedText& text : editorial.texts) {
    for (const Statement& statement : text.record.statements) {
      Json history = Json::array();
      for (const Judgement& judgement : statement.history)
        history.push_back({{"release", judgement.release}, {"outcome", IdOf(judgement.outcome)}});
      const auto or_null = [](const std::string& words) { return words.empty() ? Json(nullptr) : Json(words); };
      statements.push_back({{"kind", statement.kind == Statement::Kind::kClaim ? "claim" : "assertion"},
                            {"text", fmt::format("{}/{}", text.document->kind, text.document->slug)},
                            {"lang", PathOf(text.document->lang)},
                            {"line", statement.spot.line},
                            {"words", statement.words},
                            {"condition", statement.condition},
                            {"source", ReferenceOf(*text.document, statement.source)},
                            {"expected_false", statement.expected_false},
                            {"state", IdOf(statement.state)},
                            {"since", or_null(statement.since)},
                            {"measured", or_null(statement.measured)},
                            {"reason", or_null(statement.reason)},
                            {"history", std::move(history)}});
    }
  }
  return Print({{"statements", std::move(statements)}});
}

}  // namespace

FileSet DataFiles(const Site& site) {
  FileSet files;
  Json list = {{"releases", Json::array()}};
  std::string& metrics = files["data/metrics.csv"];
  metrics = kMetricHeader;
  std::map<std::string, std::string, std::less<>> by_metric;
  for (const MetricInfo& metric : Metrics()) by_metric[std::string(metric.id)] = kMetricHeader;
  std::size_t at = 0;
  for (const Report& release : site.Releases()) {
    list["releases"].push_back(HeadOf(release));
    const std::string base = fmt::format("data/releases/{}", Slug(release.name));
    files[base + ".json"] = ReleaseJson(release);
    files[base + ".files.csv"] = FilesCsv(release);
    AddSurvey(site, at++, base, files);
    for (const MetricRow& row : release.metrics) {
      const std::string line = MetricLine(release, row);
      metrics += line;
      const auto own = by_metric.find(row.metric);
      if (own != by_metric.end()) own->second += line;
    }
  }
  files["data/releases.json"] = Print(list);
  files["data/milestones.json"] = Print({{"milestones", MilestonesJson(site.Releases())}});
  if (site.editorial != nullptr) files["data/claims.json"] = ClaimsJson(*site.editorial);
  for (const MetricInfo& metric : Metrics()) {
    files[fmt::format("data/metrics/{}.csv", metric.id)] = by_metric[std::string(metric.id)];
    files[fmt::format("data/metrics/{}.json", metric.id)] = MetricJson(site, metric);
  }
  return files;
}

std::string Manifest(const FileSet& files, int threads) {
  std::vector<std::pair<const FileSet::value_type*, std::string>> lines;
  lines.reserve(files.size());
  for (const auto& file : files) lines.emplace_back(&file, std::string());
  ForEach(lines, threads, [](auto& line) {
    line.second = fmt::format("{}  {}\n", ToHex(Sha256(line.first->second)), line.first->first);
  });
  std::string out;
  for (const auto& [file, line] : lines) out += line;
  return out;
}

}  // namespace ferrotype
