#include "renderer/page/release_survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/parts.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

// A thing of a release by its name, with its size.
using Sizes = std::map<std::string, std::uint64_t>;

Sizes ModulesOf(const Report& release) {
  Sizes sizes;
  for (const ModuleRow& module : release.survey.modules) {
    if (module.visible && !module.hidden) sizes.emplace(module.name, module.code);
  }
  return sizes;
}

Sizes DriversOf(const Page& page, const Report& release) {
  Sizes sizes;
  for (const DriverRow& driver : release.survey.drivers) {
    if (driver.kind == DriverKind::kDriver || driver.kind == DriverKind::kLinkedIntoC)
      sizes.emplace(page.site().survey.KeyOf(release, driver), driver.code);
  }
  return sizes;
}

Sizes SymbolsOf(const Report& release) {
  Sizes sizes;
  for (const CSymbolRow& symbol : release.survey.layers.symbols) sizes.emplace(symbol.name, 0);
  return sizes;
}

std::vector<std::string> Missing(const Sizes& from, const Sizes& in) {
  std::vector<std::string> names;
  for (const auto& [name, size] : from) {
    if (!in.contains(name)) names.push_back(name);
  }
  return names;
}

// A count of names, with all of them: in line when they are few, else behind a line to open.
Html Names(const Page& page, std::string_view key, const std::vector<std::string>& names,
           const std::function<Html(const std::string&)>& show) {
  if (names.empty()) return {};
  constexpr std::size_t kInline = 12;
  std::vector<Html> items;
  items.reserve(names.size());
  for (const std::string& name : names) items.push_back(show(name));
  const auto count = static_cast<std::int64_t>(names.size());
  if (names.size() <= kInline)
    return Paragraph(page.Markup(fmt::format("{}_list", key), {{"count", count}, {"list", Listed(page, items)}}));
  return Folded(Html::Text(page.Text(key, {{"count", count}})), BulletList(items, "paths"));
}

Html Grown(const Page& page, std::string_view what, const Sizes& now, const Sizes& then,
           const std::function<Html(const std::string&)>& show) {
  constexpr std::size_t kMost = 12;
  struct Change {
    std::string name;
    std::int64_t now;
    std::int64_t then;
    [[nodiscard]] std::int64_t Size() const { return now > then ? now - then : then - now; }
  };
  std::vector<Change> changes;
  for (const auto& [name, size] : now) {
    const auto found = then.find(name);
    if (found != then.end() && found->second != size)
      changes.push_back({name, static_cast<std::int64_t>(size), static_cast<std::int64_t>(found->second)});
  }
  if (changes.empty()) return {};
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.Size() > b.Size(); });
  const std::size_t all = changes.size();
  if (changes.size() > kMost) changes.resize(kMost);
  Table table;
  table.id = fmt::format("table-grown-{}", what);
  table.caption = page.Text(fmt::format("grown_{}", what), {{"count", static_cast<std::int64_t>(all)},
                                                            {"shown", static_cast<std::int64_t>(changes.size())},
                                                            {"left", static_cast<std::int64_t>(all - changes.size())}});
  table.columns = {{page.Text("column_what"), false},
                   {page.Text("column_before"), true},
                   {page.Text("column_now"), true},
                   {page.Text("change"), true}};
  for (const Change& change : changes) {
    const std::string sign = change.now > change.then ? "+" : "−";
    table.rows.push_back({show(change.name), Html::Text(GroupThousands(change.then)),
                          Html::Text(GroupThousands(change.now)), Html::Text(sign + GroupThousands(change.Size()))});
  }
  return MakeTable(page, table);
}

}  // namespace

Html SurveyDoors(const Page& page, const Report& release) {
  std::vector<Html> doors = {Link(page.To(UnsafeBase(release) + "/index.html"), Html::Text(page.Text("door_unsafe"))),
                             Link(page.To(LayersBase(release) + "/index.html"), Html::Text(page.Text("door_layers")))};
  if (&release == page.site().Newest()) {
    doors.push_back(Link(page.To("modules/index.html"), Html::Text(page.Text("door_modules"))));
    doors.push_back(Link(page.To("drivers/index.html"), Html::Text(page.Text("door_drivers"))));
  }
  doors.push_back(Link(page.To("milestones/index.html"), Html::Text(page.Text("milestones_title"))));
  return BulletList(doors, "doors");
}

Html SurveyChanges(const Page& page, const Report& release, const Report* before) {
  if (before == nullptr) return {};
  const auto group = [&](std::string_view id, const Sizes& now, const Sizes& then, const auto& show_now,
                         const auto& show_then) {
    Html out = Names(page, fmt::format("new_{}", id), Missing(now, then), show_now);
    out += Names(page, fmt::format("gone_{}", id), Missing(then, now), show_then);
    out += Grown(page, id, now, then, show_now);
    if (out.empty()) return out;
    return Element("h3", {}, Html::Text(page.Text(fmt::format("changed_{}", id)))) + out;
  };
  const auto module = [&](const std::string& name) { return ModuleLink(page, name); };
  const auto driver = [&](const std::string& key) {
    const auto found = page.site().survey.drivers().find(key);
    return found == page.site().survey.drivers().end()
               ? NameCode(key)
               : Link(page.To(DriverPath(key)), NameCode(found->second.row->name));
  };
  Html out = group("drivers", DriversOf(page, release), DriversOf(page, *before), driver, driver);
  out += group("modules", ModulesOf(release), ModulesOf(*before), module, module);
  out += group(
      "symbols", SymbolsOf(release), SymbolsOf(*before),
      [&](const std::string& name) { return SymbolLink(page, release, name); },
      [&](const std::string& name) { return SymbolLink(page, *before, name); });
  if (out.empty()) return out;
  return Paragraph(page.Markup("survey_changes_intro", {{"before", ReleaseLink(page, before->name)}})) + out;
}

