#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "model/history.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/documents.h"
#include "renderer/page/figure.h"
#include "renderer/page/figures.h"
#include "renderer/page/pages.h"
#include "renderer/page/plate.h"
#include "renderer/page/sentences.h"
#include "renderer/page/survey_links.h"

namespace ferrotype {
namespace {

// A figure that the page itself asks for: its spec is ours, so a mistake in it is a mistake in the program.
Html OwnFigure(Page& page, const Report* release, const std::string& spec, std::string title = {}) {
  Result<FigureSpec> parsed = ParseFigureSpec(page.site(), release, spec);
  if (!parsed) {
    page.site().problems.Add(fmt::format("{}: chart {}: {}", page.File(), spec, parsed.error().message));
    return {};
  }
  parsed->title = std::move(title);
  return MakeFigure(page, *parsed);
}

// Whose Rust there is, release by release; with a single release there is no course to draw.
Html GrowthHtml(Page& page, const Report& newest, const Report* before) {
  Html area = OwnersOverReleases(page);
  if (!area.empty()) return area;
  return OwnFigure(page, &newest, "rust.authored.lines.code by owner; form=lines; top=5",
                   GrowthFinding(page, newest, before));
}

// What the counters don't tell, each number leading to the pages behind it.
void AddStats(const Page& page, const Report& newest, Values& values) {
  if (newest.survey.modules.empty() && newest.survey.drivers.empty()) return;
  Values& is = values.Add("IS");
  const auto stat = [&](std::string_view key, const std::string& value, const std::string& path) {
    Values& item = is.Add("STAT");
    item.Set("VALUE", value);
    item.Set("LABEL", page.Text(key));
    item.Set("URL", page.To(path));
  };
  const auto measured = [&](std::string_view key, std::string_view metric, const std::string& path) {
    if (const auto value = newest.Value(metric)) stat(key, FormatValue(*value, *FindMetric(metric)), path);
  };
  measured("home_is_drivers", "drivers.count", "drivers/index.html");
  measured("home_is_modules", "modules.count", "modules/index.html");
  measured("home_is_unsafe", "unsafe.documented.share", UnsafeBase(newest) + "/index.html");
  measured("home_is_symbols", "bindings.symbols", LayersBase(newest) + "/index.html");
  const std::size_t milestones = Milestones(page.site().Releases()).size();
  if (milestones > 0)
    stat("home_is_milestones", GroupThousands(static_cast<std::int64_t>(milestones)), "milestones/index.html");
}

}  // namespace

FileSet HomePage(const Site& site, Lang lang) {
  Page page(site, lang, "index.html");
  Page::Frame frame;
  frame.section = "now";
  frame.description = page.Text("home_description");
  const Report* newest = site.Newest();
  if (newest == nullptr) {
    frame.title = page.Text("home_title");
    frame.body = page.Render("empty", Values());
    page.Finish(frame);
    return std::move(page).TakeFiles();
  }
  const Report* before = site.SeriesBefore(*newest);
  const std::string verdict = Verdict(page, *newest, before);
  frame.title = page.Text("home_title");
  frame.plate = MakePlate(page, *newest, before, verdict);

  Values values;
  values.Set("WHERE_HTML", page.Markup("home_where", {{"lines", page.Bound(*newest, "rust.authored.lines.code")},
                                                      {"files", page.Bound(*newest, "rust.authored.files")},
                                                      {"all", page.Bound(*newest, "rust.lines.code")},
                                                      {"release", ShortName(site, *newest)}}));
  values.Set("BY_OWNER_HTML", RustTreemap(page, *newest));
  values.Set("BY_SUBSYSTEM_HTML",
             OwnFigure(page, newest, "rust.authored.lines.code by subsystem; top=10", SubsystemFinding(page, *newest)));
  values.Set("GROWTH_HTML", GrowthHtml(page, *newest, before));
  values.Set("SHARE_HTML", OwnFigure(page, newest, "rust.share, rust.share.no_registers", ShareFinding(page, *newest)));
  const Html classes = UnsafeClasses(page, *newest);
  values.Set("UNSAFE_HTML", classes.empty() ? OwnFigure(page, newest, "unsafe.tokens by owner; top=8") : classes);
  AddStats(page, *newest, values);
  values.Set("CHANGE_HTML", ChangeSentence(page, *newest, site.Before(*newest)));
  values.Set("RELEASE_NAME", ShortName(site, *newest));
  values.Set("RELEASE_URL", page.To(ReleasePath(*newest)));
  values.Set("RELEASE_DATE_HTML", TimeElement(newest->date, lang));
  values.Set("RELEASES_URL", page.To("releases/index.html"));
  values.Set("METRICS_URL", page.To("metrics/index.html"));
  values.Set("CASES_URL", page.To("case-studies/index.html"));
  values.Set("ARTICLES_URL", page.To("articles/index.html"));
  // The newest of each kind, as many as stand beside the first figure; the rest is in the lists.
  struct Latest {
    std::string_view kind;
    std::string_view label;
    std::size_t most;
  };
  constexpr std::array<Latest, 3> kLatest = {
      {{"commentary", "kind_commentary", 1}, {"case-studies", "kind_case", 1}, {"articles", "kind_article", 2}}};
  for (const auto& [kind, label, most] : kLatest) {
    std::vector<std::string> slugs = site.Slugs(kind);
    if (slugs.size() > most) slugs.resize(most);
    for (const std::string& slug : slugs) {
      Values& item = values.Add("LATEST");
      const DocumentHead head = HeadOf(page, kind, slug);
      item.Set("KIND", page.Text(label));
      item.Set("URL", page.To(DocumentPath(kind, slug)));
      item.Set("TITLE_HTML", head.title);
      item.Set("SUMMARY_HTML", head.summary);
    }
  }
  frame.body = page.Render("home", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

}  // namespace ferrotype
