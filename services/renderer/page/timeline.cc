// The timeline: events that people entered, with their sources, and milestones that the measured releases tell, with
// their evidence. A page a view, so that filtering needs no script.
#include "renderer/chart/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "model/history.h"
#include "model/owner.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/documents.h"
#include "renderer/page/milestone_items.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

// An event as a text of content/events says it.
struct Event {
  std::string slug;
  std::string date;   // YYYY-MM-DD, YYYY-MM or YYYY: as much as is known
  std::string until;  // the same, or empty
  std::string topic;  // id of the first keyword, the same in both languages; empty: none
  std::string topic_label;
  DocumentHead head;
};

struct View {
  std::string path;  // below the language's folder
  std::string label;
  std::string id;     // of its picture
  std::string topic;  // empty: any
  bool events = true;
  bool milestones = true;
};

std::string Field(const Document* document, std::string_view key) {
  if (document == nullptr) return {};
  const auto found = document->front_matter.find(std::string(key));
  return found == document->front_matter.end() ? std::string() : found->second;
}

std::string FirstKeyword(const Document* document) {
  const std::string keywords = Field(document, "keywords");
  return keywords.substr(0, keywords.find(", "));
}

std::vector<Event> EventsOf(const Page& page) {
  std::vector<Event> events;
  for (const std::string& slug : page.site().Slugs("events")) {
    const Document* document = page.site().FindDocument("events", slug, page.lang());
    Event& event = events.emplace_back();
    event.slug = slug;
    event.date = Field(document, "date");
    event.until = Field(document, "until");
    // Ids are those of the English text, so that a view has one address in every language.
    std::string topic = FirstKeyword(page.site().FindDocument("events", slug, Lang::kEn));
    std::replace(topic.begin(), topic.end(), ' ', '-');
    event.topic = topic.empty() ? "" : Slug(topic);
    event.topic_label = FirstKeyword(document);
    event.head = HeadOf(page, "events", slug);
  }
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.date > b.date; });
  return events;
}

std::string YearOf(const std::string& date) { return date.substr(0, 4); }

// The part of its year that has passed on a day; of a month or a year without a day, of its beginning and end.
std::pair<double, double> SpanOf(const std::string& date) {
  const auto part = [](const Date& day) { return (day.month - 1 + (day.day - 1) / 31.0) / 12; };
  if (const auto day = ParseDate(date)) return {part(*day), part(*day)};
  if (const auto month = ParseDate(date + "-01")) return {part(*month), part(*month) + 1.0 / 12};
  return {0, 1};
}

Html SourcesOf(const Page& page, const Event& event) {
  const Document* document = page.site().FindDocument("events", event.slug, page.lang());
  std::vector<Html> sources;
  const auto link = [](const std::string& url, const Html& words) {
    return Element("a", {{"href", url}, {"rel", "noopener external"}}, words);
  };
  if (const std::string url = Field(document, "url"); !url.empty()) {
    const std::size_t host = url.find("//") + 2;
    sources.push_back(link(url, Html::Text(url.substr(host, url.find('/', host) - host))));
  }
  for (const auto& [key, reference] : document->references) {
    const bool ours = page.lang() == Lang::kZh && !reference.title_zh.empty();
    const Html title = ours ? Html::Text(reference.title_zh) : English(page, reference.title);
    sources.push_back(reference.url.empty() ? title : link(reference.url, title));
  }
  return sources.empty() ? Html() : page.Markup("timeline_sources", {{"list", Listed(page, sources)}});
}

// The sign and the word: nobody has to tell colours.
Html SignOf(const Page& page, bool derived, const std::string& topic) {
  Html out = Element("span", {{"aria-hidden", "true"}}, Html::Text(derived ? "◇ " : "● ")) +
             Html::Text(page.Text(derived ? "timeline_milestone" : "timeline_event"));
  if (!topic.empty()) out += Html::Trusted(" <span class=\"dot\">·</span> ") + Html::Text(Printable(topic));
  return Element("p", {{"class", "sign"}}, out);
}

Html EventItem(const Page& page, const Event& event) {
  Html when = TimeElement(event.date, page.lang());
  if (!event.until.empty())
    when = page.Markup("timeline_until", {{"from", when}, {"to", TimeElement(event.until, page.lang())}});
  Html notes = when;
  const Document* document = page.site().FindDocument("events", event.slug, page.lang());
  for (const Html& note : {Html::Text(Printable(Field(document, "place"))), SourcesOf(page, event)}) {
    if (!note.empty()) notes += Html::Trusted(" <span class=\"dot\">·</span> ") + note;
  }
  return SignOf(page, false, event.topic_label) +
         Element("p", {{"class", "what"}}, Link(page.To(DocumentPath("events", event.slug)), event.head.title)) +
         Element("p", {}, event.head.summary) + Element("p", {{"class", "soft"}}, notes);
}

