#include "renderer/feed/content.h"

#include <algorithm>
#include <array>

#include "renderer/check/links.h"
#include "renderer/html/html.h"

namespace ferrotype {
namespace {

// Elements that go with all that is in them.
bool IsDropped(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kDropped = {"script", "style",  "svg",  "button",
                                                               "form",   "iframe", "link", "object"};
  return std::find(kDropped.begin(), kDropped.end(), name) != kDropped.end();
}

bool IsVoid(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kVoid = {"img", "br", "hr", "wbr", "input", "link"};
  return std::find(kVoid.begin(), kVoid.end(), name) != kVoid.end();
}

// Attributes that mean something in any reader. Maths keeps its own.
bool IsKept(std::string_view name) {
  static constexpr std::array<std::string_view, 18> kKept = {
      "href",    "src",     "alt",   "title", "width", "height",   "lang",    "dir",         "datetime",
      "colspan", "rowspan", "scope", "cite",  "start", "encoding", "display", "mathvariant", "stretchy"};
  return std::find(kKept.begin(), kKept.end(), name) != kKept.end();
}

bool HasScheme(std::string_view url) {
  const std::size_t colon = url.find(':');
  return colon != std::string_view::npos && colon < std::min(url.find('/'), url.find('#'));
}

}  // namespace

std::string AbsoluteUrl(std::string_view base, std::string_view url) {
  if (HasScheme(url)) return std::string(url);
  if (url.empty() || url.starts_with('#')) return std::string(base) + std::string(url);
  // Nothing climbs above the host.
  const std::size_t scheme = base.find("://");
  const std::size_t host = base.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  std::string folder(base.substr(0, base.rfind('/') + 1));
  while (true) {
    if (url.starts_with("./")) {
      url.remove_prefix(2);
    } else if (url.starts_with("../")) {
      url.remove_prefix(3);
      if (host != std::string_view::npos && folder.size() > host + 1)
        folder.erase(folder.rfind('/', folder.size() - 2) + 1);
    } else {
      break;
    }
  }
  return folder + std::string(url);
}

std::string FeedContent(std::string_view html, std::string_view base) {
  std::string out;
  std::string dropping;  // the name of the element that goes
  std::size_t depth = 0;
  std::size_t at = 0;
  while (at < html.size()) {
    const std::size_t open = std::min(html.find('<', at), html.size());
    if (dropping.empty()) out += html.substr(at, open - at);
    if (open == html.size()) break;
    // Our pages write &gt; in attributes, so that a tag ends where it says.
    const std::size_t close = std::min(html.find('>', open), html.size() - 1) + 1;
    const std::vector<HtmlTag> tags = TagsOf(html.substr(open, close - open));
    const bool closed = html[close - 2] == '/';
    at = close;
    if (tags.empty() || tags.front().name.empty()) continue;  // a comment, or no tag at all
    const HtmlTag& tag = tags.front();
    const bool ends = tag.name.starts_with('/');
    const std::string_view name = std::string_view(tag.name).substr(ends ? 1 : 0);
    if (!dropping.empty()) {
      if (name != dropping || closed) continue;
      depth += ends ? 0 : 1;
      if (ends && --depth == 0) dropping.clear();
      continue;
    }
    if (IsDropped(name)) {
      if (ends || closed || IsVoid(name)) continue;
      dropping = name;
      depth = 1;
      continue;
    }
    if (name == "wbr" || name == "input") continue;
    out += '<';
    out += tag.name;
    for (const auto& [key, value] : tag.attributes) {
      if (!IsKept(key)) continue;
      const bool url = key == "href" || key == "src" || key == "cite";
      out += ' ' + key + "=\"" + EscapeHtml(url ? AbsoluteUrl(base, value) : value) + '"';
    }
    out += closed ? "/>" : ">";
  }
  return out;
}

}  // namespace ferrotype
