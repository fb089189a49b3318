#include "renderer/check/feeds.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "renderer/check/links.h"

namespace ferrotype {
namespace {

// The text of an element whose start tag ends before `at`: no element of ours that is asked for holds others.
std::string_view TextAt(std::string_view xml, std::size_t at) { return xml.substr(at, xml.find('<', at) - at); }

class FeedChecker {
 public:
  FeedChecker(const FileSet& files, const std::string& root, const std::string& path,
              std::vector<std::string>& breaches)
      : files_(files), root_(root), path_(path), breaches_(breaches) {}

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
      if (const std::size_t href = tag.find(" href=\""); href != std::string_view::npos) {
        const std::string_view url = tag.substr(href + 7);
        Link(url.substr(0, url.find('"')));
      }
      if (!tag.ends_with('/')) open.push_back(name);
    }
    if (!open.empty()) Tell(fmt::format("<{}> is never ended", open.back()));
    if (ids != entries) Tell("an entry without id");
  }

 private:
  void Tell(const std::string& what) { breaches_.push_back(fmt::format("{}: {}", path_, what)); }

  void Link(std::string_view url) {
    if (!url.starts_with(root_)) return Tell(fmt::format("\"{}\" is not below {}", Printable(url), root_));
    const std::string file(url.substr(root_.size()));
    if (!files_.contains(file)) Tell(fmt::format("link to \"{}\", which isn't there", Printable(url)));
  }

  const FileSet& files_;
  const std::string& root_;
  const std::string& path_;
  std::vector<std::string>& breaches_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<std::string> CheckFeeds(const FileSet& files, const std::string& root) {
  std::vector<std::string> breaches;
  for (const auto& [path, bytes] : files) {
    if (path.starts_with("feeds/") && (path.ends_with(".rss") || path.ends_with(".atom")))
      FeedChecker(files, root, path, breaches).Run(bytes);
  }
  return breaches;
}

}  // namespace ferrotype
