#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "model/metric.h"
#include "model/module_category.h"
#include "renderer/page/documents.h"
#include "renderer/page/figures.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

std::size_t Users(const ModuleRow& module) {
  return module.driver_users.size() + module.sample_users.size() + module.module_users.size();
}

Since SinceOfModule(const Page& page, const Report& release, const std::string& name) {
  const Site& site = page.site();
  return SinceOf(site.Releases(), PlaceOf(site, release),
                 [&](const Report& report) { return site.survey.Module(report, name) != nullptr; });
}

Html NameOfModule(const Page& page, const ModuleRow& module) {
  Html out = Link(page.To(ModulePath(module.name)), NameCode(module.name));
  if (!module.cfg.empty()) out += Html::Text(" ") + Element("code", {{"class", "id cfg"}}, Html::Name(module.cfg));
  return out;
}

Html ModulesTable(const Page& page, const Report& release, const std::string& id, const std::string& caption,
                  const std::vector<const ModuleRow*>& modules) {
  if (modules.empty()) return {};
  Table table;
  table.id = "table-" + id;
  table.caption = caption;
  table.quiet_caption = true;
  table.columns = {{page.Text("column_module"), false},      {page.Text("column_code"), true},
                   {page.Text("column_documented"), true},   {page.Text("column_unsafe"), true},
                   {page.Text("column_undocumented"), true}, {page.Text("column_users"), true},
                   {page.Text("column_since"), false}};
  for (const ModuleRow* module : modules) {
    table.rows.push_back({NameOfModule(page, *module), Count(module->code),
                          Html::Text(ShareOf(module->documented_items, module->public_items)),
                          Count(module->unsafe_tokens), Count(module->unsafe_undocumented), Count(Users(*module)),
                          SinceCell(page, SinceOfModule(page, release, module->name))});
  }
  return MakeTable(page, table);
}

Html History(const Page& page, const ModuleRow& shown) {
  Table table;
  table.id = "table-history";
  table.caption = page.Text("module_history_caption", {{"name", Printable(shown.name)}});
  table.columns = {{page.Text("release"), false},      {page.Text("column_code"), true},
                   {page.Text("column_items"), true},  {page.Text("column_documented"), true},
                   {page.Text("column_unsafe"), true}, {page.Text("column_undocumented"), true},
                   {page.Text("column_users"), true}};
  for (const Report& release : page.site().Releases()) {
    const ModuleRow* module = page.site().survey.Module(release, shown.name);
    auto& row = table.rows.emplace_back();
    row.push_back(ReleaseLink(page, release.name));
    if (module == nullptr) {
      row.insert(row.end(), 6, Html::Text("–"));
      continue;
    }
    row.insert(row.end(), {Count(module->code), Count(module->public_items),
                           Html::Text(ShareOf(module->documented_items, module->public_items)),
                           Count(module->unsafe_tokens), Count(module->unsafe_undocumented), Count(Users(*module))});
  }
  return MakeTable(page, table);
}

Html UsersOf(const Page& page, const Report& release, const ModuleRow& module) {
  Html out;
  const auto group = [&](std::string_view key, const std::vector<std::string>& names, const auto& show) {
    if (names.empty()) return;
    std::vector<Html> items;
    items.reserve(names.size());
    for (const std::string& name : names) items.push_back(show(name));
    out += Element("h3", {}, Html::Text(page.Text(key, {{"count", static_cast<std::int64_t>(names.size())}})));
    out += BulletList(items, "paths");
  };
  group("module_users_drivers", module.driver_users,
        [&](const std::string& name) { return DriverLink(page, release, name); });
  group("module_users_modules", module.module_users, [&](const std::string& name) { return ModuleLink(page, name); });
  group("module_users_samples", module.sample_users, [](const std::string& path) { return PathCell(path); });
  return out.empty() ? Paragraph(Html::Text(page.Text("module_users_none"))) : out;
}

