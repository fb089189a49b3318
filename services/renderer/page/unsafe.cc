// The unsafe ledger of a release: an overview, and a page for each view, which is all the filtering that needs no
// script.
#include <fmt/format.h>

#include <array>
#include <map>

#include "base/text.h"
#include "model/metric.h"
#include "renderer/page/pages.h"
#include "renderer/page/paging.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/survey_links.h"
#include "renderer/page/table.h"
#include "renderer/page/unsafe_views.h"

namespace ferrotype {
namespace {

Html ViewLink(const Page& page, const Report& release, const UnsafeView* view, const Html& words) {
  return view == nullptr ? words : Link(page.To(NthPath(UnsafeBase(release) + "/" + view->path, 0)), words);
}

const UnsafeView* FindView(const std::vector<UnsafeView>& views, std::string_view path) {
  for (const UnsafeView& view : views) {
    if (view.path == path) return &view;
  }
  return nullptr;
}

// "99.2%, 1,885 of 1,900": a share with the denominator of its own.
Html ShareWords(const Page& page, const Report& release, std::string_view metric) {
  const auto value = release.Value(metric);
  if (!value || value->denominator == 0) return {};
  return page.Markup("share_of", {{"share", page.Bound(release, metric)},
                                  {"part", GroupThousands(value->numerator / 100)},
                                  {"whole", GroupThousands(value->denominator)}});
}

Html ClassTable(const Page& page, const Report& release, const std::vector<UnsafeView>& views) {
  std::array<std::array<std::uint64_t, kSafetyStates>, kUnsafeClasses> counts{};
  for (const UnsafeRow& row : release.unsafe_sites)
    ++counts.at(static_cast<std::size_t>(row.site.kind)).at(static_cast<std::size_t>(row.site.state));
  Table table;
  table.id = "table-classes";
  table.caption = page.Text("unsafe_classes_caption", {{"release", ShortName(page.site(), release)}});
  table.columns = {{page.Text("dimension_class"), false}};
  for (std::size_t s = 0; s < kSafetyStates; ++s)
    table.columns.push_back({StateLabel(page, static_cast<SafetyState>(s)), true});
  table.columns.push_back({page.Text("sum"), true});
  std::array<std::uint64_t, kSafetyStates> sums{};
  for (std::size_t c = 0; c < kUnsafeClasses; ++c) {
    std::uint64_t sum = 0;
    std::vector<Html> row;
    for (std::size_t s = 0; s < kSafetyStates; ++s) {
      sum += counts.at(c).at(s);
      sums.at(s) += counts.at(c).at(s);
      row.push_back(Count(counts.at(c).at(s)));
    }
    const std::string id(IdOf(static_cast<UnsafeClass>(c)));
    row.insert(row.begin(), ViewLink(page, release, FindView(views, "class/" + id),
                                     Html::Text(ClassLabel(page, static_cast<UnsafeClass>(c)))));
    row.push_back(Count(sum));
    table.rows.push_back(std::move(row));
  }
  auto& last = table.rows.emplace_back();
  last.push_back(Html::Text(page.Text("sum")));
  for (std::size_t s = 0; s < kSafetyStates; ++s) {
    const std::string id(IdOf(static_cast<SafetyState>(s)));
    last.push_back(ViewLink(page, release, FindView(views, "state/" + id), Count(sums.at(s))));
  }
  last.push_back(Count(release.unsafe_sites.size()));
  return MakeTable(page, table);
}

Html DimensionTable(const Page& page, const Report& release, const std::vector<UnsafeView>& views,
                    std::string_view dimension) {
  Table table;
  table.id = fmt::format("table-{}", dimension);
  table.caption = page.Text(fmt::format("unsafe_{}_caption", dimension));
  table.columns = {{page.Text(fmt::format("dimension_{}", dimension)), false},
                   {page.Text("column_unsafe"), true},
                   {page.Text("column_justified"), true},
                   {page.Text("column_asked"), true},
                   {page.Text("column_share"), true},
                   {page.Text("column_undocumented"), true}};
  for (const UnsafeView& view : views) {
    if (view.dimension != dimension) continue;
    const auto share = release.Value("unsafe.documented.share", dimension, view.key).value_or(MetricValue{0, 0});
    const auto part = static_cast<std::uint64_t>(share.numerator / 100);
    const auto whole = static_cast<std::uint64_t>(share.denominator);
    table.rows.push_back({ViewLink(page, release, &view, Html::Text(view.label)), Count(view.rows.size()), Count(part),
                          Count(whole), Html::Text(ShareOf(part, whole)), Count(whole - part)});
  }
  return table.rows.empty() ? Html() : MakeTable(page, table);
}

// Every page of every view, so that each is one step from here.
Html AllViews(const Page& page, const Report& release, const std::vector<UnsafeView>& views) {
  Html out;
  for (const std::string_view dimension : {"state", "class", "owner", "subsystem"}) {
    std::vector<Html> items;
    for (const UnsafeView& view : views) {
      if (view.dimension != dimension) continue;
      Html item = ViewLink(page, release, &view, Html::Text(view.label)) + Html::Text(" ") +
                  Element("span", {{"class", "soft"}}, Count(view.rows.size()));
      const Html numbers = PageNumbers(page, UnsafeBase(release) + "/" + view.path, PagesFor(view.rows.size()));
      if (!numbers.empty()) item += Html::Text(" ") + numbers;
      items.push_back(item);
    }
    if (items.empty()) continue;
    out += Element("h3", {}, Html::Text(page.Text(fmt::format("unsafe_views_{}", dimension))));
    out += BulletList(items, "paths");
  }
  return out;
}

Html Wanting(const Page& page, const Report& release, const std::vector<UnsafeView>& views) {
  constexpr std::size_t kMost = 30;
  const UnsafeView* view = FindView(views, "state/undocumented");
  if (view == nullptr)
    return Paragraph(Html::Text(page.Text(release.unsafe_sites.empty() ? "unsafe_none" : "unsafe_all_justified")));
  const std::size_t shown = std::min(kMost, view->rows.size());
  Html out = Paragraph(Html::Text(page.Text("unsafe_undocumented_intro"))) +
             SitesTable(page, std::span(view->rows).first(shown), page.Text("unsafe_undocumented"), false);
  if (shown < view->rows.size()) {
    out += Paragraph(ViewLink(
        page, release, view,
        Html::Text(page.Text("unsafe_undocumented_all", {{"count", static_cast<std::int64_t>(view->rows.size())}}))));
  }
  return out;
}

FileSet Overview(const Site& site, Lang lang, const Report& release, const std::vector<UnsafeView>& views) {
  Page page(site, lang, UnsafeBase(release) + "/index.html");
  const std::string name = ShortName(site, release);
  Sheet sheet;
  sheet.nav = "releases";
  sheet.crumbs = ReleaseCrumbs(page, release);
  sheet.title = page.Text("unsafe_title", {{"release", name}});
  sheet.description = page.Text("unsafe_description", {{"release", name}, {"tree", TreeWords(page, release)}});
  sheet.intro = page.Markup("unsafe_intro", {{"release", ReleaseLink(page, release.name)},
                                             {"tokens", page.Bound(release, "unsafe.tokens")},
                                             {"undocumented", page.Bound(release, "unsafe.undocumented")}});
  sheet.facts = {{page.Text("unsafe_fact_documented"), ShareWords(page, release, "unsafe.documented.share")},
                 {page.Text("unsafe_fact_contracts"), ShareWords(page, release, "unsafe.contracts.share")},
                 {page.Text("unsafe_fact_lines"), ShareWords(page, release, "unsafe.lines.share")},
                 {page.Text("unsafe_fact_macros"), page.Bound(release, "unsafe.in_macros")},
                 {page.Text("unsafe_fact_doc_tests"), page.Bound(release, "unsafe.doc_tests")},
                 {page.Text("unsafe_fact_vendored"), page.Bound(release, "unsafe.vendored.tokens")}};
  sheet.sections = {
      {"undocumented", page.Text("unsafe_undocumented"), Wanting(page, release, views)},
      {"classes", page.Text("unsafe_classes"),
       OwnFigure(page, release, "unsafe.tokens", "class", "; top=14") + ClassTable(page, release, views)},
      {"owners", page.Text("unsafe_owners"), DimensionTable(page, release, views, "owner")},
      {"subsystems", page.Text("unsafe_subsystems"), DimensionTable(page, release, views, "subsystem")},
      {"views", page.Text("unsafe_views"), AllViews(page, release, views)},
      {"data", page.Text("release_downloads"),
       Paragraph(
           Link(page.ToFile(fmt::format("data/releases/{}.unsafe.json", Slug(release.name))), Html::Text("JSON")) +
           Html::Text(page.Text("list_comma")) +
           Link(page.ToFile(fmt::format("data/releases/{}.unsafe.csv", Slug(release.name))), Html::Text("CSV")))}};
  SetNeighbours(page, release, UnsafeBase, sheet);
  return FinishSheet(page, sheet);
}

FileSet ViewPage(const Site& site, Lang lang, const Report& release, const UnsafeView& view, std::size_t number) {
  const std::string base = UnsafeBase(release) + "/" + view.path;
  const std::size_t count = PagesFor(view.rows.size());
  Page page(site, lang, NthPath(base, number));
  const std::string name = ShortName(site, release);
  const std::string overview = page.Text("unsafe_title", {{"release", name}});
  Sheet sheet;
  sheet.nav = "releases";
  sheet.crumbs = ReleaseCrumbs(page, release);
  sheet.crumbs.push_back({page.To(UnsafeBase(release) + "/index.html"), page.Text("unsafe_crumb")});
  sheet.title = page.Text("unsafe_view_title", {{"view", ViewTitle(page, view)}, {"release", name}});
  if (count > 1) {
    sheet.title = page.Text("paged_title", {{"title", sheet.title},
                                            {"number", static_cast<std::int64_t>(number + 1)},
                                            {"count", static_cast<std::int64_t>(count)}});
  }
  sheet.heading = Html::Text(ViewTitle(page, view));
  sheet.intro = page.Markup("unsafe_view_intro", {{"count", static_cast<std::int64_t>(view.rows.size())},
                                                  {"release", ReleaseLink(page, release.name)}});
  const std::size_t first = number * kPageRows;
  const auto rows = std::span(view.rows).subspan(first, std::min(kPageRows, view.rows.size() - first));
  const Html numbers = PageNumbers(page, base, count, number);
  const Html pages =
      numbers.empty() ? Html() : Paragraph(Html::Text(page.Text("pages_label")) + Html::Text(" ") + numbers);
  sheet.sections = {{"sites",
                     page.Text("unsafe_sites", {{"from", GroupThousands(static_cast<std::int64_t>(first + 1))},
                                                {"to", GroupThousands(static_cast<std::int64_t>(first + rows.size()))},
                                                {"all", GroupThousands(static_cast<std::int64_t>(view.rows.size()))}}),
                     pages + SitesTable(page, rows, ViewTitle(page, view), true) + pages}};
  const auto neighbour = [&](std::size_t other) -> Step {
    return {page.To(NthPath(base, other)),
            page.Text("page_number", {{"number", static_cast<std::int64_t>(other + 1)}})};
  };
  if (number > 0) sheet.before = neighbour(number - 1);
  if (number + 1 < count) sheet.after = neighbour(number + 1);
  return FinishSheet(page, sheet);
}

}  // namespace

FileSet UnsafePages(const Site& site, Lang lang, const Report& release) {
  FileSet files;
  const Page words(site, lang, UnsafeBase(release) + "/index.html");
  const std::vector<UnsafeView> views = UnsafeViews(words, release);
  files.merge(Overview(site, lang, release, views));
  for (const UnsafeView& view : views) {
    for (std::size_t number = 0; number < PagesFor(view.rows.size()); ++number)
      files.merge(ViewPage(site, lang, release, view, number));
  }
  return files;
}

}  // namespace ferrotype
