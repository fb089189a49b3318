#include "renderer/feed/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

std::optional<Lang> LangOf(const FeedPart& part) {
  return part.both ? std::nullopt : std::optional<Lang>(part.page.lang());
}

std::string UrlOf(const FeedPart& part, std::size_t archive, std::string_view ending) {
  return part.root + FeedPath(part.name, LangOf(part), archive, ending);
}

std::string SiteName(const FeedPart& part) { return part.page.site().Name(part.page.lang()); }

std::string TitleOf(const FeedPart& part) {
  const Site& site = part.page.site();
  if (!part.both) return part.page.Text("feed_" + part.name, {{"site", SiteName(part)}});
  std::string title;
  for (const Lang lang : site.Langs()) {
    title += (title.empty() ? "" : " · ") +
             site.catalogue.Text(lang, "feed_" + part.name, {{"site", site.Name(lang)}}, site.problems);
  }
  return title;
}

std::string PageUrl(const FeedPart& part, const Entry& entry) {
  return fmt::format("{}{}/{}", part.root, PathOf(entry.lang), entry.path);
}

std::string HomeUrl(const FeedPart& part) {
  return part.both ? part.root + "index.html" : fmt::format("{}{}/index.html", part.root, PathOf(part.page.lang()));
}

// The same feed in other languages, each with the tag of its language; the one in both has none.
struct Twin {
  std::string tag;
  std::string url;
};
std::vector<Twin> TwinsOf(const FeedPart& part, std::string_view ending) {
  std::vector<Twin> twins;
  for (const Lang lang : part.page.site().Langs()) {
    if (!part.both && lang == part.page.lang()) continue;
    twins.push_back({std::string(TagOf(lang)), part.root + FeedPath(part.name, lang, 0, ending)});
  }
  return twins;
}

std::string Date3339(const std::string& date) { return date + "T00:00:00Z"; }

// Where the rest of the feed is. The archives are whole from the first on, so the newest entries are in none of them.
std::string PagingLinks(const FeedPart& part, std::string_view prefix, std::string_view type, std::string_view ending) {
  std::string out;
  const auto link = [&](std::string_view rel, std::size_t archive) {
    out += fmt::format("<{}link rel=\"{}\" type=\"{}\" href=\"{}\"/>\n", prefix, rel, type,
                       EscapeXml(UrlOf(part, archive, ending)));
  };
  if (part.archive > 0) {
    link("current", 0);
    if (part.archive > 1) link("prev-archive", part.archive - 1);
    if (part.archive < part.archives) link("next-archive", part.archive + 1);
    out += "<fh:archive xmlns:fh=\"http://purl.org/syndication/history/1.0\"/>\n";
  } else if (part.archives > 0) {
    link("prev-archive", part.archives);
  }
  return out;
}

std::string Style(const FeedPart& part) {
  return fmt::format("<?xml-stylesheet type=\"text/css\" href=\"../{}\"?>\n", EscapeXml(part.style));
}

}  // namespace

std::string FeedPath(const std::string& name, std::optional<Lang> lang, std::size_t archive, std::string_view ending) {
  const std::string_view language = lang ? PathOf(*lang) : std::string_view("both");
  return archive == 0 ? fmt::format("feeds/{}.{}.{}", name, language, ending)
                      : fmt::format("feeds/{}.{}.archive-{}.{}", name, language, archive, ending);
}

std::string Rss(const FeedPart& part) {
  constexpr std::string_view kType = "application/rss+xml";
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
      "<channel>\n<title>{}</title>\n<link>{}</link>\n<description>{}</description>\n",
      Style(part), EscapeXml(TitleOf(part)), EscapeXml(HomeUrl(part)), EscapeXml(part.page.Text("home_description")));
  if (!part.both) out += fmt::format("<language>{}</language>\n", TagOf(part.page.lang()));
  std::string newest;
  for (const Entry* entry : part.entries) newest = std::max(newest, entry->updated);
  if (!newest.empty()) out += fmt::format("<lastBuildDate>{}</lastBuildDate>\n", FormatRfc822(*ParseDate(newest)));
  out += fmt::format("<atom:link rel=\"self\" type=\"{}\" href=\"{}\"/>\n", kType,
                     EscapeXml(UrlOf(part, part.archive, "rss")));
  for (const Twin& twin : TwinsOf(part, "rss")) {
    out += fmt::format("<atom:link rel=\"alternate\" type=\"{}\" hreflang=\"{}\" href=\"{}\"/>\n", kType, twin.tag,
                       EscapeXml(twin.url));
  }
  out += PagingLinks(part, "atom:", kType, "rss");
  for (const Entry* each : part.entries) {
    const Entry& entry = *each;
    out += fmt::format(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}</guid>\n<pubDate>{}</pubDate>\n",
        EscapeXml(entry.title), EscapeXml(PageUrl(part, entry)), EscapeXml(entry.id),
        FormatRfc822(*ParseDate(entry.date)));
    out +=
        fmt::format("<dc:creator>{}</dc:creator>\n", EscapeXml(entry.author.empty() ? SiteName(part) : entry.author));
    if (part.both) out += fmt::format("<dc:language>{}</dc:language>\n", TagOf(entry.lang));
    out += fmt::format("<description>{}</description>\n", EscapeXml(entry.summary));
    if (part.whole) out += fmt::format("<content:encoded>{}</content:encoded>\n", EscapeXml(entry.content));
    out += "</item>\n";
  }
  return out + "</channel>\n</rss>\n";
}

