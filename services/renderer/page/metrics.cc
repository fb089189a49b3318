#include <fmt/format.h>

#include "base/text.h"
#include "renderer/chart/chart.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/figure.h"
#include "renderer/page/keys.h"
#include "renderer/page/pages.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

Html Spark(const Page& page, const MetricInfo& metric) {
  if (metric.unit == Unit::kVersion) return {};
  std::vector<double> values;
  std::string words;
  for (const Report& release : page.site().Releases()) {
    const auto value = release.Value(metric.id);
    if (!value) continue;
    values.push_back(ToDouble(*value));
    words +=
        (words.empty() ? "" : page.Text("list_comma")) +
        page.Text("desc_point", {{"name", ShortName(page.site(), release)}, {"value", FormatValue(*value, metric)}});
  }
  return values.size() < 2 ? Html() : Html::Trusted(Sparkline(values, PaintOfMetric(metric.id), words));
}

Html FigureOf(Page& page, const std::string& spec) {
  const Result<FigureSpec> parsed = ParseFigureSpec(page.site(), page.site().Newest(), spec);
  if (parsed) return MakeFigure(page, *parsed);
  page.site().problems.Add(fmt::format("{}: chart {}: {}", page.File(), spec, parsed.error().message));
  return {};
}

}  // namespace

FileSet MetricsPage(const Site& site, Lang lang) {
  Page page(site, lang, "metrics/index.html");
  Page::Frame frame;
  frame.section = "metrics";
  frame.title = page.Text("metrics_title");
  frame.description = page.Text("metrics_intro");
  const Report* newest = site.Newest();
  Table table;
  table.id = "metrics";
  table.caption =
      page.Text("metrics_caption", {{"release", newest == nullptr ? std::string("–") : ShortName(site, *newest)}});
  table.columns = {{page.Text("metric"), false},
                   {page.Text("value"), true},
                   {page.Text("history"), false},
                   {page.Text("unit"), false}};
  for (const MetricInfo& metric : Metrics()) {
    const auto value = newest == nullptr ? std::nullopt : newest->Value(metric.id);
    table.rows.push_back({Link(page.To(MetricPath(metric.id)), Html::Text(In(metric.name, lang))) + Html::Text(" ") +
                              Element("code", {{"class", "id"}}, Html::Text(metric.id)),
                          Html::Text(value ? FormatValue(*value, metric) : "–"), Spark(page, metric),
                          Html::Text(page.Text(fmt::format("unit_{}", IdOf(metric.unit))))});
  }
  Values values;
  values.Set("TITLE", frame.title);
  values.Set("INTRO", frame.description);
  values.Set("TABLE_HTML", MakeTable(page, table));
  values.Set("CSV", page.ToFile("data/metrics.csv"));
  frame.body = page.Render("metrics", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

FileSet MetricPage(const Site& site, Lang lang, const MetricInfo& metric) {
  Page page(site, lang, MetricPath(metric.id));
  Page::Frame frame;
  frame.section = "metrics";
  frame.title = In(metric.name, lang);
  frame.description = In(metric.definition, lang);
  frame.crumbs = {{page.To("metrics/index.html"), page.Text("metrics_title")}};
  const auto step = [&](const MetricInfo& other) -> Step {
    return {page.To(MetricPath(other.id)), std::string(In(other.name, lang))};
  };
  const auto all = Metrics();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].id != metric.id) continue;
    if (i > 0) frame.before = step(all[i - 1]);
    if (i + 1 < all.size()) frame.after = step(all[i + 1]);
  }
  Values values;
  values.Set("TITLE", frame.title);
  values.Set("ID", std::string(metric.id));
  values.Set("DEFINITION", frame.description);
  values.Set("UNIT", page.Text(fmt::format("unit_{}", IdOf(metric.unit))));
  values.Set("VERSION", fmt::format("{}", metric.version));
  values.Set("CSV", page.ToFile(fmt::format("data/metrics/{}.csv", metric.id)));
  values.Set("JSON", page.ToFile(fmt::format("data/metrics/{}.json", metric.id)));
  values.Set("LIST", page.To("metrics/index.html"));
  values.Set("CITE", page.Text("cite_metric", {{"metric", std::string(metric.id)},
                                               {"name", std::string(In(metric.name, lang))},
                                               {"version", std::int64_t{metric.version}}}));

  const Report* newest = site.Newest();
  if (newest != nullptr) {
    values.Set("HISTORY_HTML", metric.unit == Unit::kVersion ? Html() : FigureOf(page, std::string(metric.id)));
    for (const std::string_view dimension : Split(metric.dimensions, ',')) {
      if (dimension.empty() || KeysOf(*newest, metric, dimension).empty()) continue;
      Values& figure = values.Add("FIGURE");
      figure.Set("ANCHOR", std::string(dimension));
      figure.Set("FIGURE_HTML",
                 FigureOf(page, fmt::format("{} by {}; top={}", metric.id, dimension, dimension == "owner" ? 13 : 15)));
    }
    Table table;
    table.id = "releases";
    table.caption = page.Text("metric_table_caption", {{"metric", std::string(In(metric.name, lang))}});
    table.columns = {{page.Text("release"), false},
                     {page.Text("date"), false},
                     {page.Text("tree"), false},
                     {page.Text("value"), true},
                     {page.Text("change"), true}};
    for (const Report& release : site.Releases()) {
      const auto value = release.Value(metric.id);
      const Report* before = site.Before(release);
      const auto then = before == nullptr ? std::nullopt : before->Value(metric.id);
      table.rows.push_back({Link(page.To(ReleasePath(release)), Html::Text(ShortName(site, release))),
                            TimeElement(release.date, lang), Html::Text(TreeWords(page, release)),
                            Html::Text(value ? FormatValue(*value, metric) : "–"),
                            Html::Text(value && then ? FormatChange(*value, *then, metric) : "–")});
    }
    values.Set("TABLE_HTML", MakeTable(page, table));
  } else {
    values.Set("HISTORY_HTML", Html());
    values.Set("TABLE_HTML", Html());
  }
  frame.body = page.Render("metric", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

}  // namespace ferrotype
