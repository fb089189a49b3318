#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "renderer/chart/chart.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/figure.h"
#include "renderer/page/keys.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sentences.h"
#include "renderer/page/sheet.h"
#include "renderer/page/table.h"
#include "renderer/text/links.h"

namespace ferrotype {
namespace {

// Metrics as readers look for them; the first group with a matching beginning has it.
struct Group {
  std::string_view id;      // of its anchor and messages
  std::string_view anchor;  // of the methodology
  std::vector<std::string_view> beginnings;
};

const std::vector<Group>& Groups() {
  static const std::vector<Group> groups = {{"cloc", "lines", {"cloc."}},
                                            {"unsafe", "unsafe", {"unsafe."}},
                                            {"modules", "modules", {"modules."}},
                                            {"drivers", "drivers", {"drivers.", "samples.", "rust.linked_into_c"}},
                                            {"layers", "layers", {"bindings.", "helpers.", "layers.", "atc24."}},
                                            {"toolchain", "milestones", {"toolchain.", "architectures."}},
                                            {"share", "share", {"rust.share"}},
                                            {"amount", "lines", {"rust."}},
                                            {"whole", "lines", {""}}};
  return groups;
}

const Group& GroupOf(const MetricInfo& metric) {
  for (const Group& group : Groups()) {
    for (const std::string_view beginning : group.beginnings) {
      if (metric.id.starts_with(beginning)) return group;
    }
  }
  return Groups().back();
}

// Of the index: what people ask first stands first.
constexpr std::array<std::string_view, 9> kOrder = {"amount", "share",     "unsafe", "modules", "drivers",
                                                    "layers", "toolchain", "whole",  "cloc"};

std::vector<const MetricInfo*> InOrder() {
  std::vector<const MetricInfo*> out;
  for (const std::string_view id : kOrder) {
    for (const MetricInfo& metric : Metrics()) {
      if (GroupOf(metric).id == id) out.push_back(&metric);
    }
  }
  return out;
}

Html Spark(const Page& page, const MetricInfo& metric) {
  if (metric.unit == Unit::kVersion) return {};
  std::vector<std::optional<double>> values;
  std::string words;
  std::size_t measured = 0;
  for (const Report& release : page.site().Releases()) {
    const auto value = release.Value(metric.id);
    values.push_back(value ? std::optional<double>(ToDouble(*value)) : std::nullopt);
    if (!value) continue;
    ++measured;
    words +=
        (words.empty() ? "" : page.Text("list_comma")) +
        page.Text("desc_point", {{"name", ShortName(page.site(), release)}, {"value", FormatValue(*value, metric)}});
  }
  return measured < 2 ? Html() : Html::Trusted(Sparkline(values, PaintOfMetric(metric.id), words));
}

Html FigureOf(Page& page, const std::string& spec) {
  const Result<FigureSpec> parsed = ParseFigureSpec(page.site(), page.site().Newest(), spec);
  if (parsed) return MakeFigure(page, *parsed);
  page.site().problems.Add(fmt::format("{}: chart {}: {}", page.File(), spec, parsed.error().message));
  return {};
}

// Columns, as long as they can be told apart; shares that are all high need no zero; versions are steps.
Html HistoryFigure(Page& page, const MetricInfo& metric) {
  constexpr std::size_t kMostColumns = 10;
  const std::string id(metric.id);
  double least = 100;
  bool any = false;
  for (const Report& release : page.site().Releases()) {
    const auto value = release.Value(metric.id);
    any = any || value.has_value();
    if (value) least = std::min(least, ToDouble(*value));
  }
  if (!any) return {};
  if (metric.unit == Unit::kVersion) return FigureOf(page, id + "; as=step");
  if (metric.unit == Unit::kPercent && least > 50) return FigureOf(page, id + "; as=dot");
  return FigureOf(page, page.site().Releases().size() > kMostColumns ? id + "; as=line" : id);
}

Html HistoryTable(const Page& page, const MetricInfo& metric) {
  const Site& site = page.site();
  Table table;
  table.id = "releases";
  table.caption = page.Text("metric_table_caption", {{"metric", std::string(In(metric.name, page.lang()))}});
  table.columns = {{page.Text("release"), false},
                   {page.Text("date"), false},
                   {page.Text("tree"), false},
                   {page.Text("value"), true},
                   {page.Text("change"), true}};
  for (const Report& release : site.Releases()) {
    const auto value = release.Value(metric.id);
    const Report* before = site.Before(release);
    const auto then = before == nullptr ? std::nullopt : before->Value(metric.id);
    Html change = Html::Text("–");
    if (value && then) {
      change = page.Markup("change_since", {{"change", FormatChange(*value, *then, metric)},
                                            {"since", Html::Text(ShortName(site, *before))}});
    }
    table.rows.push_back({Link(page.To(ReleasePath(release)), Html::Text(ShortName(site, release))),
                          TimeElement(release.date, page.lang()), Html::Text(TreeWords(page, release)),
                          Html::Text(value ? FormatValue(*value, metric) : "–"), change});
  }
  return MakeTable(page, table);
}

// What the rule leaves out, in words; and what it could not read in the newest release, measured.
Html ExceptionsOf(const Page& page, const MetricInfo& metric) {
  std::vector<Html> items;
  for (int i = 1;; ++i) {
    const std::string key = fmt::format("metric_except_{}_{}", GroupOf(metric).id, i);
    if (!page.site().catalogue.Has(key)) break;
    items.push_back(Html::Text(page.Text(key)));
  }
  if (const Report* newest = page.site().Newest()) {
    items.push_back(
        page.Markup("metric_except_measured", {{"count", static_cast<std::int64_t>(newest->not_counted.size())},
                                               {"release", Link(page.To(ReleasePath(*newest)) + "#not-counted",
                                                                Html::Text(ShortName(page.site(), *newest)))}}));
  }
  return BulletList(items);
}

// Where the rule is told at length.
Html RuleLink(const Page& page, const MetricInfo& metric) {
  Html version = Html::Text(fmt::format("{}", metric.version));
  const Document* methodology = page.site().FindDocument("pages", "methodology", page.lang());
  if (methodology == nullptr) return version;
  const std::string anchor(GroupOf(metric).anchor);
  const bool told = methodology->body.find(fmt::format("{{#{}}}", anchor)) != std::string::npos;
  return version + Html::Trusted(" <span class=\"dot\">·</span> ") +
         Link(page.To("methodology/index.html") +
                  (told ? fmt::format("#{}{}", text::kAnchorPrefix, anchor) : std::string()),
              Html::Text(page.Text("how_measured")));
}

Html Downloads(const Page& page, const MetricInfo& metric) {
  return Link(page.ToFile(fmt::format("data/metrics/{}.csv", metric.id)), Html::Text("CSV")) +
         Html::Trusted(" <span class=\"dot\">·</span> ") +
         Link(page.ToFile(fmt::format("data/metrics/{}.json", metric.id)), Html::Text("JSON"));
}

Html GroupTable(const Page& page, std::string_view group, const Report* newest, const Report* before) {
  Table table;
  table.id = fmt::format("table-{}", group);
  const std::string name = newest == nullptr ? std::string("–") : ShortName(page.site(), *newest);
  const std::string title = page.Text(fmt::format("metrics_{}", group));
  table.caption = before == nullptr
                      ? page.Text("metrics_group_caption", {{"group", title}, {"release", name}})
                      : page.Text("metrics_group_since",
                                  {{"group", title}, {"release", name}, {"since", ShortName(page.site(), *before)}});
  table.columns = {{page.Text("metric"), false},
                   {page.Text("value"), true},
                   {page.Text("change"), true},
                   {page.Text("history"), false},
                   {page.Text("unit"), false}};
  for (const MetricInfo& metric : Metrics()) {
    if (GroupOf(metric).id != group) continue;
    const auto value = newest == nullptr ? std::nullopt : newest->Value(metric.id);
    const std::string change = newest == nullptr ? std::string() : ChangeOf(*newest, before, metric.id);
    table.rows.push_back({Link(page.To(MetricPath(metric.id)), Html::Text(In(metric.name, page.lang()))) +
                              Html::Text(" ") + Element("code", {{"class", "id"}}, Html::Text(metric.id)),
                          Html::Text(value ? FormatValue(*value, metric) : "–"),
                          Html::Text(change.empty() ? "–" : change), Spark(page, metric),
                          Html::Text(page.Text(fmt::format("unit_{}", IdOf(metric.unit))))});
  }
  return MakeTable(page, table);
}

}  // namespace

FileSet MetricsPage(const Site& site, Lang lang) {
  Page page(site, lang, "metrics/index.html");
  const Report* newest = site.Newest();
  const Report* before = newest == nullptr ? nullptr : site.SeriesBefore(*newest);
  Sheet sheet;
  sheet.nav = "metrics";
  sheet.title = page.Text("metrics_title");
  sheet.description = page.Text("metrics_intro");
  sheet.intro = Html::Text(page.Text("metrics_intro"));
  for (const std::string_view group : kOrder) {
    sheet.sections.push_back({std::string(group), page.Text(fmt::format("metrics_{}", group)),
                              Paragraph(Html::Text(page.Text(fmt::format("metrics_{}_intro", group)))) +
                                  GroupTable(page, group, newest, before)});
  }
  sheet.sections.push_back(
      {"data", page.Text("release_downloads"),
       Paragraph(Link(page.ToFile("data/metrics.csv"), Html::Text(page.Text("link_metrics_csv"))))});
  return FinishSheet(page, sheet);
}

FileSet MetricPage(const Site& site, Lang lang, const MetricInfo& metric) {
  Page page(site, lang, MetricPath(metric.id));
  const std::string group(GroupOf(metric).id);
  Sheet sheet;
  sheet.nav = "metrics";
  sheet.crumbs = {{page.To("metrics/index.html"), page.Text("metrics_title")},
                  {page.To("metrics/index.html") + "#" + group, page.Text("metrics_" + group)}};
  sheet.title = In(metric.name, lang);
  sheet.description = In(metric.definition, lang);
  sheet.intro = Element("span", {{"id", "definition"}}, Html::Text(In(metric.definition, lang)));
  sheet.facts = {
      {page.Text("metric_id"), Element("code", {}, Html::Text(metric.id))},
      {page.Text("unit"), Html::Text(page.Text(fmt::format("unit_{}", IdOf(metric.unit))))},
      {page.Text("rule_version_label"), RuleLink(page, metric)},
      {page.Text("release_downloads"), Downloads(page, metric)},
      {page.Text("cite"), Html::Text(page.Text("cite_metric", {{"site", page.site().Name(page.lang())},
                                                               {"metric", std::string(metric.id)},
                                                               {"name", std::string(In(metric.name, lang))},
                                                               {"version", std::int64_t{metric.version}}}))}};
  if (const Report* newest = site.Newest()) {
    sheet.sections.push_back(
        {"history", page.Text("history_title"), HistoryFigure(page, metric) + HistoryTable(page, metric)});
    for (const std::string_view dimension : Split(metric.dimensions, ',')) {
      if (dimension.empty() || KeysOf(*newest, metric, dimension).empty()) continue;
      // Shares of few keys are seen over all releases; of many, in the newest.
      const std::string_view as = metric.unit != Unit::kPercent ? "" : dimension == "owner" ? "; as=heat" : "; as=dot";
      sheet.sections.push_back({std::string(dimension), page.Text(fmt::format("metric_by_{}", dimension)),
                                FigureOf(page, fmt::format("{} by {}; top={}{}", metric.id, dimension,
                                                           dimension == "owner" ? 13 : 15, as))});
    }
  }
  sheet.sections.push_back({"exceptions", page.Text("metric_exceptions"), ExceptionsOf(page, metric)});
  const std::vector<const MetricInfo*> order = InOrder();
  const auto at = static_cast<std::size_t>(std::find(order.begin(), order.end(), &metric) - order.begin());
  const auto step = [&](const MetricInfo& other) -> Step {
    return {page.To(MetricPath(other.id)), std::string(In(other.name, lang))};
  };
  if (at > 0 && at < order.size()) sheet.before = step(*order[at - 1]);
  if (at + 1 < order.size()) sheet.after = step(*order[at + 1]);
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