std::vector<View> ViewsOf(const Page& page, const std::vector<Event>& events) {
  std::vector<View> views = {
      {"timeline/index.html", page.Text("timeline_all"), "all", "", true, true},
      {"timeline/events/index.html", page.Text("timeline_events"), "events", "", true, false},
      {"timeline/milestones/index.html", page.Text("timeline_milestones"), "milestones", "", false, true}};
  // A topic with a single event is no view.
  std::map<std::string, std::pair<std::string, std::size_t>> topics;
  for (const Event& event : events) {
    if (event.topic.empty()) continue;
    topics[event.topic].first = event.topic_label;
    ++topics[event.topic].second;
  }
  for (const auto& [topic, labelled] : topics) {
    if (labelled.second < 2) continue;
    views.push_back({fmt::format("timeline/topics/{}/index.html", topic), Printable(labelled.first), "topic-" + topic,
                     topic, true, false});
  }
  return views;
}

Html ViewsNav(const Page& page, const std::vector<View>& views, const View& current) {
  Html list;
  for (const View& view : views) {
    list +=
        Element("li", {},
                Element("a", {{"href", page.To(view.path)}, {"aria-current", view.path == current.path ? "page" : ""}},
                        Html::Text(view.label)));
  }
  return Element("nav", {{"class", "views"}, {"aria-label", page.Text("timeline_views")}}, Element("ul", {}, list));
}

// What a view shows.
struct Shown {
  std::vector<const Event*> events;                                     // newest first
  std::vector<std::pair<const Report*, std::vector<Html>>> milestones;  // newest release first
  std::size_t milestone_count = 0;
};

std::string IntervalOf(const Page& page, const std::vector<Milestone>& milestones, const Report& release) {
  for (const Milestone& milestone : milestones) {
    if (milestone.since.first_seen != release.name) continue;
    const Report* absent = page.site().Find(milestone.since.absent_in);
    return page.Text("timeline_interval",
                     {{"absent", absent == nullptr ? milestone.since.absent_in : ShortName(page.site(), *absent)},
                      {"first", ShortName(page.site(), release)}});
  }
  return ShortName(page.site(), release);
}

TimelineData PictureOf(const Page& page, const Shown& shown, const std::vector<Milestone>& milestones) {
  TimelineData data;
  data.event_word = page.Text("timeline_event_word");
  data.milestone_word = page.Text("timeline_milestone_word");
  for (const int month : {1, 4, 7, 10})
    data.ticks.emplace_back((month - 1) / 12.0, page.Text(fmt::format("month_{}", month)));
  for (const Event* event : shown.events) {
    const std::string year = YearOf(event->date);
    if (data.bands.empty() || data.bands.back().name != year) data.bands.push_back({year, "", true, {}});
    const auto [from, to] = SpanOf(event->date);
    data.bands.back().marks.push_back({event->head.title_text, from, to, false});
  }
  for (TimelineBand& band : data.bands) {
    std::stable_sort(band.marks.begin(), band.marks.end(),
                     [](const TimelineMark& a, const TimelineMark& b) { return a.place < b.place; });
    band.count = GroupThousands(static_cast<std::int64_t>(band.marks.size()));
  }
  // Dates of measured trees don't tell when something came: a point release of an old series may be the youngest. So
  // milestones stand between two releases, not on a day.
  for (const auto& [release, items] : shown.milestones) {
    TimelineBand band{IntervalOf(page, milestones, *release), "", false, {}};
    for (std::string& group : MilestoneGroups(page, milestones, *release))
      band.marks.push_back({std::move(group), 0, 0, true});
    data.bands.push_back(std::move(band));
  }
  return data;
}

// The year with the most events, the newer of two.
std::pair<std::string, std::size_t> FullestYear(const Shown& shown) {
  std::map<std::string, std::size_t> years;
  for (const Event* event : shown.events) ++years[YearOf(event->date)];
  std::pair<std::string, std::size_t> fullest;
  for (const auto& [year, count] : years) {
    if (count >= fullest.second) fullest = {year, count};
  }
  return fullest;
}