// Names of the C symbols that functions of the module itself, not of those below it, call.
Html CalledSymbols(const Page& page, const Report& release, const ModuleRow& module) {
  std::vector<Html> items;
  for (const CSymbolRow& symbol : release.survey.layers.symbols) {
    const bool called = std::any_of(symbol.callers.begin(), symbol.callers.end(),
                                    [&](const ChainStep& caller) { return caller.place.path == module.path; });
    if (called) items.push_back(SymbolLink(page, release, symbol.name));
  }
  if (items.empty()) return {};
  return Paragraph(page.Markup("module_symbols_intro",
                               {{"count", static_cast<std::int64_t>(items.size())}, {"path", PathCell(module.path)}})) +
         BulletList(items, "paths");
}

std::vector<const ModuleRow*> Below(const Report& release, const ModuleRow& module) {
  std::vector<const ModuleRow*> below;
  for (const ModuleRow& other : release.survey.modules) {
    if (other.name.size() > module.name.size() + 2 && other.name.starts_with(module.name + "::"))
      below.push_back(&other);
  }
  return below;
}

// The table that decides, as it stands in the program.
Html CategoryRules(const Page& page) {
  Table table;
  table.id = "table-rules";
  table.caption = page.Text("categories_rules_intro");
  table.columns = {{page.Text("dimension_category"), false}, {page.Text("nav_modules"), false}};
  for (const ModuleCategory& category : ModuleCategories()) {
    std::vector<Html> names;
    for (const std::string_view name : Split(category.modules, ' ')) {
      if (!name.empty()) names.push_back(Element("code", {}, Html::Text(name)));
    }
    if (!names.empty()) table.rows.push_back({Html::Text(In(category.name, page.lang())), Listed(page, names)});
  }
  return MakeTable(page, table);
}

}  // namespace

FileSet ModulesPage(const Site& site, Lang lang) {
  Page page(site, lang, "modules/index.html");
  Sheet sheet;
  sheet.nav = "modules";
  sheet.title = page.Text("modules_title");
  sheet.description = page.Text("modules_description");
  const Report* newest = site.Newest();
  if (newest == nullptr || newest->survey.modules.empty()) {
    sheet.intro = Html::Text(page.Text(newest == nullptr ? "nothing_measured" : "modules_none"));
    if (newest == nullptr) return FinishSheet(page, sheet);
  } else {
    sheet.intro = page.Markup("modules_intro", {{"release", ReleaseLink(page, newest->name)},
                                                {"count", page.Bound(*newest, "modules.count")},
                                                {"all", page.Bound(*newest, "modules.all.count")},
                                                {"share", page.Bound(*newest, "modules.doc.share")}});
  }
  std::map<std::string, std::vector<const ModuleRow*>, std::less<>> categories;
  std::vector<const ModuleRow*> closed;
  for (const ModuleRow& module : newest->survey.modules) {
    (module.visible && !module.hidden ? categories[module.category] : closed).push_back(&module);
  }
  sheet.sections.push_back({"categories", page.Text("modules_by_category"),
                            OwnFigure(page, *newest, "modules.all.count", "category", "; top=30")});
  sheet.sections.push_back({"growth", page.Text("modules_growth"), ModulesGrowth(page, *newest)});
  sheet.sections.push_back({"documentation", page.Text("modules_documentation"),
                            ModuleDocs(page, *newest) + ModuleDocsRange(page, *newest)});
  const auto add = [&](std::string_view category, const std::vector<const ModuleRow*>& modules) {
    const std::string label = KeyLabel(page, "category", category);
    const std::string id = "c-" + Slug(category);
    sheet.sections.push_back({id, label, ModulesTable(page, *newest, id, label, modules)});
  };
  for (const ModuleCategory& category : ModuleCategories()) {
    const auto found = categories.find(category.id);
    if (found == categories.end()) continue;
    add(found->first, found->second);
    categories.erase(found);
  }
  for (const auto& [category, modules] : categories) add(category, modules);
  if (!closed.empty()) {
    sheet.sections.push_back({"closed", page.Text("modules_closed"),
                              Paragraph(Html::Text(page.Text("modules_closed_intro"))) +
                                  ModulesTable(page, *newest, "closed", page.Text("modules_closed"), closed)});
  }
  std::vector<Html> gone;
  for (const auto& [name, at] : site.survey.modules()) {
    if (at.release == newest) continue;
    gone.push_back(
        page.Markup("gone_item", {{"name", ModuleLink(page, name)}, {"release", ReleaseLink(page, at.release->name)}}));
  }
  sheet.sections.push_back({"gone", page.Text("modules_gone"), BulletList(gone)});
  sheet.sections.push_back({"rules", page.Text("categories_rules"), CategoryRules(page)});
  sheet.sections.push_back(
      {"data", page.Text("release_downloads"),
       Paragraph(
           Link(page.ToFile(fmt::format("data/releases/{}.modules.json", Slug(newest->name))), Html::Text("JSON")))});
  return FinishSheet(page, sheet);
}

