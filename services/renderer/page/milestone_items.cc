#include "renderer/page/milestone_items.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "model/metric.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/parts.h"

namespace ferrotype {
namespace {

Html Code(std::string_view text) { return Element("code", {}, Html::Name(text)); }

// All drivers of the release that make the milestone: which of several was first, an interval can't tell.
std::vector<Html> DriversOf(const Page& page, const Report& release, const Milestone& milestone) {
  std::vector<Html> links;
  for (const DriverRow& driver : release.survey.drivers) {
    if (driver.kind != DriverKind::kDriver) continue;
    const bool meant = milestone.kind == MilestoneKind::kFirstDriver ||
                       (milestone.kind == MilestoneKind::kFirstOfSubsystem && driver.subsystem == milestone.subject) ||
                       (milestone.kind == MilestoneKind::kFirstOfBus && driver.bus == milestone.subject) ||
                       (milestone.kind == MilestoneKind::kFirstMultiFile && driver.files.size() > 1);
    if (meant) links.push_back(DriverLink(page, release, driver));
  }
  return links;
}

// The milestone as a sentence of its language. `detail` is that of the milestone, or of several that differ in it
// alone.
Html Sentence(const Page& page, const Milestone& milestone, const Html& detail) {
  const std::string key = "milestone_" + MessageKey(IdOf(milestone.kind));
  const Report* release = page.site().Find(milestone.since.first_seen);
  const Html subject = milestone.kind == MilestoneKind::kModuleDocumented ? ModuleLink(page, milestone.subject)
                                                                          : Code(milestone.subject);
  switch (milestone.kind) {
    case MilestoneKind::kFirstDriver:
    case MilestoneKind::kFirstOfSubsystem:
    case MilestoneKind::kFirstOfBus:
    case MilestoneKind::kFirstMultiFile: {
      const std::vector<Html> drivers = release == nullptr ? std::vector<Html>() : DriversOf(page, *release, milestone);
      return page.Markup(key, {{"subject", subject},
                               {"count", static_cast<std::int64_t>(drivers.size())},
                               {"list", drivers.empty() ? NameCode(milestone.detail) : Listed(page, drivers)}});
    }
    default:
      return page.Markup(key, {{"subject", subject}, {"detail", detail}, {"before", Html::Name(milestone.before)}});
  }
}

Html Item(const Page& page, const Milestone& milestone, const Html& detail) {
  Html html = Element("p", {{"class", "what"}}, Sentence(page, milestone, detail));
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

std::vector<Html> MilestoneItems(const Page& page, const std::vector<Milestone>& milestones, const Report& release) {
  std::vector<Html> items;
  for (std::size_t i = 0; i < milestones.size(); ++i) {
    const Milestone& milestone = milestones[i];
    if (milestone.since.first_seen != release.name) continue;
    // A share that passes several marks at once passes them in one sentence.
    std::vector<std::int64_t> marks;
    while (milestone.kind == MilestoneKind::kShare && i < milestones.size() && milestones[i].kind == milestone.kind &&
           milestones[i].subject == milestone.subject && milestones[i].since == milestone.since) {
      if (const auto mark = ParseInt(milestones[i++].detail)) marks.push_back(*mark);
    }
    if (i > 0 && milestone.kind == MilestoneKind::kShare) --i;
    std::sort(marks.begin(), marks.end());
    std::vector<Html> numbers;
    for (const std::int64_t mark : marks) numbers.push_back(Html::Text(GroupThousands(mark)));
    items.push_back(Item(page, milestone, numbers.empty() ? Html::Name(milestone.detail) : Listed(page, numbers)));
  }
  return items;
}

std::vector<std::string> MilestoneGroups(const Page& page, const std::vector<Milestone>& milestones,
                                         const Report& release) {
  std::map<MilestoneKind, std::set<std::string>> subjects;
  for (const Milestone& milestone : milestones) {
    if (milestone.since.first_seen != release.name) continue;
    subjects[milestone.kind].insert(milestone.subject.empty() ? milestone.detail : milestone.subject);
  }
  std::vector<std::string> groups;
  for (const auto& [kind, names] : subjects) {
    groups.push_back(
        page.Text("milestone_group_" + MessageKey(IdOf(kind)),
                  {{"count", static_cast<std::int64_t>(names.size())}, {"name", Printable(*names.begin())}}));
  }
  return groups;
}

}  // namespace ferrotype
