#include "renderer/page/figure.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/figure_words.h"
#include "renderer/page/keys.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

// Places whose Rust is all from outside are outlines, as their owner is.
bool AllVendored(const Report& release, std::string_view dimension, std::string_view key) {
  return release.Value("rust.vendored.lines.code", dimension, key) &&
         !release.Value("rust.authored.lines.code", dimension, key);
}

Paint PaintOfKey(const Report& release, const MetricInfo& metric, std::string_view dimension, std::string_view key) {
  if (dimension == "owner") {
    return key == "vendored"                             ? Paint::kVendored
           : key == "generated" || key == "unclassified" ? Paint::kOther
                                                         : Paint::kRust;
  }
  if (dimension == "language") {
    return key == "rust" ? Paint::kRust : key == "c" || key == "c-header" ? Paint::kSteel : Paint::kOther;
  }
  const Paint paint = PaintOfMetric(metric.id);
  return paint == Paint::kRust && AllVendored(release, dimension, key) ? Paint::kVendored : paint;
}

std::string RowId(const KeyRow& row) { return row.own_files ? row.key + "/*" : row.key; }

std::string RowLabel(const Page& page, std::string_view dimension, const KeyRow& row) {
  const std::string label = KeyLabel(page, dimension, row.key);
  return row.own_files ? page.Text("own_files", {{"directory", label}}) : label;
}

ChartCategory CategoryOf(const Page& page, const Report& release, Paint paint) {
  return {release.name, ShortName(page.site(), release), ParseDate(release.date) ? release.date : "", paint,
          KindOfTree(release)};
}

std::vector<const Report*> ReleasesOf(const Page& page, const FigureSpec& spec) {
  if (spec.since != nullptr) return {spec.since, spec.release};
  std::vector<const Report*> releases;
  for (const Report& release : page.site().Releases()) releases.push_back(&release);
  return releases;
}

void FillReleases(const Page& page, const FigureSpec& spec, ChartData& data) {
  data.category_id = "release";
  data.category_header = page.Text("release");
  const Paint paint = PaintOfMetric(spec.metrics.front()->id);
  for (const Report* release : ReleasesOf(page, spec)) data.categories.push_back(CategoryOf(page, *release, paint));
}

void FillMetricsOverReleases(const Page& page, const FigureSpec& spec, ChartData& data) {
  FillReleases(page, spec, data);
  for (const MetricInfo* metric : spec.metrics) {
    data.series.push_back(
        {std::string(metric->id), std::string(In(metric->name, page.lang())), PaintOfMetric(metric->id)});
    auto& row = data.values.emplace_back();
    for (const Report* release : ReleasesOf(page, spec)) row.push_back(release->Value(metric->id));
  }
}

void FillKeysOverReleases(const Page& page, const FigureSpec& spec, ChartData& data) {
  FillReleases(page, spec, data);
  const MetricInfo& metric = *spec.metrics.front();
  const Report& newest = spec.release != nullptr ? *spec.release : *page.site().Newest();
  std::vector<KeyRow> keys = KeysOf(newest, metric, spec.dimension);
  std::erase_if(keys, [](const KeyRow& row) { return row.value.numerator == 0; });
  const std::size_t rest = keys.size() > spec.top ? keys.size() - spec.top : 0;
  if (rest > 0) keys.resize(spec.top);
  std::vector<std::vector<KeyRow>> theirs;
  for (const Report* release : ReleasesOf(page, spec)) theirs.push_back(KeysOf(*release, metric, spec.dimension));
  const auto value_of = [&](const std::vector<KeyRow>& rows, const KeyRow& key) -> std::optional<MetricValue> {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const KeyRow& r) { return RowId(r) == RowId(key); });
    if (found != rows.end()) return found->value;
    // A key that a release lacks is a place without any, which is a count of zero but no share.
    return metric.unit == Unit::kPercent ? std::nullopt : std::optional<MetricValue>(MetricValue{0, 1});
  };
  for (const KeyRow& key : keys) {
    data.series.push_back(
        {RowId(key), RowLabel(page, spec.dimension, key), PaintOfKey(newest, metric, spec.dimension, key.key)});
    auto& row = data.values.emplace_back();
    for (const std::vector<KeyRow>& rows : theirs) row.push_back(value_of(rows, key));
  }
  if (!spec.stacked) return;
  // Parts of a whole leave nothing out: what has no name of its own, in any release, is there as one.
  std::vector<std::optional<MetricValue>> others;
  bool any = false;
  for (const std::vector<KeyRow>& rows : theirs) {
    MetricValue sum{0, 1};
    for (const KeyRow& row : rows) sum.numerator += row.value.numerator;
    for (const KeyRow& key : keys) sum.numerator -= value_of(rows, key).value_or(MetricValue{}).numerator;
    any = any || sum.numerator != 0;
    others.emplace_back(sum);
  }
  if (!any) return;
  data.series.push_back({"others", page.Text("others_together"), Paint::kOther});
  data.values.push_back(std::move(others));
}