FileSet ModulePage(const Site& site, Lang lang, std::string_view name) {
  const auto at = site.survey.modules().find(name);
  if (at == site.survey.modules().end()) return {};
  const Report& release = *at->second.release;
  const ModuleRow& module = *at->second.row;
  Page page(site, lang, ModulePath(name));
  Sheet sheet;
  sheet.nav = "modules";
  sheet.crumbs = {{page.To("modules/index.html"), page.Text("modules_title")}};
  for (std::size_t colons = module.name.find("::"); colons != std::string::npos;
       colons = module.name.find("::", colons + 2)) {
    const std::string above = module.name.substr(0, colons);
    if (site.survey.modules().contains(above)) sheet.crumbs.push_back({page.To(ModulePath(above)), Printable(above)});
  }
  sheet.title = Printable(module.name);
  sheet.heading = NameCode(module.name);
  const std::string category = KeyLabel(page, "category", module.category);
  sheet.description = page.Text("module_description",
                                {{"name", sheet.title}, {"release", ShortName(site, release)}, {"category", category}});
  const bool gone = &release != site.Newest();
  sheet.intro =
      page.Markup(gone ? "module_intro_gone" : "module_intro", {{"name", NameCode(module.name)},
                                                                {"release", ReleaseLink(page, release.name)},
                                                                {"code", Count(module.code)},
                                                                {"count", static_cast<std::int64_t>(module.files)}});
  if (!module.visible || module.hidden)
    sheet.intro += Html::Text(page.Text("sentence_space")) +
                   Html::Text(page.Text(module.hidden ? "module_hidden" : "module_private"));
  sheet.facts = {
      {page.Text("dimension_category"), Html::Text(category)},
      {page.Text("module_source"), PathCell(module.path)},
      {page.Text("module_declared"), PlaceCell(module.declared)},
      {page.Text("module_cfg"), module.cfg.empty() ? Html() : Element("code", {}, Html::Name(module.cfg))},
      {page.Text("column_since"),
       SinceWords(page, SinceOfModule(page, release, module.name)) + SinceByEvents(page, module.name)},
      {page.Text("module_items"), PartOf(page, module.documented_items, module.public_items)},
      {page.Text("column_unsafe"),
       UnsafeWords(page, release, {module.path}, module.unsafe_tokens, module.unsafe_undocumented)},
  };
  std::vector<Html> headers;
  for (const std::string& header : module.c_headers) headers.push_back(PathCell(header));
  sheet.facts.emplace_back(page.Text("module_headers"), Listed(page, headers));
  // By its own last part: a case study about "sync" is not about all that lies below it.
  const std::size_t last = module.name.rfind("::");
  const std::string_view own =
      last == std::string::npos ? std::string_view() : std::string_view(module.name).substr(last + 2);
  if (!own.empty()) sheet.facts.emplace_back(page.Text("kind_case"), CaseStudyAbout(page, {own}));
  sheet.sections.push_back({"users", page.Text("module_users"), UsersOf(page, release, module)});
  const std::vector<const ModuleRow*> below = Below(release, module);
  sheet.sections.push_back(
      {"below", page.Text("module_below"), ModulesTable(page, release, "below", page.Text("module_below"), below)});
  sheet.sections.push_back({"symbols", page.Text("module_symbols"), CalledSymbols(page, release, module)});
  sheet.sections.push_back({"history", page.Text("history_title"), History(page, module)});
  if (at != site.survey.modules().begin()) {
    const std::string& before = std::prev(at)->first;
    sheet.before = {page.To(ModulePath(before)), Printable(before)};
  }
  if (const auto after = std::next(at); after != site.survey.modules().end())
    sheet.after = {page.To(ModulePath(after->first)), Printable(after->first)};
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
