#include <fmt/format.h>

#include "base/text.h"
#include "model/history.h"
#include "model/metric.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"

namespace ferrotype {
namespace {

Html Code(std::string_view text) { return Element("code", {}, Html::Name(text)); }

// The milestone as a sentence of its language.
Html Sentence(const Page& page, const Report* release, const Milestone& milestone) {
  const Html detail =
      milestone.kind == MilestoneKind::kFirstDriver || milestone.kind == MilestoneKind::kFirstOfBus ||
              milestone.kind == MilestoneKind::kFirstOfSubsystem || milestone.kind == MilestoneKind::kFirstMultiFile
          ? (release == nullptr ? NameCode(milestone.detail) : DriverLink(page, *release, milestone.detail))
          : Html::Name(milestone.detail);
  const Html subject = milestone.kind == MilestoneKind::kModuleDocumented ? ModuleLink(page, milestone.subject)
                                                                          : Code(milestone.subject);
  return page.Markup("milestone_" + MessageKey(IdOf(milestone.kind)),
                     {{"subject", subject}, {"detail", detail}, {"before", Html::Name(milestone.before)}});
}

Html Item(const Page& page, const Milestone& milestone) {
  const Report* release = page.site().Find(milestone.since.first_seen);
  Html html = Element("p", {{"class", "what"}}, Sentence(page, release, milestone));
  const Html first = ReleaseLink(page, milestone.since.first_seen);
  const Html absent = ReleaseLink(page, milestone.since.absent_in);
  std::vector<Html> notes = {page.Markup(milestone.since.exact ? "milestone_exact" : "milestone_between",
                                         {{"first", first}, {"absent", absent}})};
  if (!milestone.evidence.path.empty())
    notes.push_back(page.Markup("milestone_evidence", {{"place", PlaceCell(milestone.evidence)}}));
  if (const MetricInfo* metric = FindMetric(milestone.metric)) {
    notes.push_back(Link(page.To(MetricPath(metric->id)), Html::Text(In(metric->name, page.lang()))));
  }
  Html line;
  for (const Html& note : notes) {
    if (!line.empty()) line += Html::Trusted(" <span class=\"dot\">·</span> ");
    line += note;
  }
  return html + Element("p", {{"class", "soft"}}, line);
}

}  // namespace

FileSet MilestonesPage(const Site& site, Lang lang) {
  Page page(site, lang, "milestones/index.html");
  Sheet sheet;
  sheet.nav = "milestones";
  sheet.title = page.Text("milestones_title");
  sheet.description = page.Text("milestones_description");
  sheet.intro = Html::Text(page.Text("milestones_intro"));
  const std::vector<Milestone> milestones = Milestones(site.Releases());
  // Newest first: a section a release.
  for (auto release = site.Releases().rbegin(); release != site.Releases().rend(); ++release) {
    std::vector<Html> items;
    for (const Milestone& milestone : milestones) {
      if (milestone.since.first_seen == release->name) items.push_back(Item(page, milestone));
    }
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