std::string DescriptionOf(const Page& page, const Shown& shown) {
  std::string out;
  if (!shown.events.empty()) {
    const auto [year, count] = FullestYear(shown);
    out = page.Text("timeline_desc_events", {{"count", static_cast<std::int64_t>(shown.events.size())},
                                             {"from", YearOf(shown.events.back()->date)},
                                             {"to", YearOf(shown.events.front()->date)},
                                             {"year", year},
                                             {"most", static_cast<std::int64_t>(count)},
                                             {"newest", shown.events.front()->head.title_text},
                                             {"date", FormatDate(shown.events.front()->date, page.lang())}});
  }
  if (!shown.milestones.empty()) {
    out += (out.empty() ? "" : page.Text("sentence_space")) +
           page.Text("timeline_desc_milestones", {{"count", static_cast<std::int64_t>(shown.milestone_count)},
                                                  {"intervals", static_cast<std::int64_t>(shown.milestones.size())}});
  }
  return out;
}

std::string FindingOf(const Page& page, const Shown& shown) {
  if (shown.events.empty())
    return page.Text("timeline_finding_milestones", {{"count", static_cast<std::int64_t>(shown.milestone_count)}});
  const auto [year, count] = FullestYear(shown);
  return page.Text("timeline_finding_events", {{"count", static_cast<std::int64_t>(shown.events.size())},
                                               {"year", year},
                                               {"most", static_cast<std::int64_t>(count)}});
}

Html FigureOf(Page& page, const View& view, const Shown& shown, const std::vector<Milestone>& milestones) {
  const TimelineData data = PictureOf(page, shown, milestones);
  const std::string title = FindingOf(page, shown);
  const std::string unit = page.Text("timeline_unit");
  const std::string description = DescriptionOf(page, shown);
  const std::string source = page.Text("timeline_source");
  Html drawings;
  for (const Extent extent : kExtents) {
    drawings += Html::Trusted(InlineSvg(DrawTimeline(data, extent), fmt::format("timeline-{}", ClassOf(extent)),
                                        fmt::format("chart {}", ClassOf(extent)), title, description, page.lang()));
  }
  const std::string file = fmt::format("data/charts/timeline.{}.{}.svg", view.id, PathOf(page.lang()));
  page.Bring(file, FileSvg(DrawTimeline(data, Extent::kWide), title, unit, source, description, page.lang()));
  Table table;
  table.id = "table-timeline";
  table.caption = title;
  table.quiet_caption = true;
  table.columns = {{page.Text("date"), false}, {page.Text("column_what"), false}, {page.Text("column_detail"), false}};
  for (const Event* event : shown.events) {
    table.rows.push_back(
        {TimeElement(event->date, page.lang()), event->head.title, Html::Text(page.Text("timeline_event"))});
  }
  for (const auto& [release, items] : shown.milestones) {
    for (const std::string& group : MilestoneGroups(page, milestones, *release)) {
      table.rows.push_back({Html::Text(IntervalOf(page, milestones, *release)), Html::Text(group),
                            Html::Text(page.Text("timeline_milestone"))});
    }
  }
  Values values;
  values.Set("ID", "fig-timeline");
  values.Set("TITLE_HTML", Html::Text(title));
  values.Set("UNIT", unit);
  values.Set("SOURCE", source);
  values.Set("RULE", page.Text("timeline_rule", {{"version", std::int64_t{kRulesVersion}}}));
  values.Set("CHART_HTML", drawings);
  values.Set("TABLE_HTML", MakeTable(page, table));
  values.Set("CSV", page.ToFile("data/timeline.csv"));
  values.Set("JSON", page.ToFile("data/timeline.json"));
  values.Set("SVG", page.ToFile(file));
  values.Set("HOW", page.site().FindDocument("pages", "methodology", page.lang()) != nullptr
                        ? page.To("methodology/index.html")
                        : page.To("milestones/index.html"));
  return page.Render("figure", values);
}

