// What differs between the edition before and this one, for readers and editors.
#include <fmt/format.h>

#include "base/text.h"
#include "renderer/page/pages.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

Html MetricCell(const Page& page, const std::string& id) {
  const MetricInfo* metric = FindMetric(id);
  return metric == nullptr ? Html::Text(id) : Link(page.To(MetricPath(id)), Html::Text(In(metric->name, page.lang())));
}

Html Cell(const std::string& value) { return Html::Text(value.empty() ? "–" : value); }

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
    if (items.empty()) return;
    if (rows.empty()) rows.push_back(Html::Text("–"));  // the heading's id is in both languages or in none
    Values& part = values_.Add("LIST");
    part.Set("ID", key);
    part.Set("HEAD", page_.Text("changes_" + key));
    constexpr std::size_t kMost = 100;
    for (std::size_t i = 0; i < std::min(rows.size(), kMost); ++i)
      part.Add("ITEM").Set("ITEM_HTML", std::move(rows[i]));
    if (rows.size() > kMost) {
      const auto more = static_cast<std::int64_t>(rows.size() - kMost);
      part.Add("ITEM").Set("ITEM_HTML", Html::Text(page_.Text("others", {{"count", more}})));
    }
    ++parts_;
  }

  // A page of this language; nothing for the other's, which has its own report.
  [[nodiscard]] Html OwnPage(const std::string& path) const {
    if (!path.starts_with(fmt::format("{}/", PathOf(page_.lang())))) return {};
    return Link(page_.ToFile(path), Html::Name(path));
  }
  [[nodiscard]] Html File(const std::string& path) const { return Link(page_.ToFile(path), Html::Name(path)); }
  [[nodiscard]] int parts() const { return parts_; }

 private:
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
    if (!release.compared_with.empty()) table.columns.push_back({Printable(release.compared_with), true});
    for (const Changes::Number& each : release.numbers) {
      table.rows.push_back({MetricCell(page, each.metric), Cell(each.after)});
      if (!release.compared_with.empty()) table.rows.back().push_back(Cell(each.before));
    }
    writer.AddTable(fmt::format("new-release-{}", ++number),
                    page.Text("changes_new_release", {{"release", Printable(release.name)}}), std::move(table));
  }
  if (!changes.revised.empty()) {
    Table table;
    table.columns = {{page.Text("metric"), false},
                     {page.Text("release"), false},
                     {page.Text("changes_before"), true},
                     {page.Text("changes_now"), true}};
    for (const Changes::Number& each : changes.revised) {
      table.rows.push_back(
          {MetricCell(page, each.metric), Html::Name(each.release), Cell(each.before), Cell(each.after)});
    }
    writer.AddTable("revised", page.Text("changes_revised"), std::move(table));
  }
  const auto code = [](const std::string& text) {
    return Element("code", {{"lang", "en"}}, Html::Text(Printable(text)));
  };
  const auto own = [&](const std::string& path) { return writer.OwnPage(path); };
  writer.AddList("gone_releases", changes.gone_releases, [](const std::string& name) { return Html::Name(name); });
  writer.AddList("fallen", changes.fallen, code);
  writer.AddList("restored", changes.restored, code);
  writer.AddList("announced", changes.announced, [&](const FeedEntry& entry) { return own(entry.path); });
  writer.AddList("new_pages", changes.new_pages, own);
  writer.AddList("changed_pages", changes.changed_pages, own);
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
