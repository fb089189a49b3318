#include <fmt/format.h>

#include "base/text.h"
#include "model/history.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/milestone_items.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"

namespace ferrotype {

FileSet MilestonesPage(const Site& site, Lang lang) {
  Page page(site, lang, "milestones/index.html");
  Sheet sheet;
  sheet.nav = "timeline";
  sheet.crumbs = {{page.To("timeline/index.html"), page.Text("timeline_title")}};
  sheet.title = page.Text("milestones_title");
  sheet.description = page.Text("milestones_description");
  sheet.intro = Html::Text(page.Text("milestones_intro"));
  const std::vector<Milestone> milestones = Milestones(site.Releases());
  // Newest first: a section a release.
  for (auto release = site.Releases().rbegin(); release != site.Releases().rend(); ++release) {
    const std::vector<Html> items = MilestoneItems(page, milestones, *release);
    if (items.empty()) continue;
    const Html date = release->date.empty() ? Html() : Element("p", {}, TimeElement(release->date, lang));
    sheet.sections.push_back({"r-" + Slug(release->name),
                              page.Text("release_crumb", {{"release", ShortName(site, *release)}}),
                              date + BulletList(items, "milestones")});
  }
  if (sheet.sections.empty()) sheet.intro = Html::Text(page.Text("milestones_none"));
  sheet.sections.push_back({"data", page.Text("release_downloads"),
                            Paragraph(Link(page.ToFile("data/milestones.json"), Html::Text("JSON")))});
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
