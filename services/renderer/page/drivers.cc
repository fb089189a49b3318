#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "model/survey_json.h"
#include "renderer/page/driver_parts.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

// One file by its path; several by what their paths begin with: "drivers/gpu/drm/panthor/panthor_*".
Html TwinCell(const Page& page, const DriverRow& driver) {
  if (driver.twin.size() == 1) return PathCell(driver.twin.front().path);
  if (!driver.twin.empty()) {
    std::string common = driver.twin.front().path;
    for (const TwinFile& file : driver.twin) {
      const auto ends = std::mismatch(common.begin(), common.end(), file.path.begin(), file.path.end());
      common.erase(ends.first, common.end());
    }
    return page.Markup("twin_files",
                       {{"path", PathCell(common + "*")}, {"count", static_cast<std::int64_t>(driver.twin.size())}});
  }
  if (!driver.successor_of.empty())
    return page.Markup("successor_cell", {{"name", Element("code", {}, Html::Name(driver.successor_of))}});
  return Html::Text("–");
}

Html DriversTable(const Page& page, const Report& release, const std::string& id, const std::string& caption,
                  std::vector<const DriverRow*> drivers) {
  if (drivers.empty()) return {};
  std::stable_sort(drivers.begin(), drivers.end(), [](const DriverRow* a, const DriverRow* b) {
    return std::tie(a->subsystem, a->name) < std::tie(b->subsystem, b->name);
  });
  Table table;
  table.id = "table-" + id;
  table.caption = caption;
  table.quiet_caption = true;
  table.columns = {{page.Text("column_driver"), false}, {page.Text("dimension_subsystem"), false},
                   {page.Text("dimension_bus"), false}, {page.Text("column_code"), true},
                   {page.Text("column_unsafe"), true},  {page.Text("column_undocumented"), true},
                   {page.Text("column_twin"), false},   {page.Text("column_since"), false}};
  for (const DriverRow* driver : drivers) {
    Html name = DriverLink(page, release, *driver);
    if (!driver->description.empty())
      name += Element("span", {{"class", "when soft"}}, English(page, driver->description));
    table.rows.push_back({name, Element("code", {}, Html::Name(driver->subsystem)),
                          driver->bus.empty() ? Html::Text("–") : Element("code", {}, Html::Name(driver->bus)),
                          Count(driver->code), Count(driver->unsafe_tokens), Count(driver->unsafe_undocumented),
                          TwinCell(page, *driver), SinceCell(page, SinceOfDriver(page, release, *driver))});
  }
  return MakeTable(page, table);
}

}  // namespace

FileSet DriversPage(const Site& site, Lang lang) {
  Page page(site, lang, "drivers/index.html");
  Sheet sheet;
  sheet.nav = "drivers";
  sheet.title = page.Text("drivers_title");
  sheet.description = page.Text("drivers_description");
  const Report* newest = site.Newest();
  if (newest == nullptr) {
    sheet.intro = Html::Text(page.Text("nothing_measured"));
    return FinishSheet(page, sheet);
  }
  sheet.intro = page.Markup("drivers_intro", {{"release", ReleaseLink(page, newest->name)},
                                              {"count", page.Bound(*newest, "drivers.count")},
                                              {"code", page.Bound(*newest, "drivers.lines.code")},
                                              {"twins", page.Bound(*newest, "drivers.twins")}});
  for (const DriverKind kind :
       {DriverKind::kDriver, DriverKind::kLinkedIntoC, DriverKind::kSample, DriverKind::kTest}) {
    std::vector<const DriverRow*> drivers;
    for (const DriverRow& driver : newest->survey.drivers) {
      if (driver.kind == kind) drivers.push_back(&driver);
    }
    const std::string id(IdOf(kind));
    const std::string title = page.Text("drivers_" + MessageKey(id));
    Html body = DriversTable(page, *newest, id, title, drivers);
    if (body.empty() && kind == DriverKind::kDriver) body = Paragraph(Html::Text(page.Text("drivers_none")));
    if (body.empty()) continue;
    Html intro = Paragraph(Html::Text(page.Text("drivers_" + MessageKey(id) + "_intro")));
    sheet.sections.push_back({id, title, intro + body});
  }
  sheet.sections.push_back({"subsystems", page.Text("drivers_by_subsystem"),
                            OwnFigure(page, *newest, "drivers.lines.code", "subsystem", "; top=20")});
  std::vector<Html> gone;
  for (const auto& [key, at] : site.survey.drivers()) {
    if (at.release == newest) continue;
    gone.push_back(page.Markup("gone_item", {{"name", Link(page.To(DriverPath(key)), NameCode(at.row->name))},
                                             {"release", ReleaseLink(page, at.release->name)}}));
  }
  sheet.sections.push_back({"gone", page.Text("drivers_gone"), BulletList(gone)});
  sheet.sections.push_back(
      {"data", page.Text("release_downloads"),
       Paragraph(
           Link(page.ToFile(fmt::format("data/releases/{}.drivers.json", Slug(newest->name))), Html::Text("JSON")))});
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
