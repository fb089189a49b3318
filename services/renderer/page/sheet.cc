#include "renderer/page/sheet.h"

namespace ferrotype {

std::vector<Step> ReleaseCrumbs(const Page& page, const Report& release) {
  return {{page.To("releases/index.html"), page.Text("nav_releases")},
          {page.To(ReleasePath(release)), page.Text("release_crumb", {{"release", ShortName(page.site(), release)}})}};
}

void SetNeighbours(const Page& page, const Report& release, std::string (*base)(const Report&), Sheet& sheet) {
  const std::vector<Report>& releases = page.site().Releases();
  const auto at = static_cast<std::size_t>(&release - releases.data());
  const auto step = [&](const Report& other) -> Step {
    return {page.To(base(other) + "/index.html"), ShortName(page.site(), other)};
  };
  if (at > 0) sheet.before = step(releases[at - 1]);
  if (at + 1 < releases.size()) sheet.after = step(releases[at + 1]);
}

FileSet FinishSheet(Page& page, const Sheet& sheet) {
  Values values;
  values.Set("TITLE_HTML", sheet.heading.empty() ? Html::Text(sheet.title) : sheet.heading);
  if (!sheet.intro.empty()) values.Add("INTRO").Set("INTRO_HTML", sheet.intro);
  Values* facts = nullptr;
  for (const auto& [name, value] : sheet.facts) {
    if (value.empty()) continue;
    if (facts == nullptr) facts = &values.Add("FACTS");
    Values& fact = facts->Add("FACT");
    fact.Set("NAME", name);
    fact.Set("VALUE_HTML", value);
  }
  std::size_t shown = 0;
  for (const SheetSection& section : sheet.sections) shown += section.body.empty() ? 0U : 1U;
  if (shown > 2) {
    Values& contents = values.Add("CONTENTS");
    for (const SheetSection& section : sheet.sections) {
      if (section.body.empty()) continue;
      Values& item = contents.Add("ENTRY");
      item.Set("URL", "#" + section.id);
      item.Set("LABEL", section.title);
    }
  }
  for (const SheetSection& section : sheet.sections) {
    if (section.body.empty()) continue;
    Values& item = values.Add("SECTION");
    item.Set("ID", section.id);
    item.Set("HEADING", section.title);
    item.Set("BODY_HTML", section.body);
  }
  Page::Frame frame;
  frame.title = sheet.title;
  frame.description = sheet.description.empty() ? sheet.title : sheet.description;
  frame.section = sheet.nav;
  frame.crumbs = sheet.crumbs;
  frame.before = sheet.before;
  frame.after = sheet.after;
  frame.body = page.Render("sheet", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

}  // namespace ferrotype