bool HasValue(const std::vector<KeyRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const KeyRow& row) { return row.value.numerator != 0; });
}

void FillKeysOfRelease(const Page& page, const FigureSpec& spec, ChartData& data) {
  data.category_id = spec.dimension;
  data.category_header = page.Text("dimension_" + spec.dimension);
  const MetricInfo& first = *spec.metrics.front();
  std::vector<KeyRow> keys = KeysOf(*spec.release, first, spec.dimension);
  std::vector<KeyRow> rest;
  if (keys.size() > spec.top) {
    rest.assign(keys.begin() + static_cast<std::ptrdiff_t>(spec.top), keys.end());
    keys.resize(spec.top);
  }
  for (const KeyRow& key : keys) {
    // Folders below one folder stand together where a picture can do that.
    const bool folders =
        spec.form == Form::kTreemap && (spec.dimension == "directory" || spec.dimension == "subsystem");
    data.categories.push_back({RowId(key), RowLabel(page, spec.dimension, key), "",
                               PaintOfKey(*spec.release, first, spec.dimension, key.key),
                               folders ? key.key.substr(0, key.key.find('/')) : std::string()});
  }
  const bool adds_up = first.unit != Unit::kPercent && !rest.empty() && HasValue(rest);
  if (adds_up) {
    data.categories.push_back(
        {"others", page.Text("others", {{"count", static_cast<std::int64_t>(rest.size())}}), "", Paint::kOther, ""});
  }
  for (const MetricInfo* metric : spec.metrics) {
    data.series.push_back(
        {std::string(metric->id), std::string(In(metric->name, page.lang())), PaintOfMetric(metric->id)});
    auto& row = data.values.emplace_back();
    const std::vector<KeyRow> all = KeysOf(*spec.release, *metric, spec.dimension);
    const auto value_of = [&](const KeyRow& key) -> std::optional<MetricValue> {
      const auto found = std::find_if(all.begin(), all.end(), [&](const KeyRow& r) { return RowId(r) == RowId(key); });
      if (found != all.end()) return found->value;
      return metric->unit == Unit::kPercent ? std::nullopt : std::optional<MetricValue>(MetricValue{0, 1});
    };
    for (const KeyRow& key : keys) row.push_back(value_of(key));
    if (!adds_up) continue;
    MetricValue sum{0, 1};
    for (const KeyRow& key : rest) sum.numerator += value_of(key).value_or(MetricValue{}).numerator;
    row.emplace_back(sum);
  }
}

