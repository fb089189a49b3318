#include "renderer/page/release_tables.h"

#include <algorithm>

#include "base/text.h"
#include "model/language.h"
#include "model/owner.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/parts.h"
#include "renderer/page/sentences.h"
#include "renderer/page/table.h"

namespace ferrotype {

Html MetricsTable(const Page& page, const Report& release, const Report* before) {
  Table table;
  table.id = "all-metrics";
  table.caption = page.Text("metrics_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("metric"), false}, {page.Text("value"), true}};
  if (before != nullptr) {
    table.columns.push_back({ShortName(page.site(), *before), true});
    table.columns.push_back({page.Text("change"), true});
  }
  for (const MetricInfo& metric : Metrics()) {
    const auto value = release.Value(metric.id);
    auto& row = table.rows.emplace_back();
    row = {Link(page.To(MetricPath(metric.id)), Html::Text(In(metric.name, page.lang()))),
           Html::Text(value ? FormatValue(*value, metric) : "–")};
    if (before == nullptr) continue;
    const auto then = before->Value(metric.id);
    row.push_back(Html::Text(then ? FormatValue(*then, metric) : "–"));
    row.push_back(Html::Text(value && then ? FormatChange(*value, *then, metric) : "–"));
  }
  return MakeTable(page, table);
}

Html OwnersTable(const Page& page, const Report& release) {
  Table table;
  table.id = "owners";
  table.caption = page.Text("owners_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("dimension_owner"), false}, {page.Text("column_files"), true},
                   {page.Text("column_code"), true},      {page.Text("column_comment"), true},
                   {page.Text("column_doc"), true},       {page.Text("column_blank"), true},
                   {page.Text("column_cloc"), true},      {page.Text("column_unsafe"), true}};
  LanguageTotals sum;
  const auto row_of = [&](const std::string& name, const LanguageTotals& t) {
    table.rows.push_back({Html::Text(name), Count(t.files), Count(t.lines.code), Count(t.lines.comment), Count(t.doc),
                          Count(t.lines.blank), Count(t.cloc.code), Count(t.unsafe_tokens)});
  };
  for (const auto& [owner, totals] : release.owners) {
    sum.Add(totals);
    row_of(std::string(In(NameOf(owner), page.lang())), totals);
  }
  row_of(page.Text("sum"), sum);
  return MakeTable(page, table);
}

Html LanguagesTable(const Page& page, const Report& release) {
  Table table;
  table.id = "languages";
  table.caption = page.Text("languages_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("dimension_language"), false},
                   {page.Text("column_files"), true},
                   {page.Text("column_code"), true},
                   {page.Text("column_comment"), true},
                   {page.Text("column_blank"), true}};
  std::vector<std::pair<Language, LanguageTotals>> order(release.fold.languages.begin(), release.fold.languages.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second.lines.code > b.second.lines.code; });
  const auto row_of = [&](const Html& name, const LanguageTotals& t) {
    table.rows.push_back({name, Count(t.files), Count(t.lines.code), Count(t.lines.comment), Count(t.lines.blank)});
  };
  for (const auto& [language, totals] : order) row_of(Html::Text(InfoOf(language).name), totals);
  row_of(Html::Text(page.Text("sum")), release.fold.Total());
  return MakeTable(page, table);
}

Html DirectoriesTable(const Page& page, const Report& release) {
  Table table;
  table.id = "directories";
  table.caption = page.Text("directories_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("dimension_directory"), false}, {page.Text("column_files"), true},
                   {page.Text("column_all_code"), true},      {page.Text("column_c"), true},
                   {page.Text("column_rust"), true},          {page.Text("column_authored"), true}};
  for (const auto& [path, fold] : release.directories) {
    const auto depth = std::count(path.begin(), path.end(), '/');
    const bool rust = fold.HasRust();
    // The second level is long; only where Rust lies it says something here. All of it is in the data.
    if (depth > 1 || (depth == 1 && !rust)) continue;
    const LanguageTotals all = fold.Total();
    const auto authored = release.Value("rust.authored.lines.code", "directory", path).value_or(MetricValue{});
    table.rows.push_back({PathCell(path), Count(all.files), Count(all.lines.code),
                          Count(fold.Of(Language::kC).lines.code + fold.Of(Language::kCHeader).lines.code),
                          Count(fold.Of(Language::kRust).lines.code),
                          Count(static_cast<std::uint64_t>(authored.numerator))});
  }
  return MakeTable(page, table);
}

Html FilesTable(const Page& page, const Report& release) {
  Table table;
  table.id = "rust-files";
  table.caption = page.Text("files_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("column_path"), false}, {page.Text("dimension_owner"), false},
                   {page.Text("column_code"), true},  {page.Text("column_comment"), true},
                   {page.Text("column_blank"), true}, {page.Text("column_cloc"), true},
                   {page.Text("column_unsafe"), true}};
  for (const FileRow& file : release.rust_files) {
    const BlobFinding& f = file.finding;
    table.rows.push_back({PathCell(file.path),
                          file.owner ? Html::Text(In(NameOf(*file.owner), page.lang())) : Html::Text("–"),
                          Count(f.lines.code), Count(f.lines.comment), Count(f.lines.blank), Count(f.cloc.code),
                          Count(f.unsafe_tokens)});
  }
  return MakeTable(page, table);
}

}  // namespace ferrotype
