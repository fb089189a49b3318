#include "renderer/page/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "model/survey_json.h"
#include "renderer/chart/chain.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/figure_words.h"
#include "renderer/page/layers_parts.h"
#include "renderer/page/parts.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

Html Drawn(Page& page, const Report* release, const std::string& spec) {
  const Result<FigureSpec> parsed = ParseFigureSpec(page.site(), release, spec);
  if (parsed) return MakeFigure(page, *parsed);
  page.site().problems.Add(fmt::format("{}: chart {}: {}", page.File(), spec, parsed.error().message));
  return {};
}

bool Has(const Report& release, std::string_view metric, std::string_view dimension) {
  return std::any_of(release.metrics.begin(), release.metrics.end(), [&](const MetricRow& row) {
    return row.metric == metric && row.dimension == dimension && row.value.numerator != 0;
  });
}

std::vector<const ModuleRow*> TopModules(const Report& release) {
  std::vector<const ModuleRow*> modules;
  for (const ModuleRow& module : release.survey.modules) {
    if (module.visible && !module.hidden && module.top_level) modules.push_back(&module);
  }
  return modules;
}

MetricValue DocShare(std::uint64_t documented, std::uint64_t items) {
  return {static_cast<std::int64_t>(documented) * 100, static_cast<std::int64_t>(items)};
}

// The parts of a figure of modules; its values come from the survey, by the rules of the metric named.
FigureParts ModuleFigure(const Page& page, const Report& release, std::string_view metric, Form form,
                         const std::string& id) {
  FigureParts parts;
  parts.id = fmt::format("{}.{}", id, Slug(release.name));
  parts.form = form;
  parts.data.metric = FindMetric(metric);
  parts.metrics = {parts.data.metric};
  parts.release = release.name;
  parts.source = SourceLine(page, release);
  return parts;
}

}  // namespace

Html RustTreemap(Page& page, const Report& release) {
  if (!Has(release, "rust.lines.code", "directory")) return {};
  Result<FigureSpec> spec = ParseFigureSpec(page.site(), &release, "rust.lines.code by directory; as=treemap");
  if (!spec) {
    page.site().problems.Add(fmt::format("{}: treemap: {}", page.File(), spec.error().message));
    return {};
  }
  const auto all = release.Value("rust.lines.code");
  const auto own = release.Value("rust.authored.lines.code");
  if (all && own && all->numerator > own->numerator) {
    spec->title = page.Text("finding_treemap", {{"share", ShareOf(static_cast<std::uint64_t>(own->numerator),
                                                                  static_cast<std::uint64_t>(all->numerator), 0)}});
  }
  return MakeFigure(page, *spec);
}

Html OwnersOverReleases(Page& page) {
  const Report* newest = page.site().Newest();
  if (newest == nullptr || page.site().Releases().size() < 2 || !Has(*newest, "rust.lines.code", "owner")) return {};
  return Drawn(page, nullptr, "rust.lines.code by owner; as=area; top=4");
}

Html UnsafeClasses(Page& page, const Report& release) {
  if (!Has(release, "unsafe.tokens", "class")) return {};
  return Drawn(page, &release, "unsafe.tokens by class; as=bar; top=14");
}

Html DocumentedUnsafe(Page& page, const Report& release) {
  if (!Has(release, "unsafe.documented.share", "subsystem")) return {};
  return Drawn(page, &release, "unsafe.documented.share by subsystem; as=dot");
}

