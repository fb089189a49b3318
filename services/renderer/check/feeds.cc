#include "renderer/check/feeds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/parallel.h"
#include "base/text.h"
#include "renderer/check/links.h"

namespace ferrotype {
namespace {

// The text of an element whose start tag ends before `at`: no element of ours that is asked for holds others.
std::string_view TextAt(std::string_view xml, std::size_t at) { return xml.substr(at, xml.find('<', at) - at); }

class FeedChecker {
 public:
  FeedChecker(const FileSet& files, const PagesTaken& taken, const std::string& root, const std::string& path,
              std::vector<std::string>& breaches)
      : files_(files), taken_(taken), root_(root), path_(path), breaches_(breaches) {}

  void Run(std::string_view xml) {
    std::vector<std::string_view> open;
    std::size_t entries = 0;
    std::size_t ids = 0;
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
      const std::size_t end = xml.find('>', at);
      if (end == std::string_view::npos) return Tell("a tag that doesn't end");
      std::string_view tag = xml.substr(at + 1, end - at - 1);
      at = end + 1;
      if (tag.starts_with('?')) continue;
      if (tag.starts_with('/')) {
        if (open.empty() || open.back() != tag.substr(1)) return Tell(fmt::format("</{}> ends nothing", tag.substr(1)));
        open.pop_back();
        continue;
      }
      const std::string_view name = tag.substr(0, tag.find_first_of(" \n/"));
      const bool entry = open.size() >= 2 || (open.size() == 1 && name == "entry");
      if (name == "item" || name == "entry") ++entries;
      if (entry && (name == "guid" || (name == "id" && open.back() == "entry"))) {
        ++ids;
        const std::string id(TextAt(xml, at));
        if (id.empty() || !seen_.insert(id).second) Tell(fmt::format("the id \"{}\" stands twice", Printable(id)));
      }
      if (name == "link" && !tag.ends_with('/')) Link(TextAt(xml, at));
      if (name == "content" || name == "content:encoded") Content(Unescaped(TextAt(xml, at)));
      if (const std::size_t href = tag.find(" href=\""); href != std::string_view::npos) {
        const std::string_view url = tag.substr(href + 7);
        Link(url.substr(0, url.find('"')));
      }
      if (!tag.ends_with('/')) open.push_back(name);
    }
    if (!open.empty()) Tell(fmt::format("<{}> is never ended", open.back()));
    if (ids != entries) Tell("an entry without id");
  }

  void RunJson(const std::string& bytes) {
    const nlohmann::json json = nlohmann::json::parse(bytes, nullptr, false);
    if (!json.is_object() || !json.contains("items") || !json["items"].is_array()) return Tell("is no JSON Feed");
    for (const auto& key : {"home_page_url", "feed_url", "next_url"}) {
      if (json.contains(key)) Link(json[key].get<std::string>());
    }
    for (const nlohmann::json& item : json["items"]) {
      const std::string id = item.value("id", "");
      if (id.empty() || !seen_.insert(id).second) Tell(fmt::format("the id \"{}\" stands twice", Printable(id)));
      Link(item.value("url", ""));
      Content(item.value("content_html", ""));
    }
  }

  // Addresses in XML that is no feed.
  void RunSitemap(std::string_view xml) {
    for (const std::string_view mark : {"<loc>", " href=\""}) {
      for (std::size_t at = xml.find(mark); at != std::string_view::npos; at = xml.find(mark, at)) {
        at += mark.size();
        Link(xml.substr(at, xml.find_first_of("<\"", at) - at));
      }
    }
  }

 private:
  static std::string Unescaped(std::string_view text) {
    // The one level that XML puts on: TagsOf takes off the one of the HTML within.
    static constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}}};
    std::string out;
    while (!text.empty()) {
      const auto* entity =
          std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& e) { return text.starts_with(e.first); });
      out += entity == kEntities.end() ? text.front() : entity->second;
      text.remove_prefix(entity == kEntities.end() ? 1 : entity->first.size());
    }
    return out;
  }

  // What readers of the feed see: every address is absolute, and ours are there.
  void Content(const std::string& html) {
    for (const HtmlTag& tag : TagsOf(html)) {
      if (tag.name == "script" || tag.name == "style" || tag.name == "svg")
        Tell(fmt::format("<{}> in the text of an entry", tag.name));
      if (tag.name == "img" && tag.Get("alt") == nullptr) Tell("a picture without words for it");
      for (const auto& [name, value] : tag.attributes) {
        if (name != "href" && name != "src") continue;
        if (value.find(':') == std::string::npos) {
          Tell(fmt::format("\"{}\" in the text of an entry is relative", Printable(value)));
        } else if (value.starts_with(root_)) {
          Link(value);
        }
      }
    }
  }

  void Tell(const std::string& what) { breaches_.push_back(fmt::format("{}: {}", path_, what)); }

  void Link(std::string_view url) {
    if (!url.starts_with(root_)) return Tell(fmt::format("\"{}\" is not below {}", Printable(url), root_));
    const std::size_t hash = url.find('#');
    const std::string file(url.substr(root_.size(), hash == std::string_view::npos ? hash : hash - root_.size()));
    const auto found = files_.find(file);
    const auto taken = found == files_.end() ? taken_.find(file) : taken_.end();
    if (found == files_.end() && taken == taken_.end())
      return Tell(fmt::format("link to \"{}\", which isn't there", Printable(url)));
    if (hash == std::string_view::npos) return;
    const std::string_view id = url.substr(hash + 1);
    const bool there = found == files_.end() ? taken->second.Has(id)
                                             : found->second.find(fmt::format(" id=\"{}\"", id)) != std::string::npos;
    if (!there) Tell(fmt::format("link to \"{}\": the page is there, the anchor isn't", Printable(url)));
  }

  const FileSet& files_;
  const PagesTaken& taken_;
  const std::string& root_;
  const std::string& path_;
  std::vector<std::string>& breaches_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<std::string> CheckFeeds(const FileSet& files, const std::string& root, int threads,
                                    const PagesTaken& taken) {
  struct Feed {
    const std::string& path;
    const std::string& bytes;
    std::vector<std::string> breaches;
  };
  std::vector<Feed> feeds;
  for (const auto& [path, bytes] : files) {
    const bool sitemap = path.starts_with("sitemap") && path.ends_with(".xml");
    if (sitemap || (path.starts_with("feeds/") && path != "feeds/entries.json")) feeds.push_back({path, bytes, {}});
  }
  ForEach(feeds, threads, [&](Feed& feed) {
    FeedChecker checker(files, taken, root, feed.path, feed.breaches);
    if (feed.path.ends_with(".xml")) checker.RunSitemap(feed.bytes);
    if (feed.path.ends_with(".rss") || feed.path.ends_with(".atom")) checker.Run(feed.bytes);
    if (feed.path.ends_with(".json")) checker.RunJson(feed.bytes);
  });
  std::vector<std::string> breaches;
  for (const Feed& feed : feeds) breaches.insert(breaches.end(), feed.breaches.begin(), feed.breaches.end());
  return breaches;
}

}  // namespace ferrotype