std::string FigureJson(const FigureParts& parts) {
  const ChartData& data = parts.data;
  nlohmann::ordered_json json;
  json["chart"] = parts.id;
  json["unit"] = IdOf(data.metric->unit);
  for (const MetricInfo* metric : parts.metrics)
    json["metrics"].push_back({{"id", metric->id}, {"version", metric->version}});
  if (!parts.dimension.empty()) json["dimension"] = parts.dimension;
  if (!parts.release.empty()) json["release"] = parts.release;
  json["categories"] = data.category_id;
  json["rows"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    nlohmann::ordered_json row;
    row[data.category_id] = data.categories[i].id;
    for (std::size_t s = 0; s < data.series.size(); ++s) {
      const auto& value = data.values[s][i];
      auto& cell = row["values"][data.series[s].id];
      if (!value) {
        cell = nullptr;
      } else if (data.metric->unit == Unit::kVersion) {
        cell = FormatData(*value, data.metric->unit);
      } else if (value->denominator == 1) {
        cell = value->numerator;
      } else {
        cell = nlohmann::ordered_json::parse(FormatData(*value));
      }
    }
    json["rows"].push_back(std::move(row));
  }
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Html CellOf(const std::optional<MetricValue>& value, const ChartData& data) {
  return Html::Text(value ? FormatValue(*value, *data.metric) : "–");
}

// Keys are rows, whichever way the picture has them: a table grows downwards.
Html TableOf(const Page& page, const FigureParts& parts) {
  const ChartData& data = parts.data;
  Table table;
  table.id = "table-" + parts.id;
  table.caption = parts.title;
  table.quiet_caption = true;
  if (!parts.key_header.empty() && data.series.size() > data.categories.size()) {
    table.columns.push_back({parts.key_header, false});
    for (const ChartCategory& category : data.categories) table.columns.push_back({category.label, true});
    for (std::size_t s = 0; s < data.series.size(); ++s) {
      auto& row = table.rows.emplace_back();
      row.push_back(Html::Text(data.series[s].label));
      for (const auto& value : data.values[s]) row.push_back(CellOf(value, data));
    }
    return MakeTable(page, table);
  }
  table.columns.push_back({data.category_header, false});
  for (const ChartSeries& series : data.series) table.columns.push_back({series.label, true});
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    auto& row = table.rows.emplace_back();
    row.push_back(Html::Text(data.categories[i].label));
    if (!data.categories[i].note.empty()) {
      row[0] +=
          Element("span", {{"class", "soft"}}, Html::Text(" ") + TimeElement(data.categories[i].note, page.lang()));
    }
    for (const auto& values : data.values) row.push_back(CellOf(values[i], data));
  }
  return MakeTable(page, table);
}

Html Drawings(Page& page, const FigureParts& parts, std::string_view prefix) {
  std::string out;
  for (const Extent extent : kExtents) {
    const std::string_view name = ClassOf(extent);
    out += InlineSvg(Draw(parts.data, parts.form, extent, page.lang()),
                     fmt::format("{}-{}-{}", prefix, parts.id, name.front()), fmt::format("chart {}", name),
                     parts.title, parts.description, page.lang());
  }
  page.Bring(FigureFile(parts.id, "csv"), ChartCsv(parts.data));
  page.Bring(FigureFile(parts.id, "json"), FigureJson(parts));
  page.Bring(FigureFile(parts.id, fmt::format("{}.svg", PathOf(page.lang()))),
             FileSvg(Draw(parts.data, parts.form, Extent::kWide, page.lang()), parts.plain_title, parts.unit,
                     parts.source, parts.description, page.lang()));
  return Html::Trusted(std::move(out));
}

}  // namespace

Paint PaintOfMetric(std::string_view id) {
  if (id.starts_with("cloc.")) id.remove_prefix(5);
  if (id.find("vendored") != std::string_view::npos) return Paint::kVendored;
  if (id.starts_with("rust.generated")) return Paint::kOther;
  for (const std::string_view of_rust : {"rust.", "unsafe.", "modules.", "drivers."}) {
    if (id.starts_with(of_rust)) return Paint::kRust;
  }
  return id.starts_with("c.") ? Paint::kSteel : Paint::kOther;
}

std::string KindOfTree(const Report& release) {
  const auto version = ParseKernelVersion(release.name);
  return version ? version->suffix : release.line;
}

std::string UnitLine(const Page& page, Unit unit, const Report& release) {
  return page.Text("unit_line_release", {{"unit", page.Text(fmt::format("unit_{}", IdOf(unit)))},
                                         {"release", ShortName(page.site(), release)}});
}

std::string UnitLine(const Page& page, Unit unit, const ChartData& releases) {
  return page.Text(releases.ByDate() ? "unit_line_by_date" : "unit_line_all",
                   {{"unit", page.Text(fmt::format("unit_{}", IdOf(unit)))},
                    {"count", static_cast<std::int64_t>(releases.categories.size())}});
}