Html ModulesGrowth(Page& page, const Report& release) {
  constexpr std::size_t kMost = 8;
  const Report* before = page.site().SeriesBefore(release);
  if (before == nullptr) return {};
  std::map<std::string, std::uint64_t> then;
  for (const ModuleRow* module : TopModules(*before)) then[module->name] = module->code;
  std::vector<const ModuleRow*> modules = TopModules(release);
  const auto change = [&](const ModuleRow* module) {
    const auto found = then.find(module->name);
    const std::uint64_t old = found == then.end() ? 0 : found->second;
    return module->code > old ? module->code - old : old - module->code;
  };
  std::stable_sort(modules.begin(), modules.end(),
                   [&](const ModuleRow* a, const ModuleRow* b) { return change(a) > change(b); });
  if (modules.size() > kMost) modules.resize(kMost);
  if (modules.empty() || change(modules.front()) == 0) return {};

  FigureParts parts = ModuleFigure(page, release, "rust.authored.lines.code", Form::kSlope, "modules.code.slope");
  ChartData& data = parts.data;
  data.category_id = "release";
  data.category_header = page.Text("release");
  for (const Report* end : {before, &release}) {
    data.categories.push_back({end->name, ShortName(page.site(), *end), ParseDate(end->date) ? end->date : "",
                               Paint::kRust, KindOfTree(*end)});
  }
  for (const ModuleRow* module : modules) {
    const auto found = then.find(module->name);
    data.series.push_back({module->name, Printable(module->name), Paint::kRust});
    data.values.push_back({MetricValue{found == then.end() ? 0 : static_cast<std::int64_t>(found->second), 1},
                           MetricValue{static_cast<std::int64_t>(module->code), 1}});
  }
  parts.release.clear();
  parts.key_header = page.Text("column_module");
  parts.unit = UnitLine(page, data.metric->unit, data);
  parts.source = SourceLine(page, {before, &release});
  const ModuleRow& first = *modules.front();
  const auto found = then.find(first.name);
  parts.title = parts.plain_title = page.Text(
      "finding_module_growth",
      {{"name", Printable(first.name)},
       {"change", FormatChange({static_cast<std::int64_t>(first.code), 1},
                               {found == then.end() ? 0 : static_cast<std::int64_t>(found->second), 1}, *data.metric)},
       {"since", ShortName(page.site(), *before)}});
  parts.description = DescribeFigure(page, parts);
  return ShowFigure(page, parts);
}

Html ModuleDocs(Page& page, const Report& release) {
  std::vector<const ModuleRow*> modules = TopModules(release);
  std::erase_if(modules, [](const ModuleRow* module) { return module->public_items == 0; });
  if (modules.size() < 2) return {};
  const auto share = [](const ModuleRow* module) { return DocShare(module->documented_items, module->public_items); };
  std::stable_sort(modules.begin(), modules.end(), [&](const ModuleRow* a, const ModuleRow* b) {
    if (a->category != b->category) return a->category < b->category;  // the same order in both languages
    const int order = Compare(share(a), share(b));
    return order != 0 ? order > 0 : a->name < b->name;
  });
  FigureParts parts = ModuleFigure(page, release, "modules.doc.share", Form::kHeat, "modules.doc.heat");
  ChartData& data = parts.data;
  data.category_id = "module";
  data.category_header = page.Text("column_module");
  data.series = {{"modules.doc.share", std::string(In(data.metric->name, page.lang())), Paint::kRust}};
  data.values.emplace_back();
  std::int64_t full = 0;
  for (const ModuleRow* module : modules) {
    data.categories.push_back(
        {module->name, Printable(module->name), "", Paint::kRust, KeyLabel(page, "category", module->category)});
    data.values[0].emplace_back(share(module));
    full += module->documented_items == module->public_items ? 1 : 0;
  }
  if (full == static_cast<std::int64_t>(modules.size())) return {};  // one colour tells nothing
  parts.unit = page.Text("module_docs_unit", {{"unit", UnitLine(page, data.metric->unit, release)}});
  parts.title = parts.plain_title =
      page.Text("finding_module_docs", {{"count", full}, {"all", static_cast<std::int64_t>(modules.size())}});
  parts.description = DescribeFigure(page, parts);
  return ShowFigure(page, parts);
}

Html ModuleDocsRange(Page& page, const Report& release) {
  struct Span {
    std::uint64_t items = 0;
    std::uint64_t documented = 0;
    std::optional<MetricValue> least;
    std::optional<MetricValue> most;
  };
  std::map<std::string, Span> spans;
  for (const ModuleRow* module : TopModules(release)) {
    if (module->public_items == 0) continue;
    Span& span = spans[module->category];
    const MetricValue share = DocShare(module->documented_items, module->public_items);
    span.items += module->public_items;
    span.documented += module->documented_items;
    if (!span.least || Compare(share, *span.least) < 0) span.least = share;
    if (!span.most || Compare(share, *span.most) > 0) span.most = share;
  }
  const bool spread = std::any_of(spans.begin(), spans.end(), [](const auto& entry) {
    return Compare(*entry.second.least, *entry.second.most) != 0;
  });
  if (spans.size() < 2 || !spread) return {};
  std::vector<std::pair<std::string, Span>> order(spans.begin(), spans.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return Compare(DocShare(a.second.documented, a.second.items), DocShare(b.second.documented, b.second.items)) > 0;
  });
  FigureParts parts = ModuleFigure(page, release, "modules.doc.share", Form::kDots, "modules.doc.range");
  parts.dimension = "category";
  ChartData& data = parts.data;
  data.category_id = "category";
  data.category_header = page.Text("dimension_category");
  data.series = {{"all", page.Text("range_all"), Paint::kRust},
                 {"least", page.Text("range_least"), Paint::kRust},
                 {"most", page.Text("range_most"), Paint::kOther}};
  data.values.resize(3);
  for (const auto& [category, span] : order) {
    data.categories.push_back({category, KeyLabel(page, "category", category), "", Paint::kRust, ""});
    data.values[0].emplace_back(DocShare(span.documented, span.items));
    data.values[1].push_back(span.least);
    data.values[2].push_back(span.most);
  }
  parts.unit = UnitLine(page, data.metric->unit, release);
  parts.title = parts.plain_title = FindingOf(page, parts);
  parts.description = DescribeFigure(page, parts);
  return ShowFigure(page, parts);
}

