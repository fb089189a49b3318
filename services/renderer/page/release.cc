#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/language.h"
#include "model/owner.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/claims.h"
#include "renderer/page/documents.h"
#include "renderer/page/figure.h"
#include "renderer/page/figures.h"
#include "renderer/page/keys.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/plate.h"
#include "renderer/page/release_survey.h"
#include "renderer/page/release_tables.h"
#include "renderer/page/release_words.h"
#include "renderer/page/sentences.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

// What is below `dimension` now and was not before, or the other way round, as a list in words.
Html ArrivedOrGone(const Page& page, const Report& with, const Report& without, std::string_view dimension) {
  constexpr std::size_t kMost = 12;
  const MetricInfo& metric = *FindMetric("rust.authored.lines.code");
  Html list;
  std::size_t count = 0;
  for (const KeyRow& row : KeysOf(with, metric, dimension)) {
    if (row.own_files || row.value.numerator == 0) continue;
    if (without.Value(metric.id, dimension, row.key).value_or(MetricValue{}).numerator != 0) continue;
    if (++count > kMost) continue;
    if (!list.empty()) list += Html::Text(page.Text("list_comma"));
    list += page.Markup("list_lines", {{"name", Element("code", {}, Html::Text(KeyLabel(page, dimension, row.key)))},
                                       {"count", row.value.numerator},
                                       {"lines", GroupThousands(row.value.numerator)}});
  }
  if (count > kMost) list += Html::Text(page.Text("desc_more", {{"count", static_cast<std::int64_t>(count - kMost)}}));
  return list;
}

struct FileChanges {
  std::int64_t added = 0;
  std::int64_t removed = 0;
  std::int64_t changed = 0;
};

FileChanges CompareFiles(const Report& release, const Report& before) {
  FileChanges changes;
  auto now = release.rust_files.begin();
  auto then = before.rust_files.begin();
  while (now != release.rust_files.end() || then != before.rust_files.end()) {
    if (then == before.rust_files.end() || (now != release.rust_files.end() && now->path < then->path)) {
      ++changes.added;
      ++now;
    } else if (now == release.rust_files.end() || then->path < now->path) {
      ++changes.removed;
      ++then;
    } else {
      if (now->oid != then->oid) ++changes.changed;
      ++now;
      ++then;
    }
  }
  return changes;
}

Html Figure(Page& page, const Report& release, const std::string& spec, std::string title = {}) {
  Result<FigureSpec> parsed = ParseFigureSpec(page.site(), &release, spec);
  if (!parsed) {
    page.site().problems.Add(fmt::format("{}: chart {}: {}", page.File(), spec, parsed.error().message));
    return {};
  }
  parsed->title = std::move(title);
  return MakeFigure(page, *parsed);
}

void AddChanges(const Page& page, const Report& release, const Report* before, Values& values) {
  values.Set("CHANGE_HTML", ChangeSentence(page, release, before));
  if (before == nullptr) return;
  for (Html& point : ChangePoints(page, release, before)) values.Add("POINT").Set("POINT_HTML", std::move(point));
  const FileChanges files = CompareFiles(release, *before);
  Values& item = values.Add("POINT");
  item.Set("POINT_HTML", page.Markup("change_files",
                                     {{"added", files.added}, {"removed", files.removed}, {"changed", files.changed}}));
  const std::string growth = GrowthFinding(page, release, before);
  if (!growth.empty()) values.Add("POINT").Set("POINT_HTML", page.Markup("sentence", {{"text", growth}}));
  const Html arrived = ArrivedOrGone(page, release, *before, "subsystem");
  if (!arrived.empty()) values.Add("POINT").Set("POINT_HTML", page.Markup("change_arrived", {{"list", arrived}}));
  const Html gone = ArrivedOrGone(page, *before, release, "subsystem");
  if (!gone.empty()) values.Add("POINT").Set("POINT_HTML", page.Markup("change_gone", {{"list", gone}}));
}

