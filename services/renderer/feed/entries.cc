#include "renderer/feed/entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "renderer/feed/content.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/documents.h"
#include "renderer/page/figure.h"
#include "renderer/page/pages.h"
#include "renderer/page/redirects.h"

namespace ferrotype {
namespace {

// What feeds announced once keeps its id and date: under its path of now, else under one that it had before. A name
// that a text had first is its id for good.
using Announced = std::map<std::string_view, const FeedEntry*>;  // by path
Announced AnnouncedBefore(const Site& site) {
  Announced announced;
  if (site.announced == nullptr) return announced;
  for (const FeedEntry& entry : *site.announced) announced.emplace(entry.path, &entry);
  return announced;
}

void Identify(const Announced& announced, const std::string& name, const std::vector<std::string>& former,
              Entry& entry) {
  const auto path = [&](const std::string& each) { return fmt::format("{}/{}/index.html", PathOf(entry.lang), each); };
  entry.id = fmt::format("tag:ferrotype,2026:{}/{}", PathOf(entry.lang), former.empty() ? name : former.front());
  std::vector<std::string> paths = {path(name)};
  for (auto it = former.rbegin(); it != former.rend(); ++it) paths.push_back(path(*it));
  for (const std::string& each : paths) {
    const auto known = announced.find(each);
    if (known == announced.end()) continue;
    entry.id = known->second->id;
    if (ParseDate(known->second->published)) entry.date = known->second->published;
    break;
  }
  if (entry.updated < entry.date) entry.updated = entry.date;
}

std::string Field(const Document& document, const std::string& key) {
  const auto found = document.front_matter.find(key);
  return found == document.front_matter.end() ? std::string() : found->second;
}

// Whose Rust the release holds, as a picture. Its files come with the feed, whichever page shows it too.
std::string Picture(Page& page, const Report& release, const std::string& root) {
  const Result<FigureSpec> spec = ParseFigureSpec(page.site(), &release, "rust.lines.code by owner; top=13");
  const auto lines = release.Value("rust.lines.code");
  if (!spec || !lines || lines->numerator == 0) return {};
  static_cast<void>(MakeFigure(page, *spec));
  return MakeImage(page, *spec, root).str();
}

Entry EntryOf(Page& page, const Report& release, const std::string& root, const Announced& announced) {
  const Site& site = page.site();
  Entry entry;
  entry.kind = "releases";
  entry.lang = page.lang();
  entry.date = release.date;
  entry.path = ReleasePath(release);
  Identify(announced, "releases/" + Slug(release.name), {}, entry);
  const std::string name = ShortName(site, release);
  entry.title = page.Text("release_title", {{"release", name}});
  entry.summary = page.Text("release_description",
                            {{"release", name},
                             {"tree", TreeWords(page, release)},
                             {"lines", FormatValue(release.Value("rust.authored.lines.code").value_or(MetricValue{}),
                                                   *FindMetric("rust.authored.lines.code"))}});
  entry.content = FeedContent(ReleaseSummary(page, release).str() + Picture(page, release, root),
                              fmt::format("{}{}/index.html", root, PathOf(entry.lang)));
  return entry;
}

Entry EntryOf(const Page& page, const Document& document, std::string_view section, const Announced& announced) {
  const DocumentHead head = HeadOf(page, document.kind, document.slug);
  Entry entry;
  entry.kind = section;
  entry.lang = page.lang();
  entry.date = Field(document, "date");
  entry.updated = ParseDate(Field(document, "updated")) ? Field(document, "updated") : entry.date;
  entry.path = DocumentPath(document.kind, document.slug);
  entry.title = head.title_text;
  entry.summary = head.summary_text;
  entry.author = Field(document, document.kind == "papers" ? "authors" : "author");
  entry.text = &document;
  std::vector<std::string> former;
  for (const std::string& each : FormerSlugs(page.site(), document.kind, document.slug))
    former.push_back(fmt::format("{}/{}", document.kind, each));
  Identify(announced, fmt::format("{}/{}", document.kind, document.slug), former, entry);
  return entry;
}

}  // namespace

std::vector<Entry> EntriesOf(const Site& site, Lang lang, const std::string& root, FileSet& files) {
  // Folder of content -> section of feeds.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTexts = {{{"articles", "articles"},
                                                                                           {"case-studies", "articles"},
                                                                                           {"papers", "articles"},
                                                                                           {"commentary", "commentary"},
                                                                                           {"events", "events"}}};
  Page page(site, lang, "index.html");  // lends its language; what it calls relative is made absolute
  const Announced announced = AnnouncedBefore(site);
  std::vector<Entry> entries;
  for (const Report& release : site.Releases()) {
    if (ParseDate(release.date)) entries.push_back(EntryOf(page, release, root, announced));
  }
  for (const auto& [kind, section] : kTexts) {
    for (const std::string& slug : site.Slugs(kind)) {
      const Document* document = site.FindDocument(kind, slug, lang);
      if (document == nullptr || document->lang != lang || !ParseDate(Field(*document, "date"))) continue;
      entries.push_back(EntryOf(page, *document, section, announced));
    }
  }
  files.merge(std::move(page).TakeFiles());
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.date > b.date; });
  return entries;
}

void AddContent(const Site& site, const std::string& root, Entry& entry) {
  if (entry.text == nullptr || !entry.content.empty()) return;
  const RenderedText text = FeedText(Page(site, entry.lang, "index.html"), *entry.text, root);
  entry.content = FeedContent(text.body_html, fmt::format("{}{}/{}", root, PathOf(entry.lang), entry.path));
}

}  // namespace ferrotype