namespace {

// The longest way that is followed to its end; of equals the first in order of place.
const Chain* LongestChain(const Report& release, std::string_view from) {
  const Chain* longest = nullptr;
  for (const Chain& chain : release.survey.layers.chains) {
    if (chain.from != from || !chain.resolved || chain.steps.size() < 3) continue;
    if (longest == nullptr || chain.steps.size() > longest->steps.size()) longest = &chain;
  }
  return longest;
}

Html ShowChain(Page& page, const Report& release, const Chain& chain) {
  const std::string name = ShortName(page.site(), release);
  std::vector<ChainLink> links;
  Table table;
  table.id = "table-chain";
  table.quiet_caption = true;
  table.columns = {
      {page.Text("column_layer"), false}, {page.Text("column_name"), false}, {page.Text("column_place"), false}};
  std::string list;
  std::vector<std::vector<std::string>> rows;
  for (const ChainStep& step : chain.steps) {
    const std::string layer = page.Text("step_" + std::string(IdOf(step.kind)));
    const std::string place =
        step.place.line == 0 ? step.place.path : fmt::format("{}:{}", step.place.path, step.place.line);
    const Paint paint = step.kind == StepKind::kBinding                               ? Paint::kVendored
                        : step.kind == StepKind::kHelper || step.kind == StepKind::kC ? Paint::kSteel
                                                                                      : Paint::kRust;
    links.push_back({layer, Printable(step.symbol), Printable(place), paint});
    table.rows.push_back({Html::Text(layer), NameCode(step.symbol), PlaceCell(step.place)});
    rows.push_back({std::string(IdOf(step.kind)), step.symbol, step.place.path,
                    step.place.line == 0 ? "" : std::to_string(step.place.line)});
    list += (list.empty() ? "" : page.Text("list_comma")) +
            page.Text("desc_point", {{"name", layer}, {"value", Printable(step.symbol)}});
  }
  const std::string title =
      page.Text("chain_figure_title", {{"from", Printable(chain.from)},
                                       {"call", Printable(chain.steps.front().symbol)},
                                       {"count", static_cast<std::int64_t>(chain.steps.size() - 1)}});
  table.caption = title;
  const std::string unit = page.Text("chain_figure_unit", {{"release", name}});
  const std::string source = SourceLine(page, release);
  const std::string description = page.Text("chain_figure_desc", {{"list", list}});
  const std::string file = fmt::format("chain.{}.{}", Slug(chain.from), Slug(release.name));
  const auto draw = [&links](Extent extent) { return DrawChain(links, "", extent); };
  return DiagramFigure(page, release,
                       {"chain",
                        file,
                        title,
                        unit,
                        source,
                        description,
                        std::move(table),
                        {"step", "name", "path", "line"},
                        std::move(rows),
                        draw});
}

}  // namespace

Html ChainFigure(Page& page, const Report& release, std::string_view from) {
  const Chain* chain = LongestChain(release, from);
  return chain == nullptr ? Html() : ShowChain(page, release, *chain);
}

Html ChainFigure(Page& page, const Report& release) {
  const Chain* longest = nullptr;
  for (const DriverRow& driver : release.survey.drivers) {
    if (driver.kind != DriverKind::kDriver) continue;
    const Chain* chain = LongestChain(release, driver.name);
    if (chain != nullptr && (longest == nullptr || chain->steps.size() > longest->steps.size())) longest = chain;
  }
  return longest == nullptr ? Html() : ShowChain(page, release, *longest);
}

}  // namespace ferrotype
