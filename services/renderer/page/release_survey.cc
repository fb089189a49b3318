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
                                                            {"shown", static_cast<std::int64_t>(changes.size())}});
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
          {NameCode(row.name),
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

}  // namespace ferrotype
