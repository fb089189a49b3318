// How Rust stands in the kernel of the newest release: the layers, one call of each driver all the way down, how
// modules are loaded and unloaded, where C calls Rust, and the C that Rust reaches.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "renderer/page/documents.h"
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

bool IsDriver(const ChainGroup& group) {
  return group.driver != nullptr &&
         (group.driver->kind == DriverKind::kDriver || group.driver->kind == DriverKind::kLinkedIntoC);
}

// What each layer is, leading to the pages about it.
Html LayerWords(const Page& page, const Report& release) {
  const auto to = [&](const std::string& path, std::string_view key) {
    return Link(page.To(path), Html::Text(page.Text(key)));
  };
  const std::string layers = LayersBase(release);
  Html list;
  const auto add = [&](std::string_view key, const Html& link, const Html& count) {
    list += Element("dt", {}, link) + Element("dd", {}, page.Markup(key, {{"count", count}}));
  };
  add("architecture_drivers", to("drivers/index.html", "layer_drivers"), page.Bound(release, "drivers.count"));
  add("architecture_kernel", to("modules/index.html", "layer_kernel"), page.Bound(release, "modules.count"));
  add("architecture_bindings", to(layers + "/index.html", "layer_bindings"), page.Bound(release, "bindings.symbols"));
  add("architecture_helpers", to(MetricPath("helpers.count"), "step_helper"), page.Bound(release, "helpers.count"));
  return Element("dl", {{"class", "pairs"}}, list);
}

// The first call of each driver that was followed to C.
Html OneCallEach(const Page& page, const Report& release) {
  Html out;
  for (const ChainGroup& group : ChainGroups(release)) {
    if (!IsDriver(group)) continue;
    const std::vector<ChainItem> items = ChainItems(page, release, group);
    const auto shown = [&](bool to_c) {
      return std::find_if(items.begin(), items.end(), [&](const ChainItem& item) {
        return item.reached == Reached::kEnd &&
               (!to_c || item.html.str().find("<li class=\"c\">") != std::string::npos);
      });
    };
    // A driver none of whose calls ends in C shows one that ends in Rust.
    const auto first = shown(true) != items.end() ? shown(true) : shown(false);
    if (first == items.end()) continue;
    out += Element("h3", {}, DriverLink(page, release, *group.driver)) +
           Element("ul", {{"class", "chains"}}, Element("li", {}, first->html)) +
           Paragraph(Link(page.To(NthPath(group.base, 0)), Html::Text(page.Text("architecture_all_calls"))) +
                         Html::Text(page.Text("colon")) + GroupWords(page, group),
                     "soft");
  }
  if (out.empty()) return out;
  return Paragraph(Html::Text(page.Text("architecture_calls_intro"))) + out;
}

// Loading and unloading: the steps in words, and the functions that C calls in each driver.
Html LifeCycle(const Page& page, const Report& release) {
  Html steps;
  for (const std::string_view step : {"macro", "init", "work", "exit", "built_in"}) {
    steps += Element(
        "li", {},
        page.Markup(fmt::format("life_{}", step), {{"macro", Element("code", {}, Html::Text("module!"))},
                                                   {"trait", Element("code", {}, Html::Text("kernel::Module"))},
                                                   {"init", Element("code", {}, Html::Text("init_module"))},
                                                   {"exit", Element("code", {}, Html::Text("cleanup_module"))},
                                                   {"loader", Element("code", {}, Html::Text("do_init_module"))},
                                                   {"unloader", Element("code", {}, Html::Text("delete_module"))},
                                                   {"drop", Element("code", {}, Html::Text("Drop"))},
                                                   {"section", Element("code", {}, Html::Text(".initcall6.init"))}}));
  }
  Table table;
  table.id = "table-life-cycle";
  table.caption = page.Text("life_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("column_item"), false},
                   {page.Text("column_way"), false},
                   {page.Text("column_c_name"), false},
                   {page.Text("column_place"), false}};
  for (const EntryPoint& entry : release.survey.layers.entry_points) {
    if (entry.kind != "module-init" && entry.kind != "module-exit") continue;
    table.rows.push_back({NameCode(entry.item), Html::Text(EntryKind(page, entry.kind)),
                          entry.symbol.empty() ? Html::Text("–") : NameCode(entry.symbol), PlaceCell(entry.place)});
  }
  const auto rows = static_cast<std::int64_t>(table.rows.size());
  Html out = Paragraph(Html::Text(page.Text("life_intro"))) + Element("ol", {{"class", "points"}}, steps);
  if (rows > 0) out += Folded(Html::Text(page.Text("life_all", {{"count", rows}})), MakeTable(page, table));
  return out;
}

Html OtherReleases(const Page& page) {
  std::vector<Html> links;
  for (const Report& release : page.site().Releases()) {
    links.push_back(Link(page.To(LayersBase(release) + "/index.html"),
                         Html::Text(page.Text("layers_title", {{"release", ShortName(page.site(), release)}}))));
  }
  std::reverse(links.begin(), links.end());
  return BulletList(links, "doors");
}

Html CaseStudies(const Page& page) {
  std::vector<Html> links;
  for (const std::string& slug : page.site().Slugs("case-studies")) {
    const DocumentHead head = HeadOf(page, "case-studies", slug);
    links.push_back(Link(page.To(DocumentPath("case-studies", slug)), head.title));
  }
  return BulletList(links);
}

}  // namespace

FileSet ArchitecturePage(const Site& site, Lang lang) {
  Page page(site, lang, "architecture/index.html");
  Sheet sheet;
  sheet.nav = "architecture";
  sheet.title = page.Text("architecture_title");
  sheet.description = page.Text("architecture_description");
  const Report* newest = site.Newest();
  if (newest == nullptr) {
    sheet.intro = Html::Text(page.Text("nothing_measured"));
    return FinishSheet(page, sheet);
  }
  sheet.intro = page.Markup("layers_intro", {{"release", ReleaseLink(page, newest->name)},
                                             {"drivers", page.Bound(*newest, "layers.drivers.resolved.share")},
                                             {"kernel", page.Bound(*newest, "layers.kernel.resolved.share")}});
  sheet.sections = {{"layers", page.Text("layers_picture"), LayersFigure(page, *newest) + LayerWords(page, *newest)},
                    {"calls", page.Text("architecture_calls"), OneCallEach(page, *newest)},
                    {"life-cycle", page.Text("life_title"), LifeCycle(page, *newest)},
                    {"entry-points", page.Text("entries_title"), EntriesPart(page, *newest)},
                    {"symbols", page.Text("symbols_title"), SymbolsPart(page, *newest)},
                    {"case-studies", page.Text("cases_title"), CaseStudies(page)},
                    {"releases", page.Text("architecture_releases"), OtherReleases(page)}};
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
