#include "renderer/feed/feed.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/documents.h"
#include "renderer/page/pages.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostEntries = 50;

struct Entry {
  std::string id;  // what a tag: URI ends in; never a URL, so that it outlives them
  std::string kind;
  std::string date;
  std::string path;  // of the page, below the language's folder
  std::string title;
  std::string summary;
  std::string content;  // HTML
};

std::string TagUri(Lang lang, const Entry& entry) {
  return fmt::format("tag:ferrotype,2026:{}/{}", PathOf(lang), entry.id);
}

std::vector<Entry> EntriesOf(const Site& site, Lang lang, const std::string& root) {
  const Page page(site, lang, "index.html");  // lends its language; what it would call relative is made absolute below
  std::vector<Entry> entries;
  for (const Report& release : site.Releases()) {
    if (!ParseDate(release.date)) continue;
    Entry entry;
    entry.id = "releases/" + Slug(release.name);
    entry.kind = "releases";
    entry.date = release.date;
    entry.path = ReleasePath(release);
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
      entries.push_back({fmt::format("{}/{}", kind, slug), "articles", date->second, DocumentPath(kind, slug),
                         text.title_text, text.summary_text, text.body_html});
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
        EscapeXml(entry.title), EscapeXml(fmt::format("{}{}/{}", root, PathOf(lang), entry.path)),
        EscapeXml(TagUri(lang, entry)), FormatRfc822(*ParseDate(entry.date)), EscapeXml(entry.summary),
        EscapeXml(entry.content));
  }
  return out + "</channel>\n</rss>\n";
}

std::string Atom(const Page& page, const std::string& root, const std::string& feed,
                 const std::vector<Entry>& entries) {
  const Lang lang = page.lang();
  const Lang other = lang == Lang::kEn ? Lang::kZh : Lang::kEn;
  // A feed without entries has never been updated: the epoch of its ids stands for that.
  const std::string updated = entries.empty() ? "2026-01-01" : entries.front().date;
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
        "<entry>\n<title>{}</title>\n<id>{}</id>\n<updated>{}T00:00:00Z</updated>\n<link rel=\"alternate\" "
        "type=\"text/html\" href=\"{}\"/>\n"
        "<summary>{}</summary>\n<content type=\"html\">{}</content>\n</entry>\n",
        EscapeXml(entry.title), EscapeXml(TagUri(lang, entry)), entry.date,
        EscapeXml(fmt::format("{}{}/{}", root, PathOf(lang), entry.path)), EscapeXml(entry.summary),
        EscapeXml(entry.content));
  }
  return out + "</feed>\n";
}

}  // namespace

std::string RootUrl(const SiteSettings& settings) {
  return settings.base_url.ends_with('/') ? settings.base_url : settings.base_url + "/";
}

FileSet FeedFiles(const Site& site) {
  FileSet files;
  const std::string root = RootUrl(site.settings);
  for (const Lang lang : kLangs) {
    const Page page(site, lang, "index.html");
    const std::vector<Entry> entries = EntriesOf(site, lang, root);
    for (const std::string feed : {"all", "releases", "articles"}) {
      std::vector<Entry> chosen;
      for (const Entry& entry : entries) {
        if ((feed == "all" || entry.kind == feed) && chosen.size() < kMostEntries) chosen.push_back(entry);
      }
      files[fmt::format("feeds/{}.{}.rss", feed, PathOf(lang))] = Rss(page, root, feed, chosen);
      files[fmt::format("feeds/{}.{}.atom", feed, PathOf(lang))] = Atom(page, root, feed, chosen);
    }
  }
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