std::string Atom(const FeedPart& part) {
  constexpr std::string_view kType = "application/atom+xml";
  // A feed without entries has never been updated: the epoch of its ids stands for that.
  std::string updated = part.entries.empty() ? "2026-01-01" : "";
  for (const Entry* entry : part.entries) updated = std::max(updated, entry->updated);
  const std::string_view language = part.both ? std::string_view("both") : PathOf(part.page.lang());
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}<feed "
      "xmlns=\"http://www.w3.org/2005/Atom\"{}>\n<title>{}</title>\n"
      "<id>tag:ferrotype,2026:{}/feeds/{}</id>\n<updated>{}</updated>\n<author><name>{}</name></author>\n"
      "<link rel=\"self\" type=\"{}\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
      Style(part), part.both ? std::string() : fmt::format(" xml:lang=\"{}\"", TagOf(part.page.lang())),
      EscapeXml(TitleOf(part)), language,
      part.archive == 0 ? part.name : fmt::format("{}/archive-{}", part.name, part.archive), Date3339(updated),
      EscapeXml(SiteName(part)), kType, EscapeXml(UrlOf(part, part.archive, "atom")), EscapeXml(HomeUrl(part)));
  for (const Twin& twin : TwinsOf(part, "atom")) {
    out += fmt::format("<link rel=\"alternate\" type=\"{}\" hreflang=\"{}\" href=\"{}\"/>\n", kType, twin.tag,
                       EscapeXml(twin.url));
  }
  out += PagingLinks(part, "", kType, "atom");
  for (const Entry* each : part.entries) {
    const Entry& entry = *each;
    out += fmt::format(
        "<entry xml:lang=\"{}\">\n<title>{}</title>\n<id>{}</id>\n<published>{}</published>\n<updated>{}</updated>\n",
        TagOf(entry.lang), EscapeXml(entry.title), EscapeXml(entry.id), Date3339(entry.date), Date3339(entry.updated));
    if (!entry.author.empty()) out += fmt::format("<author><name>{}</name></author>\n", EscapeXml(entry.author));
    out +=
        fmt::format("<link rel=\"alternate\" type=\"text/html\" hreflang=\"{}\" href=\"{}\"/>\n<summary>{}</summary>\n",
                    TagOf(entry.lang), EscapeXml(PageUrl(part, entry)), EscapeXml(entry.summary));
    if (part.whole) out += fmt::format("<content type=\"html\">{}</content>\n", EscapeXml(entry.content));
    out += "</entry>\n";
  }
  return out + "</feed>\n";
}

std::string JsonFeed(const FeedPart& part) {
  using Json = nlohmann::ordered_json;
  Json json = {{"version", "https://jsonfeed.org/version/1.1"},
               {"title", TitleOf(part)},
               {"home_page_url", HomeUrl(part)},
               {"feed_url", UrlOf(part, part.archive, "json")},
               {"description", part.page.Text("home_description")},
               {"authors", {{{"name", SiteName(part)}}}}};
  if (!part.both) json["language"] = TagOf(part.page.lang());
  const std::size_t next = part.archive > 0 ? part.archive - 1 : part.archives;
  if (next > 0) json["next_url"] = UrlOf(part, next, "json");
  Json twins = Json::array();
  for (const Twin& twin : TwinsOf(part, "json")) twins.push_back({{"language", twin.tag}, {"feed_url", twin.url}});
  json["_ferrotype"] = {{"alternates", std::move(twins)}};
  json["items"] = Json::array();
  for (const Entry* each : part.entries) {
    const Entry& entry = *each;
    Json item = {{"id", entry.id},
                 {"url", PageUrl(part, entry)},
                 {"title", entry.title},
                 // An item has one of the two.
                 {part.whole ? "content_html" : "content_text", part.whole ? entry.content : entry.summary},
                 {"summary", entry.summary},
                 {"date_published", Date3339(entry.date)},
                 {"date_modified", Date3339(entry.updated)},
                 {"language", TagOf(entry.lang)},
                 {"tags", {entry.kind}}};
    if (!entry.author.empty()) item["authors"] = {{{"name", entry.author}}};
    json["items"].push_back(std::move(item));
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ferrotype
