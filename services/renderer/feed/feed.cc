#include "renderer/feed/feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "renderer/feed/formats.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostEntries = 50;
// An entry that is whole everywhere stands so in a dozen documents: ten times what its page weighs (docs/adr/0029).
constexpr std::size_t kMostWholeArchives = 20;
constexpr std::array<std::string_view, 4> kSections = {"all", "releases", "articles", "commentary"};

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

void WriteFeed(const Page& page, const std::string& root, const std::string& name, bool both,
               const std::vector<Entry*>& entries, FileSet& files) {
  const std::size_t archives = entries.size() > kMostEntries ? entries.size() / kMostEntries : 0;
  const bool whole = archives <= kMostWholeArchives;
  for (std::size_t i = 0; i < (whole ? entries.size() : kMostEntries); ++i) AddContent(page.site(), root, *entries[i]);
  for (std::size_t archive = 0; archive <= archives; ++archive) {
    // An archive counts from the oldest entry, so that what is in one stays there when there are more.
    const std::size_t end =
        archive == 0 ? std::min(entries.size(), kMostEntries) : entries.size() - (archive - 1) * kMostEntries;
    const std::size_t begin = archive == 0 ? 0 : end - kMostEntries;
    const FeedPart part{
        page,
        root,
        name,
        both,
        archive,
        archives,
        archive == 0 || whole,
        {entries.begin() + static_cast<std::ptrdiff_t>(begin), entries.begin() + static_cast<std::ptrdiff_t>(end)},
        page.site().Asset("feed.css")};
    const std::optional<Lang> lang = both ? std::nullopt : std::optional<Lang>(page.lang());
    files[FeedPath(name, lang, archive, "rss")] = Rss(part);
    files[FeedPath(name, lang, archive, "atom")] = Atom(part);
    files[FeedPath(name, lang, archive, "json")] = JsonFeed(part);
  }
}

}  // namespace

std::string RootUrl(const SiteSettings& settings) {
  return settings.base_url.ends_with('/') ? settings.base_url : settings.base_url + "/";
}

FileSet FeedFiles(const Site& site) {
  FileSet files;
  std::vector<FeedEntry> announced;
  const std::string root = RootUrl(site.settings);
  const auto write = [&](const Page& page, bool both, const std::vector<Entry*>& entries) {
    for (const std::string_view name : kSections) {
      std::vector<Entry*> chosen;
      for (Entry* entry : entries) {
        if (name == "all" || entry->kind == name) chosen.push_back(entry);
      }
      WriteFeed(page, root, std::string(name), both, chosen, files);
    }
  };
  std::vector<std::vector<Entry>> of_languages;
  std::vector<Entry*> merged;
  for (const Lang lang : site.Langs()) {
    std::vector<Entry>& entries = of_languages.emplace_back(EntriesOf(site, lang, root, files));
    std::vector<Entry*> own;
    for (Entry& entry : entries) {
      announced.push_back({entry.id, entry.kind, fmt::format("{}/{}", PathOf(lang), entry.path), entry.date, false});
      own.push_back(&entry);
    }
    write(Page(site, lang, "index.html"), false, own);
    merged.insert(merged.end(), own.begin(), own.end());
  }
  if (site.Langs().size() > 1) {
    std::stable_sort(merged.begin(), merged.end(), [](const Entry* a, const Entry* b) { return a->date > b->date; });
    write(Page(site, site.Langs().front(), "index.html"), true, merged);
  }
  files["feeds/entries.json"] = EntriesJson(std::move(announced), site.announced);
  return files;
}

}  // namespace ferrotype