std::string SourceLine(const Page& page, const Report& release) {
  return page.Text("source_release",
                   {{"release", ShortName(page.site(), release)}, {"tree", TreeWords(page, release)}});
}

std::string SourceLine(const Page& page, const std::vector<const Report*>& releases) {
  std::set<std::string> trees;
  for (const Report* release : releases) trees.insert(TreeWords(page, *release));
  std::string list;
  for (const std::string& tree : trees) list += (list.empty() ? "" : page.Text("list_comma")) + tree;
  return page.Text("source_all", {{"count", static_cast<std::int64_t>(releases.size())}, {"trees", list}});
}

FigureParts BuildFigure(const Page& page, const FigureSpec& spec) {
  FigureParts parts;
  parts.id = spec.Id();
  parts.form = spec.form;
  parts.metrics = spec.metrics;
  parts.dimension = spec.dimension;
  ChartData& data = parts.data;
  data.metric = spec.metrics.front();
  data.stacked = spec.stacked;
  if (spec.dimension.empty()) {
    FillMetricsOverReleases(page, spec, data);
  } else if (spec.KeysAreSeries()) {
    FillKeysOverReleases(page, spec, data);
    parts.key_header = page.Text("dimension_" + spec.dimension);
  } else {
    FillKeysOfRelease(page, spec, data);
  }
  if (spec.release != nullptr && spec.since == nullptr) {
    parts.release = spec.release->name;
    parts.unit = UnitLine(page, data.metric->unit, *spec.release);
    parts.source = SourceLine(page, *spec.release);
  } else {
    parts.unit = UnitLine(page, data.metric->unit, data);
    parts.source = SourceLine(page, ReleasesOf(page, spec));
  }
  parts.plain_title = FindingOf(page, parts);
  parts.title = spec.title.empty() ? parts.plain_title : spec.title;
  parts.title_html = spec.title_html;
  parts.description = DescribeFigure(page, parts);
  return parts;
}

Html ShowFigure(Page& page, const FigureParts& parts) {
  Values values;
  values.Set("ID", "fig-" + parts.id);
  values.Set("TITLE_HTML", parts.title_html.empty() ? Html::Text(parts.title) : parts.title_html);
  values.Set("UNIT", parts.unit);
  values.Set("SOURCE", parts.source);
  std::string rules;
  for (const MetricInfo* metric : parts.metrics) {
    rules +=
        (rules.empty() ? "" : page.Text("list_comma")) +
        page.Text("rule_version", {{"metric", std::string(metric->id)}, {"version", std::int64_t{metric->version}}});
  }
  values.Set("RULE", rules);
  values.Set("CHART_HTML", Drawings(page, parts, "c"));
  values.Set("TABLE_HTML", TableOf(page, parts));
  values.Set("CSV", page.ToFile(FigureFile(parts.id, "csv")));
  values.Set("JSON", page.ToFile(FigureFile(parts.id, "json")));
  values.Set("SVG", page.ToFile(FigureFile(parts.id, fmt::format("{}.svg", PathOf(page.lang())))));
  values.Set("HOW", page.To(MetricPath(parts.metrics.front()->id)));
  return page.Render("figure", values);
}

Html MakeFigure(Page& page, const FigureSpec& spec) { return ShowFigure(page, BuildFigure(page, spec)); }

Html MakePicture(Page& page, const FigureSpec& spec) { return Drawings(page, BuildFigure(page, spec), "p"); }

Html PictureOf(Page& page, const FigureParts& parts) { return Drawings(page, parts, "p"); }

Html MakeImage(const Page& page, const FigureSpec& spec, const std::string& root) {
  const FigureParts parts = BuildFigure(page, spec);
  const std::string url = root + FigureFile(parts.id, fmt::format("{}.svg", PathOf(page.lang())));
  return Html::Trusted(fmt::format("<p><img src=\"{}\" alt=\"{}\"></p>", EscapeHtml(url),
                                   EscapeHtml(parts.title + " " + parts.description)));
}

}  // namespace ferrotype
