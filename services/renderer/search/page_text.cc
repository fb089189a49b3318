#include "renderer/search/page_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ferrotype {
namespace {

constexpr std::string_view kOfTheSite = " · ";  // parts a page's title from the site's name (layout.tpl)

// Appends `text` with the entities that our pages write resolved.
void AppendText(std::string_view text, std::string& out) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEntities = {
      {{"amp;", "&"}, {"lt;", "<"}, {"gt;", ">"}, {"quot;", "\""}, {"#39;", "'"}, {"#x27;", "'"}}};
  while (!text.empty()) {
    const std::size_t mark = text.find('&');
    out += text.substr(0, mark);
    if (mark == std::string_view::npos) return;
    text.remove_prefix(mark + 1);
    const auto* entity =
        std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& e) { return text.starts_with(e.first); });
    if (entity == kEntities.end()) {
      out += '&';
    } else {
      out += entity->second;
      text.remove_prefix(entity->first.size());
    }
  }
}

std::string_view NameOf(std::string_view tag) {
  std::size_t end = tag.starts_with('/') ? 1 : 0;
  while (end < tag.size() && tag[end] != ' ' && tag[end] != '\n' && tag[end] != '>' && tag[end] != '/') ++end;
  return tag.substr(0, end);
}

std::string_view AttributeOf(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const std::size_t value = at + name.size();
    if (at > 0 && tag[at - 1] == ' ' && tag.substr(value).starts_with("=\""))
      return tag.substr(value + 2, tag.find('"', value + 2) - value - 2);
  }
  return {};
}

// What an element's words count as, and whether it hides all that is in it.
enum class Role { kNone, kHeading, kName, kSkipped };

Role RoleOf(std::string_view name) {
  if (name == "h1" || name == "h2" || name == "h3" || name == "caption" || name == "figcaption") return Role::kHeading;
  if (name == "code" || name == "dd" || name == "dt") return Role::kName;
  if (name == "nav" || name == "svg" || name == "script" || name == "style" || name == "annotation")
    return Role::kSkipped;
  return Role::kNone;
}

// Elements that stand in a line of text, so that no word ends where they do.
bool IsInline(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kInline = {"a",    "abbr", "b",      "code", "em",  "i",
                                                               "mark", "span", "strong", "time", "wbr", "sup"};
  if (name.starts_with('/')) name.remove_prefix(1);
  return std::find(kInline.begin(), kInline.end(), name) != kInline.end();
}

}  // namespace

PageText ReadPage(std::string_view html, std::size_t most_body) {
  PageText page;
  bool in_main = false;
  std::string_view inside;  // the element that decides what words count as; its own kind doesn't nest
  Role role = Role::kNone;
  std::size_t depth = 0;  // of elements of that name within it
  std::size_t at = 0;
  while (at < html.size()) {
    const std::size_t open = std::min(html.find('<', at), html.size());
    if (in_main && open > at && role != Role::kSkipped) {
      const std::string_view text = html.substr(at, open - at);
      if (role == Role::kHeading) AppendText(text, page.headings);
      if (role == Role::kName) AppendText(text, page.names);
      if (role != Role::kHeading && page.body.size() < most_body) AppendText(text, page.body);
    }
    if (open == html.size()) break;
    const std::size_t close = html.find('>', open);
    if (close == std::string_view::npos) break;
    const std::string_view tag = html.substr(open + 1, close - open - 1);
    at = close + 1;
    const std::string_view name = NameOf(tag);
    if (name == "meta") {
      const std::string_view what = AttributeOf(tag, "name");
      if (what == "description") AppendText(AttributeOf(tag, "content"), page.description);
      if (what == "robots" && AttributeOf(tag, "content").find("noindex") != std::string_view::npos)
        page.indexed = false;
    } else if (name == "title" && page.title.empty()) {
      const std::string_view title = html.substr(at, std::min(html.find('<', at), html.size()) - at);
      AppendText(title.substr(0, title.rfind(kOfTheSite)), page.title);
    } else if (name == "main") {
      in_main = true;
    } else if (name == "/main") {
      in_main = false;
    }
    if (!in_main) continue;
    if (!inside.empty()) {
      if (name == inside) ++depth;
      if (name.starts_with('/') && name.substr(1) == inside && depth-- == 0) {
        if (role == Role::kHeading) page.headings += '\n';
        if (role == Role::kName) page.names += '\n';
        inside = {};
        role = Role::kNone;
        depth = 0;
      }
    } else if (const Role own = RoleOf(name); own != Role::kNone && !tag.ends_with('/')) {
      inside = name;
      role = own;
    }
    if (!IsInline(name)) {
      page.body += page.body.ends_with('\n') || page.body.empty() ? "" : "\n";
      if (role == Role::kName) page.names += ' ';
    }
  }
  return page;
}

}  // namespace ferrotype
