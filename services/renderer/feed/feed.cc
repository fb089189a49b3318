#include "renderer/feed/feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/documents.h"
#include "renderer/page/pages.h"
#include "renderer/page/redirects.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostEntries = 50;

struct Entry {
  std::string id;  // a tag: URI; never a URL, so that it outlives them
  std::string kind;
  std::string date;     // first announced
  std::string updated;  // the editor's word; never before `date`
  std::string path;     // of the page, below the language's folder
  std::string title;
  std::string summary;
  std::string content;  // HTML
};

// What feeds announced once keeps its id and date: under its path of now, else under one that it had before. A name
// that a text had first is its id for good.
void Identify(const Site& site, Lang lang, const std::string& name, const std::vector<std::string>& former,
              Entry& entry) {
  const auto path = [&](const std::string& each) { return fmt::format("{}/{}/index.html", PathOf(lang), each); };
  entry.id = fmt::format("tag:ferrotype,2026:{}/{}", PathOf(lang), former.empty() ? name : former.front());
  std::vector<std::string> paths = {path(name)};
  for (auto it = former.rbegin(); it != former.rend(); ++it) paths.push_back(path(*it));
  if (site.announced != nullptr) {
    for (const std::string& each : paths) {
      const auto known = std::find_if(site.announced->begin(), site.announced->end(),
                                      [&](const FeedEntry& other) { return other.path == each; });
      if (known == site.announced->end()) continue;
      entry.id = known->id;
      if (ParseDate(known->published)) entry.date = known->published;
      break;
    }
  }
  if (entry.updated < entry.date) entry.updated = entry.date;
}

std::string Date3339(const std::string& date) { return date + "T00:00:00Z"; }

std::vector<Entry> EntriesOf(const Site& site, Lang lang, const std::string& root) {
  const Page page(site, lang, "index.html");  // lends its language; what it would call relative is made absolute below
  std::vector<Entry> entries;
  for (const Report& release : site.Releases()) {
    if (!ParseDate(release.date)) continue;
    Entry entry;
    entry.kind = "releases";
    entry.date = release.date;
    entry.path = ReleasePath(release);
    Identify(site, lang, "releases/" + Slug(release.name), {}, entry);
    entry.title = page.Text("release_title", {{"release", ShortName(site, release)}});
    entry.summary = page.Text("release_description",
                              {{"release", ShortName(site, release)},
                               {"tree", TreeWords(page, release)},
                               {"lines", FormatValue(release.Value("rust.authored.lines.code").value_or(MetricValue{}),
                                                     *FindMetric("rust.authored.lines.code"))}});
    entry.content = ReleaseSummary(page, release).str();
    // The page lies at "<lang>/index.html": its way to the root is "../".
    for (std::size_t at = entry.content.find("href=\"../"); at != std::string::npos;
         at = entry.content.find("href=\"../", at)) {
      entry.content.replace(at, 9, "href=\"" + EscapeHtml(root));
    }
    entries.push_back(std::move(entry));
  }
  for (const std::string_view kind : {"articles", "case-studies"}) {
    for (const std::string& slug : site.Slugs(kind)) {
      const Document* document = site.FindDocument(kind, slug, lang);
      const auto date = document->front_matter.find("date");
      if (document->lang != lang || date == document->front_matter.end() || !ParseDate(date->second)) continue;
      const RenderedText text = FeedText(page, *document, root);
      const auto updated = document->front_matter.find("updated");
      Entry entry{"",
                  "articles",
                  date->second,
                  updated == document->front_matter.end() ? date->second : updated->second,
                  DocumentPath(kind, slug),
                  text.title_text,
                  text.summary_text,
                  text.body_html};
      std::vector<std::string> former;
      for (const std::string& each : FormerSlugs(site, kind, slug)) former.push_back(fmt::format("{}/{}", kind, each));
      Identify(site, lang, fmt::format("{}/{}", kind, slug), former, entry);
      entries.push_back(std::move(entry));
    }
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.date > b.date; });
  return entries;
}

std::string Rss(const Page& page, const std::string& root, const std::string& feed, const std::vector<Entry>& entries) {
  const Lang lang = page.lang();
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel>\n<title>{}</title>\n<link>{}</"
      "link>\n<description>{}</description>\n"
      "<language>{}</language>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n",
      EscapeXml(page.Text("feed_" + feed)), EscapeXml(fmt::format("{}{}/index.html", root, PathOf(lang))),
      EscapeXml(page.Text("home_description")), lang == Lang::kEn ? "en" : "zh-Hans",
      EscapeXml(fmt::format("{}feeds/{}.{}.rss", root, feed, PathOf(lang))));
  for (const Entry& entry : entries) {
    out += fmt::format(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid "
        "isPermaLink=\"false\">{}</guid>\n<pubDate>{}</pubDate>\n<description>{}</description>\n"
        "<content:encoded>{}</content:encoded>\n</item>\n",
        EscapeXml(entry.title), EscapeXml(fmt::format("{}{}/{}", root, PathOf(lang), entry.path)), EscapeXml(entry.id),
        FormatRfc822(*ParseDate(entry.date)), EscapeXml(entry.summary), EscapeXml(entry.content));
  }
  return out + "</channel>\n</rss>\n";
}

