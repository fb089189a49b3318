#include "renderer/page/figure.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
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
  return {release.name, ShortName(page.site(), release), ParseDate(release.date) ? release.date : "", paint};
}

void FillReleases(const Page& page, const FigureSpec& spec, ChartData& data) {
  data.category_id = "release";
  data.category_header = page.Text("release");
  const Paint paint = PaintOfMetric(spec.metrics.front()->id);
  for (const Report& release : page.site().Releases()) data.categories.push_back(CategoryOf(page, release, paint));
}

void FillMetricsOverReleases(const Page& page, const FigureSpec& spec, ChartData& data) {
  FillReleases(page, spec, data);
  for (const MetricInfo* metric : spec.metrics) {
    data.series.push_back(
        {std::string(metric->id), std::string(In(metric->name, page.lang())), PaintOfMetric(metric->id)});
    auto& row = data.values.emplace_back();
    for (const Report& release : page.site().Releases()) row.push_back(release.Value(metric->id));
  }
}

void FillKeysOverReleases(const Page& page, const FigureSpec& spec, ChartData& data) {
  FillReleases(page, spec, data);
  const MetricInfo& metric = *spec.metrics.front();
  std::vector<KeyRow> keys = KeysOf(*page.site().Newest(), metric, spec.dimension);
  std::erase_if(keys, [](const KeyRow& row) { return row.value.numerator == 0; });
  if (keys.size() > spec.top) keys.resize(spec.top);
  for (const KeyRow& key : keys) {
    data.series.push_back({RowId(key), RowLabel(page, spec.dimension, key),
                           PaintOfKey(*page.site().Newest(), metric, spec.dimension, key.key)});
    auto& row = data.values.emplace_back();
    for (const Report& release : page.site().Releases()) {
      const std::vector<KeyRow> theirs = KeysOf(release, metric, spec.dimension);
      const auto found =
          std::find_if(theirs.begin(), theirs.end(), [&](const KeyRow& r) { return RowId(r) == RowId(key); });
      // A key that a release lacks is a place without any, which is a count of zero but no share.
      if (found != theirs.end()) {
        row.emplace_back(found->value);
      } else {
        row.push_back(metric.unit == Unit::kPercent ? std::nullopt : std::optional<MetricValue>(MetricValue{0, 1}));
      }
    }
  }
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
    data.categories.push_back({RowId(key), RowLabel(page, spec.dimension, key), "",
                               PaintOfKey(*spec.release, first, spec.dimension, key.key)});
  }
  const bool adds_up = first.unit != Unit::kPercent && !rest.empty() && HasValue(rest);
  if (adds_up) {
    data.categories.push_back(
        {"others", page.Text("others", {{"count", static_cast<std::int64_t>(rest.size())}}), "", Paint::kOther});
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

// The picture in words: what a reader who can't see it needs to follow the page.
std::string Describe(const Page& page, const FigureSpec& spec, const ChartData& data) {
  constexpr std::size_t kMost = 8;
  std::string out = page.Text(spec.form == Form::kBars    ? "desc_bars"
                              : spec.form == Form::kLines ? "desc_lines"
                                                          : "desc_columns");
  for (std::size_t s = 0; s < data.series.size(); ++s) {
    std::string list;
    for (std::size_t i = 0; i < std::min(kMost, data.categories.size()); ++i) {
      if (i > 0) list += page.Text("list_comma");
      list +=
          page.Text("desc_point", {{"name", data.categories[i].label},
                                   {"value", data.values[s][i] ? FormatValue(*data.values[s][i], *data.metric) : "–"}});
    }
    if (data.categories.size() > kMost) {
      list += page.Text("desc_more", {{"count", static_cast<std::int64_t>(data.categories.size() - kMost)}});
    }
    out += page.Text("sentence_space") +
           (data.series.size() == 1 ? page.Text("desc_only", {{"list", list}})
                                    : page.Text("desc_series", {{"name", data.series[s].label}, {"list", list}}));
  }
  return out;
}

std::string FigureJson(const FigureSpec& spec, const ChartData& data) {
  nlohmann::ordered_json json;
  json["chart"] = spec.Id();
  json["unit"] = IdOf(data.metric->unit);
  for (const MetricInfo* metric : spec.metrics)
    json["metrics"].push_back({{"id", metric->id}, {"version", metric->version}});
  if (!spec.dimension.empty()) json["dimension"] = spec.dimension;
  if (spec.release != nullptr) json["release"] = spec.release->name;
  json["categories"] = data.category_id;
  json["rows"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    nlohmann::ordered_json row;
    row[data.category_id] = data.categories[i].id;
    for (std::size_t s = 0; s < data.series.size(); ++s) {
      const auto& value = data.values[s][i];
      auto& cell = row["values"][data.series[s].id];
      if (value && value->denominator == 1) {
        cell = value->numerator;
      } else if (value) {
        cell = nlohmann::ordered_json::parse(FormatData(*value));
      } else {
        cell = nullptr;
      }
    }
    json["rows"].push_back(std::move(row));
  }
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Html TableOf(const Page& page, const FigureSpec& spec, const FigureParts& parts) {
  const ChartData& data = parts.data;
  Table table;
  table.id = "table-" + spec.Id();
  table.caption = parts.title;
  table.quiet_caption = true;
  table.columns.push_back({data.category_header, false});
  for (const ChartSeries& series : data.series) table.columns.push_back({series.label, true});
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    auto& row = table.rows.emplace_back();
    row.push_back(Html::Text(data.categories[i].label));
    if (!data.categories[i].note.empty()) {
      row[0] +=
          Element("span", {{"class", "soft"}}, Html::Text(" ") + TimeElement(data.categories[i].note, page.lang()));
    }
    for (const auto& values : data.values)
      row.push_back(Html::Text(values[i] ? FormatValue(*values[i], *data.metric) : "–"));
  }
  return MakeTable(page, table);
}

Html Drawings(Page& page, const FigureSpec& spec, const FigureParts& parts, std::string_view prefix) {
  std::string out;
  static constexpr std::array<std::string_view, 3> kNames = {"wide", "medium", "narrow"};
  for (const Extent extent : kExtents) {
    const std::string_view name = kNames[static_cast<std::size_t>(extent)];
    out += InlineSvg(Draw(parts.data, spec.form, extent, page.lang()),
                     fmt::format("{}-{}-{}", prefix, spec.Id(), name.front()), fmt::format("chart {}", name),
                     parts.title, parts.description, page.lang());
  }
  page.Bring(FigureFile(spec, "csv"), ChartCsv(parts.data));
  page.Bring(FigureFile(spec, "json"), FigureJson(spec, parts.data));
  page.Bring(FigureFile(spec, fmt::format("{}.svg", PathOf(page.lang()))),
             FileSvg(Draw(parts.data, spec.form, Extent::kWide, page.lang()), parts.plain_title, parts.unit,
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

FigureParts BuildFigure(const Page& page, const FigureSpec& spec) {
  FigureParts parts;
  ChartData& data = parts.data;
  data.metric = spec.metrics.front();
  data.stacked = spec.stacked;
  const bool by_keys = !spec.dimension.empty();
  if (!by_keys) {
    FillMetricsOverReleases(page, spec, data);
  } else if (spec.release != nullptr) {
    FillKeysOfRelease(page, spec, data);
  } else {
    FillKeysOverReleases(page, spec, data);
  }

  const std::string name(In(data.metric->name, page.lang()));
  parts.plain_title = by_keys
                          ? page.Text("title_by", {{"metric", name}, {"dimension", page.Text("by_" + spec.dimension)}})
                          : page.Text("title_over", {{"metric", name}});
  parts.title = spec.title.empty() ? parts.plain_title : spec.title;
  const std::string unit = page.Text(fmt::format("unit_{}", IdOf(data.metric->unit)));
  if (spec.release != nullptr) {
    parts.unit = page.Text("unit_line_release", {{"unit", unit}, {"release", ShortName(page.site(), *spec.release)}});
    parts.source = page.Text("source_release", {{"release", ShortName(page.site(), *spec.release)},
                                                {"tree", TreeWords(page, *spec.release)}});
  } else {
    parts.unit = page.Text("unit_line_all",
                           {{"unit", unit}, {"count", static_cast<std::int64_t>(page.site().Releases().size())}});
    std::set<std::string> trees;
    for (const Report& release : page.site().Releases()) trees.insert(TreeWords(page, release));
    std::string list;
    for (const std::string& tree : trees) list += (list.empty() ? "" : page.Text("list_comma")) + tree;
    parts.source =
        page.Text("source_all", {{"count", static_cast<std::int64_t>(page.site().Releases().size())}, {"trees", list}});
  }
  parts.description = Describe(page, spec, data);
  return parts;
}

Html MakeFigure(Page& page, const FigureSpec& spec) {
  const FigureParts parts = BuildFigure(page, spec);
  Values values;
  values.Set("ID", "fig-" + spec.Id());
  values.Set("TITLE", parts.title);
  values.Set("UNIT", parts.unit);
  values.Set("SOURCE", parts.source);
  std::string rules;
  for (const MetricInfo* metric : spec.metrics) {
    rules +=
        (rules.empty() ? "" : page.Text("list_comma")) +
        page.Text("rule_version", {{"metric", std::string(metric->id)}, {"version", std::int64_t{metric->version}}});
  }
  values.Set("RULE", rules);
  values.Set("CHART_HTML", Drawings(page, spec, parts, "c"));
  values.Set("TABLE_HTML", TableOf(page, spec, parts));
  values.Set("CSV", page.ToFile(FigureFile(spec, "csv")));
  values.Set("JSON", page.ToFile(FigureFile(spec, "json")));
  values.Set("SVG", page.ToFile(FigureFile(spec, fmt::format("{}.svg", PathOf(page.lang())))));
  values.Set("HOW", page.To(MetricPath(spec.metrics.front()->id)));
  return page.Render("figure", values);
}

Html MakePicture(Page& page, const FigureSpec& spec) { return Drawings(page, spec, BuildFigure(page, spec), "p"); }

Html MakeImage(const Page& page, const FigureSpec& spec, const std::string& root) {
  const FigureParts parts = BuildFigure(page, spec);
  const std::string url = root + FigureFile(spec, fmt::format("{}.svg", PathOf(page.lang())));
  return Html::Trusted(fmt::format("<p><img src=\"{}\" alt=\"{}\"></p>", EscapeHtml(url),
                                   EscapeHtml(parts.title + " " + parts.description)));
}

}  // namespace ferrotype
