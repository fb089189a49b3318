// The overview of a release's layers: the picture, what was followed and what not, and the way to every list.
#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "renderer/page/figures.h"
#include "renderer/page/layers_pages.h"
#include "renderer/page/layers_parts.h"
#include "renderer/page/pages.h"
#include "renderer/page/paging.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

Html CountsTable(const Page& page, const Report& release) {
  const Layers& layers = release.survey.layers;
  std::set<std::string_view> methods;
  for (const Chain& chain : layers.chains) {
    for (const ChainStep& step : chain.steps) {
      if (step.kind == StepKind::kMethod) methods.insert(step.symbol);
    }
  }
  std::uint64_t definitions = 0;
  for (const CSymbolRow& symbol : layers.symbols) definitions += symbol.definitions.size() + symbol.elsewhere.size();
  Table table;
  table.id = "table-counts";
  table.caption = page.Text("layers_counts_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("column_layer"), false}, {page.Text("column_what"), false}, {page.Text("value"), true}};
  const auto row = [&](std::string_view layer, std::string_view what, const Html& value) {
    table.rows.push_back({Html::Text(page.Text(layer)), Html::Text(page.Text(what)), value});
  };
  row("layer_drivers", "layers_count_drivers", page.Bound(release, "drivers.count"));
  row("layer_drivers", "layers_count_calls", Count(layers.driver_calls));
  row("layer_drivers", "layers_count_followed", PartOf(page, layers.driver_calls_resolved, layers.driver_calls));
  row("layer_kernel", "layers_count_modules", page.Bound(release, "modules.count"));
  row("layer_kernel", "layers_count_methods", Count(methods.size()));
  row("layer_kernel", "layers_count_kernel_calls", Count(layers.kernel_calls));
  row("layer_kernel", "layers_count_kernel_followed", PartOf(page, layers.kernel_calls_resolved, layers.kernel_calls));
  row("layer_bindings", "layers_count_symbols", page.Bound(release, "bindings.symbols"));
  row("layer_bindings", "layers_count_names", Count(layers.names.size()));
  row("layer_bindings", "layers_count_helpers", page.Bound(release, "helpers.count"));
  for (const auto& [kind, count] : DefinitionKinds(layers)) {
    table.rows.push_back({Html::Text(page.Text("layer_c")),
                          Html::Text(kind.empty() ? page.Text("definition_none") : DefinitionKind(page, kind)),
                          Count(count)});
  }
  row("layer_c", "layers_count_definitions", Count(definitions));
  row("layer_c", "layers_count_entries", Count(layers.entry_points.size()));
  return MakeTable(page, table);
}

// Where calls start: drivers, then what only shows or tests something, then the kernel crate itself.
Html GroupsTables(const Page& page, const Report& release) {
  const std::vector<ChainGroup> groups = ChainGroups(release);
  const auto kind_of = [](const ChainGroup& group) -> std::string_view {
    if (group.driver == nullptr) return "modules";
    const bool driver = group.driver->kind == DriverKind::kDriver || group.driver->kind == DriverKind::kLinkedIntoC;
    return driver ? "drivers" : "others";
  };
  Html out;
  for (const std::string_view kind : {"drivers", "others", "modules"}) {
    Table table;
    table.id = fmt::format("table-{}", kind);
    table.caption = page.Text(fmt::format("chains_{}_caption", kind));
    table.columns = {{page.Text("column_from"), false},
                     {page.Text("column_calls"), true},
                     {page.Text("column_followed"), true},
                     {page.Text("column_share"), true}};
    if (kind != "modules") table.columns.push_back({page.Text("column_direct"), true});
    table.columns.push_back({page.Text("column_pages"), false});
    for (const ChainGroup& group : groups) {
      if (kind_of(group) != kind) continue;
      const Html numbers = PageNumbers(page, group.base, ChainPageCount(page, release, group));
      auto& row = table.rows.emplace_back();
      row = {Link(page.To(NthPath(group.base, 0)), NameCode(group.from)), Count(group.calls), Count(group.followed),
             Html::Text(ShareOf(group.followed, group.calls))};
      if (kind != "modules") row.push_back(Count(group.direct));
      row.push_back(numbers.empty() ? Html::Text("–") : numbers);
    }
    if (!table.rows.empty()) out += MakeTable(page, table);
  }
  return out;
}

Html ReasonsTable(const Page& page, const Report& release) {
  std::map<std::string, std::uint64_t> reasons;
  for (const Chain& chain : release.survey.layers.chains) {
    if (!chain.resolved) ++reasons[chain.reason];
  }
  if (reasons.empty()) return {};
  std::vector<std::pair<std::string, std::uint64_t>> order(reasons.begin(), reasons.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  Table table;
  table.id = "table-reasons";
  table.caption = page.Text("reasons_caption");
  table.columns = {{page.Text("column_reason"), false}, {page.Text("column_calls"), true}};
  for (const auto& [reason, count] : order) {
    table.rows.push_back({reason.empty() ? Html::Text("–") : Html::Text(ReasonWords(page, reason)), Count(count)});
  }
  return Paragraph(Html::Text(page.Text("reasons_intro"))) + MakeTable(page, table);
}

Html NamesPart(const Page& page, const Report& release) {
  const std::vector<BindingName>& names = release.survey.layers.names;
  if (names.empty()) return {};
  const auto placed = std::count_if(names.begin(), names.end(), [](const BindingName& name) {
    return !name.definitions.empty() || !name.elsewhere.empty();
  });
  const std::string base = LayersBase(release) + "/names";
  return Paragraph(page.Markup("names_intro", {{"count", static_cast<std::int64_t>(names.size())},
                                               {"placed", static_cast<std::int64_t>(placed)}})) +
         Paragraph(Link(page.To(NthPath(base, 0)), Html::Text(page.Text("names_all"))) + Html::Text(" ") +
                   PageNumbers(page, base, NamePageStarts(release).size()));
}

}  // namespace

Html EntriesPart(const Page& page, const Report& release) {
  const std::vector<EntryPoint>& entries = release.survey.layers.entry_points;
  if (entries.empty()) return {};
  std::map<std::string, std::uint64_t> kinds;
  for (const EntryPoint& entry : entries) ++kinds[entry.kind];
  Table table;
  table.id = "table-entries";
  table.caption = page.Text("entries_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("column_way"), false}, {page.Text("value"), true}};
  for (const auto& [kind, count] : kinds) table.rows.push_back({Html::Text(EntryKind(page, kind)), Count(count)});
  const std::string base = LayersBase(release) + "/entry-points";
  return Paragraph(Html::Text(page.Text("entries_intro"))) + MakeTable(page, table) +
         Paragraph(Link(page.To(NthPath(base, 0)), Html::Text(page.Text("entries_all"))) + Html::Text(" ") +
                   PageNumbers(page, base, PagesFor(entries.size())));
}

Html SymbolsPart(const Page& page, const Report& release) {
  const std::vector<SymbolPageOf>& pages = page.site().survey.SymbolPages(release);
  if (pages.empty()) return {};
  return Paragraph(page.Markup("symbols_intro", {{"count", page.Bound(release, "bindings.symbols")}})) +
         LettersNav(page, release, std::string::npos);
}

FileSet LayersPages(const Site& site, Lang lang, const Report& release) {
  Page page(site, lang, LayersBase(release) + "/index.html");
  const std::string name = ShortName(site, release);
  Sheet sheet;
  sheet.nav = "releases";
  sheet.crumbs = ReleaseCrumbs(page, release);
  sheet.title = page.Text("layers_title", {{"release", name}});
  sheet.description = page.Text("layers_description", {{"release", name}});
  sheet.intro = page.Markup("layers_intro", {{"release", ReleaseLink(page, release.name)},
                                             {"drivers", page.Bound(release, "layers.drivers.resolved.share")},
                                             {"kernel", page.Bound(release, "layers.kernel.resolved.share")}});
  sheet.sections = {{"picture", page.Text("layers_picture"), LayersFigure(page, release) + CountsTable(page, release)},
                    {"one-call", page.Text("chain_figure_heading"), ChainFigure(page, release)},
                    {"chains", page.Text("chains_title"), GroupsTables(page, release)},
                    {"unresolved", page.Text("reasons_title"), ReasonsTable(page, release)},
                    {"entry-points", page.Text("entries_title"), EntriesPart(page, release)},
                    {"symbols", page.Text("symbols_title"), SymbolsPart(page, release)},
                    {"names", page.Text("names_title"), NamesPart(page, release)},
                    {"data", page.Text("release_downloads"),
                     Paragraph(Link(page.ToFile(fmt::format("data/releases/{}.layers.json", Slug(release.name))),
                                    Html::Text("JSON")))}};
  SetNeighbours(page, release, LayersBase, sheet);
  FileSet files = FinishSheet(page, sheet);
  files.merge(ChainPages(site, lang, release));
  files.merge(SymbolPages(site, lang, release));
  files.merge(EntryPages(site, lang, release));
  files.merge(NamePages(site, lang, release));
  return files;
}

}  // namespace ferrotype