std::string Atom(const Page& page, const std::string& root, const std::string& feed,
                 const std::vector<Entry>& entries) {
  const Lang lang = page.lang();
  const Lang other = lang == Lang::kEn ? Lang::kZh : Lang::kEn;
  // A feed without entries has never been updated: the epoch of its ids stands for that.
  const std::string updated = [&] {
    std::string newest = entries.empty() ? "2026-01-01" : "";
    for (const Entry& entry : entries) newest = std::max(newest, entry.updated);
    return newest;
  }();
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
      "xml:lang=\"{}\">\n<title>{}</title>\n"
      "<id>tag:ferrotype,2026:{}/feeds/{}</id>\n<updated>{}T00:00:00Z</updated>\n<author><name>Ferrotype</name></"
      "author>\n"
      "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" "
      "href=\"{}\"/>\n"
      "<link rel=\"alternate\" type=\"application/atom+xml\" hreflang=\"{}\" href=\"{}\"/>\n",
      TagOf(lang), EscapeXml(page.Text("feed_" + feed)), PathOf(lang), feed, updated,
      EscapeXml(fmt::format("{}feeds/{}.{}.atom", root, feed, PathOf(lang))),
      EscapeXml(fmt::format("{}{}/index.html", root, PathOf(lang))), TagOf(other),
      EscapeXml(fmt::format("{}feeds/{}.{}.atom", root, feed, PathOf(other))));
  for (const Entry& entry : entries) {
    out += fmt::format(
        "<entry>\n<title>{}</title>\n<id>{}</id>\n<published>{}</published>\n<updated>{}</updated>\n<link "
        "rel=\"alternate\" "
        "type=\"text/html\" href=\"{}\"/>\n"
        "<summary>{}</summary>\n<content type=\"html\">{}</content>\n</entry>\n",
        EscapeXml(entry.title), EscapeXml(entry.id), Date3339(entry.date), Date3339(entry.updated),
        EscapeXml(fmt::format("{}{}/{}", root, PathOf(lang), entry.path)), EscapeXml(entry.summary),
        EscapeXml(entry.content));
  }
  return out + "</feed>\n";
}

// All that feeds ever announced, so that nothing else is needed to know it.
std::string EntriesJson(std::vector<FeedEntry> entries, const std::vector<FeedEntry>* announced) {
  std::set<std::string> here;
  for (const FeedEntry& entry : entries) here.insert(entry.id);
  if (announced != nullptr) {
    for (const FeedEntry& entry : *announced) {
      if (here.contains(entry.id)) continue;
      entries.push_back(entry);
      entries.back().gone = true;
    }
  }
  std::sort(entries.begin(), entries.end(), [](const FeedEntry& a, const FeedEntry& b) { return a.id < b.id; });
  nlohmann::ordered_json json = {{"entries", nlohmann::ordered_json::array()}};
  for (const FeedEntry& entry : entries) {
    nlohmann::ordered_json each = {
        {"id", entry.id}, {"kind", entry.kind}, {"path", entry.path}, {"published", entry.published}};
    if (entry.gone) each["gone"] = true;
    json["entries"].push_back(std::move(each));
  }
  return json.dump(1) + "\n";
}

}  // namespace

std::string RootUrl(const SiteSettings& settings) {
  return settings.base_url.ends_with('/') ? settings.base_url : settings.base_url + "/";
}

FileSet FeedFiles(const Site& site) {
  FileSet files;
  std::vector<FeedEntry> all;
  const std::string root = RootUrl(site.settings);
  for (const Lang lang : kLangs) {
    const Page page(site, lang, "index.html");
    const std::vector<Entry> entries = EntriesOf(site, lang, root);
    for (const Entry& entry : entries)
      all.push_back({entry.id, entry.kind, fmt::format("{}/{}", PathOf(lang), entry.path), entry.date, false});
    for (const std::string feed : {"all", "releases", "articles"}) {
      std::vector<Entry> chosen;
      for (const Entry& entry : entries) {
        if ((feed == "all" || entry.kind == feed) && chosen.size() < kMostEntries) chosen.push_back(entry);
      }
      files[fmt::format("feeds/{}.{}.rss", feed, PathOf(lang))] = Rss(page, root, feed, chosen);
      files[fmt::format("feeds/{}.{}.atom", feed, PathOf(lang))] = Atom(page, root, feed, chosen);
    }
  }
  files["feeds/entries.json"] = EntriesJson(std::move(all), site.announced);
  return files;
}

std::string Sitemap(const std::string& root, const FileSet& files) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
      "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
  for (const auto& [path, unused] : files) {
    if (!path.ends_with(".html") || !(path.starts_with("en/") || path.starts_with("zh/"))) continue;
    const std::string rest = path.substr(3);
    out += fmt::format("<url><loc>{}</loc>", EscapeXml(root + path));
    for (const Lang lang : kLangs) {
      out += fmt::format("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>", TagOf(lang),
                         EscapeXml(fmt::format("{}{}/{}", root, PathOf(lang), rest)));
    }
    out += "</url>\n";
  }
  return out + "</urlset>\n";
}

}  // namespace ferrotype
