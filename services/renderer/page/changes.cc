// What differs between the edition before and this one, for readers and editors.
#include <fmt/format.h>

#include <map>
#include <optional>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/documents.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/table.h"
#include "renderer/text/values.h"

namespace ferrotype {
namespace {

Html MetricCell(const Page& page, const std::string& id) {
  const MetricInfo* metric = FindMetric(id);
  return metric == nullptr ? Html::Text(id) : Link(page.To(MetricPath(id)), Html::Text(In(metric->name, page.lang())));
}

// A number of a data file ("9.733080", "1.85.0") as pages show it.
Html Cell(const std::string& id, const std::string& value) {
  if (value.empty()) return Html::Text("–");
  const MetricInfo* metric = FindMetric(id);
  const std::optional<MetricValue> number = text::ParseDecimal(value);
  if (metric == nullptr || metric->unit == Unit::kVersion || !number) return Html::Name(value);
  return Html::Text(FormatValue(*number, *metric));
}

std::string NameOf(const Site& site, const std::string& release) {
  const Report* measured = site.Find(release);
  return measured == nullptr ? Printable(release) : ShortName(site, *measured);
}

// "content/articles/x/en.md:10:22: warning[A001]: no longer true: ...", taken apart.
struct Told {
  std::string kind;
  std::string slug;
  std::string lang;
  std::string words;  // from the line on
};
std::optional<Told> Parse(std::string_view diagnostic) {
  const std::size_t colon = std::min(diagnostic.find(':'), diagnostic.size());
  const std::vector<std::string_view> path = Split(diagnostic.substr(0, colon), '/');
  if (path.size() != 4 || path[0] != "content" || !path[3].ends_with(".md") || colon == diagnostic.size())
    return std::nullopt;
  return Told{std::string(path[1]), std::string(path[2]), std::string(path[3].substr(0, path[3].size() - 3)),
              std::string(diagnostic.substr(colon + 1))};
}

// The sentences text by text, each text by its title: those of the page's language; what is no text by its path.
std::vector<Html> ByText(const Page& page, const std::vector<std::string>& diagnostics) {
  std::vector<std::pair<Html, std::vector<Html>>> texts;
  std::map<std::string, std::size_t> places;
  for (const std::string& diagnostic : diagnostics) {
    const std::optional<Told> told = Parse(diagnostic);
    const Document* document = told ? page.site().FindDocument(told->kind, told->slug, page.lang()) : nullptr;
    if (document != nullptr && told->lang != PathOf(document->lang)) continue;  // the other page tells it
    const std::string key = document != nullptr ? told->kind + "/" + told->slug : "";
    const auto [at, fresh] = places.emplace(key, texts.size());
    if (fresh) {
      texts.emplace_back();
      if (document != nullptr) {
        texts.back().first =
            Link(page.To(DocumentPath(told->kind, told->slug)), HeadOf(page, told->kind, told->slug).title);
      }
    }
    const std::string& words = document != nullptr ? told->words : diagnostic;
    texts[at->second].second.push_back(Element("code", {{"lang", "en"}}, Html::Text(Printable(words))));
  }
  std::vector<Html> items;
  for (const auto& [title, sentences] : texts) {
    const std::string count = page.Text("changes_places", {{"count", static_cast<std::int64_t>(sentences.size())}});
    items.push_back((title.empty() ? Html() : title + Html::Text(" ")) +
                    Folded(Html::Text(count), BulletList(sentences)));
  }
  return items;
}

// What readers call the page `name` ("articles/x/", "metrics/rust.files/"): a text's title, a metric's name, a release,
// a module's or driver's name. Empty for all others, lists and pages below these.
Html TitleOf(const Page& page, std::string_view name) {
  if (name.empty()) return Html::Text(page.Text("crumb_home"));
  std::vector<std::string_view> parts = Split(name, '/');
  if (parts.size() < 2 || !parts.back().empty()) return {};
  parts.pop_back();
  if (parts.size() == 1) return HeadOf(page, "pages", parts[0]).title;
  if (parts[0] == "modules") {
    std::string path(name.substr(parts[0].size() + 1, name.size() - parts[0].size() - 2));
    for (std::size_t at = 0; (at = path.find('/', at)) != std::string::npos; at += 2) path.replace(at, 1, "::");
    return NameCode(path);
  }
  if (parts.size() != 2) return {};
  if (parts[0] == "drivers") return NameCode(parts[1]);
  if (parts[0] == "releases")
    return Html::Text(page.Text("release_crumb", {{"release", NameOf(page.site(), std::string(parts[1]))}}));
  if (parts[0] == "metrics") {
    const MetricInfo* metric = FindMetric(parts[1]);
    return metric == nullptr ? Html() : Html::Text(In(metric->name, page.lang()));
  }
  return HeadOf(page, parts[0], parts[1]).title;
}

class Writer {
 public:
  Writer(const Page& page, Values& values) : page_(page), values_(values) {}

  void AddTable(const std::string& id, const std::string& head, Table table) {
    table.id = id + "-table";
    table.caption = head;
    table.quiet_caption = true;
    Values& part = values_.Add("TABLE");
    part.Set("ID", id);
    part.Set("HEAD", head);
    part.Set("TABLE_HTML", MakeTable(page_, table));
    ++parts_;
  }

  template <typename Items, typename Write>
  void AddList(const std::string& key, const Items& items, Write write) {
    std::vector<Html> rows;
    for (const auto& item : items) {
      Html row = write(item);
      if (!row.empty()) rows.push_back(std::move(row));
    }
    if (!items.empty()) AddRows(key, std::move(rows));
  }