// What people wrote about this release.
void AddCommentary(const Page& page, const Report& release, Values& values) {
  const Site& site = page.site();
  Values* part = nullptr;
  for (const std::string& slug : site.Slugs("commentary")) {
    const Document* document = site.FindDocument("commentary", slug, page.lang());
    // The release that it names: a text about one that the store lacks is about no other.
    if (document == nullptr) continue;
    const auto about = document->front_matter.find("release");
    if (about == document->front_matter.end() || site.Find(about->second) != &release) continue;
    const DocumentHead head = HeadOf(page, "commentary", slug);
    if (part == nullptr) part = &values.Add("COMMENTARY");
    Values& item = part->Add("ITEM");
    item.Set("URL", page.To(DocumentPath("commentary", slug)));
    item.Set("TITLE_HTML", head.title);
    item.Set("SUMMARY_HTML", head.summary);
    item.Set("DATE_HTML", TimeElement(head.date, page.lang()));
  }
}

}  // namespace

Html ReleaseSummary(const Page& page, const Report& release) {
  Values values;
  AddChanges(page, release, page.site().Before(release), values);
  values.Set("TREE", page.Text("release_tree_note",
                               {{"release", ShortName(page.site(), release)}, {"tree", TreeWords(page, release)}}));
  return page.Render("release_summary", values);
}