Html ToCheck(const Page& page, const Report& release) {
  Html out;
  if (!release.survey.disagreements.empty()) {
    Table table;
    table.id = "table-disagreements";
    table.caption = page.Text("disagreements_caption");
    table.columns = {{page.Text("column_name"), false},
                     {page.Text("column_says"), false},
                     {page.Text("column_detail"), false},
                     {page.Text("column_place"), false}};
    for (const Disagreement& row : release.survey.disagreements) {
      const std::string key = "disagreement_" + MessageKey(row.what);
      const Html place = PlaceCell(row.place);
      table.rows.push_back(
          {DriverLink(page, release, row.name),
           page.site().catalogue.Has(key) ? Html::Text(page.Text(key)) : Element("code", {}, Html::Name(row.what)),
           row.detail.empty() ? Html::Text("–") : English(page, row.detail), place.empty() ? Html::Text("–") : place});
    }
    out += MakeTable(page, table);
  }
  std::vector<Html> points;
  if (release.survey.unclean_files > 0) {
    points.push_back(page.Markup("check_unclean", {{"files", page.Bound(release, "rust.unclean.files")}}));
  }
  std::vector<Html> nowhere;
  for (const CSymbolRow& symbol : release.survey.layers.symbols) {
    if (symbol.definitions.empty() && symbol.elsewhere.empty())
      nowhere.push_back(SymbolLink(page, release, symbol.name));
  }
  if (!nowhere.empty()) {
    points.push_back(page.Markup(
        "check_undefined", {{"count", static_cast<std::int64_t>(nowhere.size())}, {"list", Listed(page, nowhere)}}));
  }
  return out + BulletList(points);
}

Html ToolchainPart(const Page& page, const Report& release) {
  const Toolchain& tools = release.survey.toolchain;
  if (tools.rustc.empty() && tools.bindgen.empty() && tools.architectures.empty()) return {};
  std::vector<std::pair<std::string, Html>> facts;
  const auto minimum = [&](std::string_view key, const std::string& version, const Place& place) {
    return version.empty() ? Html() : page.Markup(key, {{"version", Html::Name(version)}, {"place", PlaceCell(place)}});
  };
  Html rustc = minimum(tools.rustc_exact ? "toolchain_exact" : "toolchain_minimum", tools.rustc, tools.rustc_place);
  for (const VersionFor& other : tools.rustc_by_arch) {
    if (!rustc.empty()) rustc += Html::Text(page.Text("list_comma"));
    rustc += page.Markup("toolchain_for", {{"version", Html::Name(other.version)},
                                           {"where", Element("code", {}, Html::Name(other.where))}});
  }
  facts.emplace_back("rustc", rustc);
  facts.emplace_back("bindgen", minimum("toolchain_minimum", tools.bindgen, tools.bindgen_place));
  if (!tools.rustc_in_changes.empty() || !tools.bindgen_in_changes.empty()) {
    const auto or_dash = [](const std::string& text) { return Html::Name(text.empty() ? "–" : text); };
    facts.emplace_back(page.Text("toolchain_changes"),
                       page.Markup("toolchain_changes_both", {{"rustc", or_dash(tools.rustc_in_changes)},
                                                              {"bindgen", or_dash(tools.bindgen_in_changes)}}));
  }
  std::vector<Html> places;
  for (const Place& place : tools.experimental) places.push_back(PlaceCell(place));
  facts.emplace_back(page.Text("toolchain_experimental"),
                     places.empty() ? Html::Text(page.Text("toolchain_not_experimental")) : Listed(page, places));
  Html list;
  for (const auto& [name, value] : facts) {
    if (!value.empty()) list += Element("dt", {}, Html::Text(name)) + Element("dd", {}, value);
  }
  Html out = Element("dl", {{"class", "pairs"}}, list);
  if (tools.architectures.empty()) return out;
  Table table;
  table.id = "table-architectures";
  table.caption = page.Text("architectures_caption");
  table.columns = {{page.Text("column_architecture"), false},
                   {page.Text("column_level"), false},
                   {page.Text("column_constraints"), false},
                   {page.Text("column_in_documents"), false},
                   {page.Text("column_in_kconfig"), false}};
  const auto said = [&](const std::string& text) { return text.empty() ? Html::Text("–") : English(page, text); };
  for (const Architecture& architecture : tools.architectures) {
    table.rows.push_back({Element("code", {}, Html::Name(architecture.name)), said(architecture.level),
                          said(architecture.constraints), Html::Text(page.Text(architecture.documented ? "yes" : "no")),
                          Html::Text(page.Text(architecture.selects ? "yes" : "no"))});
  }
  return out + MakeTable(page, table);
}

}  // namespace ferrotype