  void AddRows(const std::string& key, std::vector<Html> rows) {
    if (rows.empty()) rows.push_back(Html::Text("–"));  // the heading's id is in both languages or in none
    Values& part = values_.Add("LIST");
    part.Set("ID", key);
    part.Set("HEAD", page_.Text("changes_" + key));
    for (std::size_t i = 0; i < std::min(rows.size(), kMost); ++i)
      part.Add("ITEM").Set("ITEM_HTML", std::move(rows[i]));
    if (rows.size() > kMost) {
      const auto more = static_cast<std::int64_t>(rows.size() - kMost);
      part.Add("ITEM").Set("ITEM_HTML", Html::Text(page_.Text("others", {{"count", more}})));
    }
    ++parts_;
  }

  // Pages with a title each; all others, lists and pages below those, folded.
  void AddPages(const std::string& key, const std::vector<std::string>& paths) {
    std::vector<Html> rows;
    std::vector<Html> others;
    for (const std::string& path : paths) {
      const std::optional<std::string_view> name = OwnName(path);
      if (name) (TitleOf(page_, *name).empty() ? others : rows).push_back(OwnPage(path));
    }
    if (!others.empty()) {
      const auto count = static_cast<std::int64_t>(others.size());
      if (others.size() > kMost) {
        others.resize(kMost);
        others.push_back(Html::Text(page_.Text("others", {{"count", count - static_cast<std::int64_t>(kMost)}})));
      }
      rows.push_back(Folded(Html::Text(page_.Text("changes_lists", {{"count", count}})), BulletList(others)));
    }
    if (!paths.empty()) AddRows(key, std::move(rows));
  }

  // A page of this language; nothing for the other's, which has its own report.
  [[nodiscard]] Html OwnPage(const std::string& path) const {
    const std::optional<std::string_view> name = OwnName(path);
    if (!name) return {};
    const Html title = TitleOf(page_, *name);
    if (title.empty()) return Link(page_.ToFile(path), PathCell(*name));
    const Html where = name->empty() ? Html() : Html::Text(" ") + Element("span", {{"class", "soft"}}, PathCell(*name));
    return Link(page_.ToFile(path), title) + where;
  }
  [[nodiscard]] Html File(const std::string& path) const { return Link(page_.ToFile(path), Html::Name(path)); }
  [[nodiscard]] int parts() const { return parts_; }

 private:
  static constexpr std::size_t kMost = 100;

  // "zh/articles/x/index.html" of the Chinese report: "articles/x/".
  [[nodiscard]] std::optional<std::string_view> OwnName(std::string_view path) const {
    const std::string below = fmt::format("{}/", PathOf(page_.lang()));
    if (!path.starts_with(below)) return std::nullopt;
    path.remove_prefix(below.size());
    constexpr std::string_view kIndex = "index.html";
    if (path.ends_with(kIndex)) path.remove_suffix(kIndex.size());
    return path;
  }

  const Page& page_;
  Values& values_;
  int parts_ = 0;
};

}  // namespace

FileSet ChangesPage(const Site& site, Lang lang, const Changes& changes) {
  Page page(site, lang, "changes/index.html");
  Page::Frame frame;
  frame.title = page.Text("changes_title");
  frame.description = page.Text("changes_intro");
  frame.index = false;
  Values values;
  values.Set("TEXT", page.ToFile("changes.txt"));
  Writer writer(page, values);
  int number = 0;
  for (const Changes::NewRelease& release : changes.new_releases) {
    Table table;
    table.columns = {{page.Text("metric"), false}, {page.Text("value"), true}};
    if (!release.compared_with.empty()) table.columns.push_back({NameOf(site, release.compared_with), true});
    for (const Changes::Number& each : release.numbers) {
      table.rows.push_back({MetricCell(page, each.metric), Cell(each.metric, each.after)});
      if (!release.compared_with.empty()) table.rows.back().push_back(Cell(each.metric, each.before));
    }
    writer.AddTable(fmt::format("new-release-{}", ++number),
                    page.Text("changes_new_release", {{"release", NameOf(site, release.name)}}), std::move(table));
  }
  if (!changes.revised.empty()) {
    Table table;
    table.columns = {{page.Text("metric"), false},
                     {page.Text("release"), false},
                     {page.Text("changes_before"), true},
                     {page.Text("changes_now"), true}};
    for (const Changes::Number& each : changes.revised) {
      table.rows.push_back({MetricCell(page, each.metric), ReleaseLink(page, each.release),
                            Cell(each.metric, each.before), Cell(each.metric, each.after)});
    }
    writer.AddTable("revised", page.Text("changes_revised"), std::move(table));
  }
  const auto own = [&](const std::string& path) { return writer.OwnPage(path); };
  writer.AddList("gone_releases", changes.gone_releases, [](const std::string& name) { return Html::Name(name); });
  if (!changes.fallen.empty()) writer.AddRows("fallen", ByText(page, changes.fallen));
  if (!changes.restored.empty()) writer.AddRows("restored", ByText(page, changes.restored));
  writer.AddList("announced", changes.announced, [&](const FeedEntry& entry) { return own(entry.path); });
  writer.AddPages("new_pages", changes.new_pages);
  writer.AddPages("changed_pages", changes.changed_pages);
  writer.AddList("redirected", changes.redirected, [&](const auto& move) {
    const Html from = own(move.first);
    return from.empty() ? from : from + Html::Text(" → ") + writer.File(move.second);
  });
  writer.AddList("archived", changes.archived, [&](const std::string& path) { return writer.File(path); });
  values.Show("FIRST", changes.from.empty());
  values.Show("NOTHING", !changes.from.empty() && writer.parts() == 0);
  frame.body = page.Render("changes", values);
  page.Finish(frame);
  return std::move(page).TakeFiles();
}

}  // namespace ferrotype