// All events and milestones as data, whichever view is shown; in both languages, so that the file is one.
void BringData(Page& page, const std::vector<Event>& events, const std::vector<Milestone>& milestones) {
  nlohmann::ordered_json json;
  json["events"] = nlohmann::ordered_json::array();
  std::string csv = "kind,date,until,topic,id,title_en,title_zh,absent_in,first_seen\n";
  const auto title = [&](const Event& event, Lang lang) {
    const Document* document = page.site().FindDocument("events", event.slug, lang);
    return document == nullptr || document->lang != lang ? std::string() : Field(document, "title");
  };
  for (const Event& event : events) {
    nlohmann::ordered_json& row = json["events"].emplace_back();
    row["id"] = event.slug;
    row["date"] = event.date;
    row["until"] = event.until;
    row["topic"] = event.topic;
    row["title"] = {{"en", title(event, Lang::kEn)}, {"zh", title(event, Lang::kZh)}};
    row["sources"] = nlohmann::ordered_json::array();
    const Document* document = page.site().FindDocument("events", event.slug, Lang::kEn);
    if (const std::string url = Field(document, "url"); !url.empty()) row["sources"].push_back(url);
    for (const auto& [key, reference] : document->references) {
      if (!reference.url.empty()) row["sources"].push_back(reference.url);
    }
    csv += fmt::format("event,{},{},{},{},{},{},,\n", EscapeCsv(event.date), EscapeCsv(event.until),
                       EscapeCsv(event.topic), EscapeCsv(event.slug), EscapeCsv(title(event, Lang::kEn)),
                       EscapeCsv(title(event, Lang::kZh)));
  }
  json["milestones"] = nlohmann::ordered_json::array();
  for (const Milestone& milestone : milestones) {
    json["milestones"].push_back({{"kind", IdOf(milestone.kind)},
                                  {"subject", milestone.subject},
                                  {"detail", milestone.detail},
                                  {"absent_in", milestone.since.absent_in},
                                  {"first_seen", milestone.since.first_seen}});
    csv += fmt::format("milestone,,,{},{},,,{},{}\n", IdOf(milestone.kind),
                       EscapeCsv(milestone.subject + (milestone.detail.empty() ? "" : " " + milestone.detail)),
                       EscapeCsv(milestone.since.absent_in), EscapeCsv(milestone.since.first_seen));
  }
  page.Bring("data/timeline.csv", std::move(csv));
  page.Bring("data/timeline.json", json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace

FileSet TimelinePages(const Site& site, Lang lang) {
  const std::vector<Milestone> milestones = Milestones(site.Releases());
  FileSet files;
  std::vector<View> views;
  std::vector<Event> events;
  for (std::size_t v = 0; v == 0 || v < views.size(); ++v) {
    // The first page says which there are.
    Page page(site, lang, v == 0 ? "timeline/index.html" : views[v].path);
    events = EventsOf(page);
    views = ViewsOf(page, events);
    const View& view = views[v];
    Shown shown;
    for (const Event& event : events) {
      if (view.events && (view.topic.empty() || event.topic == view.topic)) shown.events.push_back(&event);
    }
    for (auto release = site.Releases().rbegin(); view.milestones && release != site.Releases().rend(); ++release) {
      std::vector<Html> items = MilestoneItems(page, milestones, *release);
      shown.milestone_count += items.size();
      if (!items.empty()) shown.milestones.emplace_back(&*release, std::move(items));
    }
    Sheet sheet;
    sheet.nav = "timeline";
    sheet.title = v == 0 ? page.Text("timeline_title") : page.Text("timeline_view_title", {{"view", view.label}});
    sheet.description = page.Text("timeline_description");
    if (v > 0) sheet.crumbs = {{page.To("timeline/index.html"), page.Text("timeline_title")}};
    sheet.intro = Html::Text(page.Text("timeline_intro"));
    Html first = ViewsNav(page, views, view);
    if (shown.events.empty() && shown.milestones.empty()) {
      first += Paragraph(Html::Text(page.Text("none_yet")));
    } else {
      first += FigureOf(page, view, shown, milestones);
    }
    sheet.sections.push_back({"picture", page.Text("timeline_picture"), first});
    for (std::size_t i = 0; i < shown.events.size();) {
      const std::string year = YearOf(shown.events[i]->date);
      std::vector<Html> items;
      for (; i < shown.events.size() && YearOf(shown.events[i]->date) == year; ++i)
        items.push_back(EventItem(page, *shown.events[i]));
      sheet.sections.push_back({"y-" + Slug(year), year, BulletList(items, "milestones")});
    }
    for (const auto& [release, items] : shown.milestones) {
      std::vector<Html> signed_items;
      for (const Html& item : items) signed_items.push_back(SignOf(page, true, "") + item);
      sheet.sections.push_back(
          {"r-" + Slug(release->name), IntervalOf(page, milestones, *release), BulletList(signed_items, "milestones")});
    }
    sheet.sections.push_back(
        {"data", page.Text("release_downloads"),
         Paragraph(Link(page.ToFile("data/timeline.csv"), Html::Text("CSV")) +
                   Html::Trusted(" <span class=\"dot\">·</span> ") +
                   Link(page.ToFile("data/timeline.json"), Html::Text("JSON")) +
                   Html::Trusted(" <span class=\"dot\">·</span> ") +
                   Link(page.To("milestones/index.html"), Html::Text(page.Text("milestones_title"))))});
    BringData(page, events, milestones);
    files.merge(FinishSheet(page, sheet));
  }
  return files;
}

}  // namespace ferrotype