FileSet ReleasePage(const Site& site, Lang lang, const Report& release) {
  Page page(site, lang, ReleasePath(release));
  const Report* before = site.Before(release);
  const std::string name = ShortName(site, release);
  Page::Frame frame;
  frame.section = "releases";
  frame.title = page.Text("release_title", {{"release", name}});
  frame.description = page.Text(
      "release_description", {{"release", name},
                              {"tree", TreeWords(page, release)},
                              {"lines", FormatValue(release.Value("rust.authored.lines.code").value_or(MetricValue{}),
                                                    *FindMetric("rust.authored.lines.code"))}});
  frame.plate = MakePlate(page, release, before, ReleaseSentence(page, release, before));
  frame.crumbs = {{page.To("releases/index.html"), page.Text("nav_releases")}};
  const std::size_t place = PlaceOf(site, release);
  const auto step = [&](const Report& other) -> Step {
    return {page.To(ReleasePath(other)), page.Text("release_crumb", {{"release", ShortName(site, other)}})};
  };
  if (place > 0) frame.before = step(site.Releases()[place - 1]);
  if (place + 1 < site.Releases().size()) frame.after = step(site.Releases()[place + 1]);

  Values values;
  AddChanges(page, release, before, values);
  values.Set("TREE", page.Text("release_tree_note", {{"release", name}, {"tree", TreeWords(page, release)}}));
  values.Set("DOORS_HTML", SurveyDoors(page, release));
  AddCommentary(page, release, values);
  const Html came_and_went = SurveyChanges(page, release, before);
  if (!came_and_went.empty()) values.Add("CAME_AND_WENT").Set("CAME_AND_WENT_HTML", came_and_went);
  values.Show("CAME_AND_WENT_ENTRY", !came_and_went.empty());
  const Html to_check = ToCheck(page, release);
  if (!to_check.empty()) values.Add("TO_CHECK").Set("TO_CHECK_HTML", to_check);
  values.Show("TO_CHECK_ENTRY", !to_check.empty());
  const Html toolchain = ToolchainPart(page, release);
  values.Show("TOOLCHAIN_ENTRY", !toolchain.empty());
  if (!toolchain.empty()) values.Add("TOOLCHAIN").Set("TOOLCHAIN_HTML", toolchain);
  values.Set("BY_OWNER_HTML", Figure(page, release, "rust.lines.code by owner; top=13", OwnerFinding(page, release)));
  values.Set("BY_SUBSYSTEM_HTML",
             Figure(page, release, "rust.authored.lines.code by subsystem; top=12", SubsystemFinding(page, release)));
  values.Set("GROWTH_HTML", site.Releases().size() < 2
                                ? Html()
                                : Figure(page, release, "rust.authored.lines.code by owner; form=lines; top=5"));
  values.Set("UNSAFE_HTML", OwnFigure(page, release, "unsafe.tokens", "class", "; top=8"));
  values.Set("METRICS_HTML", MetricsTable(page, release, before));
  values.Set("OWNERS_HTML", OwnersTable(page, release));
  values.Set("LANGUAGES_HTML", LanguagesTable(page, release));
  values.Set("DIRECTORIES_HTML", RustTreemap(page, release) + DirectoriesTable(page, release));
  values.Set("FILES_HTML", FilesTable(page, release));
  values.Set("FILE_COUNT_HTML",
             page.Markup("files_intro", {{"count", static_cast<std::int64_t>(release.rust_files.size())}}));
  for (const std::string& directory : release.unclassified) {
    values.Add("UNCLASSIFIED").Set("PATH_HTML", Element("code", {}, Html::Name(directory)));
  }
  values.Show("SOME_UNCLASSIFIED", !release.unclassified.empty());
  values.Set("NOT_COUNTED_INTRO",
             page.Text("not_counted_intro",
                       {{"count", static_cast<std::int64_t>(release.not_counted.size())},
                        {"binary", GroupThousands(static_cast<std::int64_t>(release.fold.Total().not_text))},
                        {"links", GroupThousands(static_cast<std::int64_t>(release.fold.symlinks))}}));
  for (const std::string& entry : release.not_counted) {
    const std::size_t tab = entry.find('\t');
    Values& item = values.Add("NOT_COUNTED");
    item.Set("PATH_HTML", Element("code", {}, Html::Name(entry.substr(0, tab))));
    item.Set("REASON_HTML", tab == std::string::npos ? Html() : Html::Text(": ") + Html::Name(entry.substr(tab + 1)));
  }
  if (const Html sentences = MadeFalse(page, release, before); !sentences.empty())
    values.Add("MADE_FALSE").Set("SENTENCES_HTML", sentences);
  values.Set("JSON", page.ToFile(fmt::format("data/releases/{}.json", Slug(release.name))));
  values.Set("FILES_CSV", page.ToFile(fmt::format("data/releases/{}.files.csv", Slug(release.name))));
  values.Set("METRICS_CSV", page.ToFile("data/metrics.csv"));
  values.Set("TREE_OID", release.tree.Hex());
  values.Set("DIGEST", release.digest.empty() ? std::string("–") : Printable(release.digest));
  values.Set("NAME_HTML", Element("code", {}, Html::Name(release.name)));
  values.Set("CITE", page.Text("cite_release", {{"site", site.Name(lang)},
                                                {"release", Printable(release.name)},
                                                {"tree", TreeWords(page, release)},
                                                {"oid", release.tree.Hex().substr(0, 12)},
                                                {"rules", std::int64_t{kRulesVersion}}}));
  frame.body = page.Render("release", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

FileSet ReleasesPage(const Site& site, Lang lang) {
  Page page(site, lang, "releases/index.html");
  Page::Frame frame;
  frame.section = "releases";
  frame.title = page.Text("releases_title");
  frame.description = page.Text("releases_intro");
  Table table;
  table.id = "releases";
  table.caption = page.Text("releases_caption");
  table.columns = {{page.Text("release"), false}};
  constexpr std::array<std::string_view, 5> kShown = {"rust.authored.lines.code", "rust.vendored.lines.code",
                                                      "rust.files", "unsafe.tokens", "rust.share"};
  for (const std::string_view id : kShown) {
    table.columns.push_back({std::string(In(FindMetric(id)->name, lang)), true});
  }
  table.columns.push_back({page.Text("column_more"), false});
  table.columns.push_back({page.Text("tree"), false});
  const std::vector<Report>& releases = site.Releases();
  for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
    auto& row = table.rows.emplace_back();
    row = {Link(page.To(ReleasePath(*release)), Html::Text(ShortName(site, *release)))};
    if (!release->date.empty()) row[0] += Element("span", {{"class", "when"}}, TimeElement(release->date, lang));
    for (const std::string_view id : kShown) {
      const auto value = release->Value(id);
      row.push_back(Html::Text(value ? FormatValue(*value, *FindMetric(id)) : "–"));
    }
    row.push_back(
        Listed(page, {Link(page.To(UnsafeBase(*release) + "/index.html"), Html::Text(page.Text("unsafe_crumb"))),
                      Link(page.To(LayersBase(*release) + "/index.html"), Html::Text(page.Text("layers_crumb")))}));
    row.push_back(Html::Text(TreeWords(page, *release)));
  }
  Values values;
  values.Set("TITLE", frame.title);
  values.Set("INTRO", frame.description);
  values.Set("TABLE_HTML", MakeTable(page, table));
  values.Set("DATA", page.ToFile("data/releases.json"));
  values.Show("NONE", releases.empty());
  if (!releases.empty()) {
    const auto spec = ParseFigureSpec(site, nullptr, "rust.authored.lines.code by owner; form=lines; top=5");
    if (spec) values.Set("FIGURE_HTML", MakeFigure(page, *spec));
  } else {
    values.Set("FIGURE_HTML", Html());
  }
  frame.body = page.Render("releases", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

}  // namespace ferrotype
