#include "renderer/check/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/bytes.h"
#include "base/text.h"

namespace ferrotype {
namespace {

std::string Unescape(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 6> kEntities = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}}};
  std::string out;
  while (!text.empty()) {
    const auto entity =
        std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& e) { return text.starts_with(e.first); });
    if (text.front() == '&' && entity != kEntities.end()) {
      out += entity->second;
      text.remove_prefix(entity->first.size());
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string PercentDecoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' && i + 2 < text.size() ? FromHex(text.substr(i + 1, 2)) : std::nullopt;
    if (byte) {
      out += *byte;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// "https:", "mailto:", or "" for a relative URL.
std::string_view SchemeOf(std::string_view url) {
  for (std::size_t i = 0; i < url.size(); ++i) {
    const char c = url[i];
    if (c == ':') return url.substr(0, i + 1);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'));
    if (!letter) return {};
  }
  return {};
}

// `relative` seen from the page `from`; nullopt when it climbs above the root.
std::optional<std::string> Resolve(std::string_view from, std::string_view relative) {
  std::vector<std::string_view> parts = Split(from, '/');
  parts.pop_back();
  for (const std::string_view part : Split(relative, '/')) {
    if (part == "..") {
      if (parts.empty()) return std::nullopt;
      parts.pop_back();
    } else if (part != "." && !part.empty()) {
      parts.push_back(part);
    } else if (part.empty()) {
      parts.push_back(part);
    }
  }
  std::string path;
  for (const std::string_view part : parts) path += (path.empty() ? "" : "/") + std::string(part);
  return path;
}

struct PageFacts {
  std::vector<HtmlTag> tags;
  std::set<std::string> ids;
};

class Checker {
 public:
  Checker(const FileSet& files, std::span<const Lang> langs) : files_(files), langs_(langs) {
    for (const auto& [path, bytes] : files) {
      if (!path.ends_with(".html")) continue;
      PageFacts& page = pages_[path];
      page.tags = TagsOf(bytes);
      for (const HtmlTag& tag : page.tags) {
        const std::string* id = tag.Get("id");
        if (id == nullptr) continue;
        if (!page.ids.insert(*id).second) Tell(path, fmt::format("the id \"{}\" stands twice", Printable(*id)));
      }
    }
  }

  std::vector<std::string> Run() {
    for (const auto& [path, page] : pages_) {
      CheckShape(path, page);
      for (const HtmlTag& tag : page.tags) CheckTag(path, page, tag);
      CheckTwin(path, page);
    }
    for (const auto& [path, bytes] : files_) {
      if (path.ends_with(".css")) CheckStyle(path, bytes);
    }
    return std::move(breaches_);
  }

 private:
  void Tell(std::string_view path, const std::string& what) { breaches_.push_back(fmt::format("{}: {}", path, what)); }

  void CheckShape(const std::string& path, const PageFacts& page) {
    int headings = 0;
    bool lang = false;
    bool title = false;
    bool description = false;
    for (const HtmlTag& tag : page.tags) {
      headings += tag.name == "h1" ? 1 : 0;
      lang = lang || (tag.name == "html" && tag.Get("lang") != nullptr && !tag.Get("lang")->empty());
      title = title || tag.name == "title";
      const std::string* name = tag.Get("name");
      const std::string* content = tag.Get("content");
      description = description || (tag.name == "meta" && name != nullptr && *name == "description" &&
                                    content != nullptr && !content->empty());
    }
    if (headings != 1) Tell(path, fmt::format("has {} h1 instead of one", headings));
    if (!lang) Tell(path, "has no lang");
    if (!title) Tell(path, "has no title");
    if (!description) Tell(path, "has no description");
  }

  void CheckTag(const std::string& path, const PageFacts& page, const HtmlTag& tag) {
    const std::string* type = tag.Get("type");
    const bool data = tag.name == "script" && type != nullptr && *type == "application/ld+json";
    if (tag.name == "style" || (tag.name == "script" && tag.Get("src") == nullptr && !data))
      Tell(path, fmt::format("<{}> in a page, which the policy forbids", tag.name));
    for (const auto& [name, value] : tag.attributes) {
      if (name == "style" || name.starts_with("on"))
        Tell(path, fmt::format("attribute {} in a page, which the policy forbids", name));
      if (name == "href" || name == "src" || name == "poster" || name == "action") CheckUrl(path, page, tag, value);
      if (name == "srcset") {
        for (const std::string_view candidate : Split(value, ',')) {
          const std::string_view url = TrimBlanks(candidate);
          CheckUrl(path, page, tag, std::string(url.substr(0, url.find(' '))));
        }
      }
      if (name == "aria-labelledby" || name == "aria-describedby" || name == "aria-controls" || name == "aria-owns" ||
          name == "for" || name == "headers") {
        for (const std::string_view id : Split(value, ' ')) {
          if (!id.empty() && !page.ids.contains(std::string(id)))
            Tell(path, fmt::format("{} names the id \"{}\", which isn't there", name, Printable(id)));
        }
      }
    }
  }

  void CheckUrl(const std::string& path, const PageFacts& page, const HtmlTag& tag, const std::string& url) {
    const std::string_view scheme = SchemeOf(url);
    if (!scheme.empty()) {
      const bool known = scheme == "https:" || scheme == "http:" || scheme == "mailto:";
      if (tag.name != "a" || !known)
        Tell(path, fmt::format("<{}> leads to \"{}\": only links may leave the site, by https, http or mailto",
                               tag.name, Printable(url)));
      return;
    }
    if (url.starts_with("/")) {
      Tell(path,
           fmt::format("\"{}\" starts at the server's root: only relative URLs work in every place", Printable(url)));
      return;
    }
    const std::size_t hash = url.find('#');
    const std::string target = PercentDecoded(std::string_view(url).substr(0, hash));
    const std::string anchor =
        hash == std::string::npos ? std::string() : PercentDecoded(std::string_view(url).substr(hash + 1));
    const PageFacts* there = &page;
    if (!target.empty()) {
      const std::optional<std::string> file = Resolve(path, target);
      if (!file || !files_.contains(*file)) {
        Tell(path, fmt::format("link to \"{}\", which isn't there", Printable(url)));
        return;
      }
      const auto found = pages_.find(*file);
      there = found == pages_.end() ? nullptr : &found->second;
    }
    if (!anchor.empty() && (there == nullptr || !there->ids.contains(anchor))) {
      Tell(path, fmt::format("link to \"{}\": the page is there, the anchor isn't", Printable(url)));
    }
  }

  // What a style sheet loads.
  void CheckStyle(const std::string& path, std::string_view css) {
    constexpr std::string_view kUrl = "url(";
    for (std::size_t at = css.find(kUrl); at != std::string_view::npos; at = css.find(kUrl, at)) {
      at += kUrl.size();
      std::string_view url = css.substr(at, css.find(')', at) - at);
      if (url.size() > 1 && (url.front() == '"' || url.front() == '\'')) url = url.substr(1, url.size() - 2);
      const std::optional<std::string> file = Resolve(path, url.substr(0, url.find('#')));
      if (!file || !files_.contains(*file)) Tell(path, fmt::format("loads \"{}\", which isn't there", Printable(url)));
    }
  }

  // What leads to the same in another language, leads to just that; since this holds for every page, each of two pages
  // is the other's.
  void CheckAlternates(const std::string& path, const PageFacts& page, const std::vector<std::string>& twins) {
    std::set<std::string> named;
    for (const HtmlTag& tag : page.tags) {
      const std::string* rel = tag.Get("rel");
      const std::string* lang = tag.Get("hreflang");
      const std::string* href = tag.Get("href");
      if (rel == nullptr || href == nullptr) continue;
      const std::string target = Resolve(path, PercentDecoded(*href)).value_or("");
      // A page that only leads to another names that one.
      if (*rel == "canonical" && target != path && !Leads(page))
        Tell(path, fmt::format("canonical leads to {}", Printable(target)));
      if (*rel != "alternate" || lang == nullptr) continue;
      const std::string folder = lang->substr(0, 2);
      const std::string wanted = *lang == "x-default" ? "index.html" : folder + path.substr(2);
      if (target != wanted) Tell(path, fmt::format("its alternate in {} is {}", Printable(*lang), Printable(target)));
      named.insert(target);
    }
    for (const std::string& twin : twins) {
      if (!named.contains(twin) && !Leads(page)) Tell(path, fmt::format("does not name its alternate {}", twin));
    }
  }

  // Whether the page does nothing but lead to another.
  static bool Leads(const PageFacts& page) {
    return std::any_of(page.tags.begin(), page.tags.end(), [](const HtmlTag& tag) {
      const std::string* what = tag.Get("http-equiv");
      return what != nullptr && *what == "refresh";
    });
  }

  void CheckTwin(const std::string& path, const PageFacts& page) {
    const std::optional<Lang> own = LangOf(std::string_view(path).substr(0, path.find('/')));
    if (!own || std::find(langs_.begin(), langs_.end(), *own) == langs_.end()) return;
    std::vector<std::string> twins;
    for (const Lang lang : langs_) {
      if (lang == *own) continue;
      twins.push_back(std::string(PathOf(lang)) + path.substr(2));
      const auto other = pages_.find(twins.back());
      if (other == pages_.end()) {
        Tell(path, fmt::format("has no twin {}", twins.back()));
        return;
      }
      CompareIds(path, page, other->second, twins.back());
    }
    CheckAlternates(path, page, twins);
  }

  void CompareIds(const std::string& path, const PageFacts& page, const PageFacts& other, const std::string& twin) {
    for (const std::string& id : page.ids) {
      // Notes, citations and tables are numbered in each text by itself: a translator may have notes of his own.
      if (id.starts_with("fn-") || id.starts_with("fnref-") || id.starts_with("cite-") || id.starts_with("ref-") ||
          id.starts_with("table-"))
        continue;
      if (!other.ids.contains(id)) Tell(path, fmt::format("the id \"{}\" is not in {}", Printable(id), twin));
    }
  }

  const FileSet& files_;
  std::span<const Lang> langs_;
  std::map<std::string, PageFacts> pages_;
  std::vector<std::string> breaches_;
};

}  // namespace

const std::string* HtmlTag::Get(std::string_view attribute) const {
  for (const auto& [key, value] : attributes) {
    if (key == attribute) return &value;
  }
  return nullptr;
}

std::vector<HtmlTag> TagsOf(std::string_view html) {
  std::vector<HtmlTag> tags;
  std::size_t at = 0;
  while ((at = html.find('<', at)) != std::string_view::npos) {
    ++at;
    if (html.substr(at).starts_with("!--")) {
      const std::size_t end = html.find("-->", at);
      if (end == std::string_view::npos) break;
      at = end + 3;
      continue;
    }
    HtmlTag tag;
    while (at < html.size() && !IsSpace(html[at]) && html[at] != '>' && !(html[at] == '/' && !tag.name.empty())) {
      const char c = html[at++];
      tag.name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    while (at < html.size() && html[at] != '>') {
      if (IsSpace(html[at]) || html[at] == '/') {
        ++at;
        continue;
      }
      std::string name;
      while (at < html.size() && !IsSpace(html[at]) && html[at] != '=' && html[at] != '>' && html[at] != '/')
        name += html[at++];
      std::string value;
      if (at < html.size() && html[at] == '=') {
        ++at;
        if (at < html.size() && (html[at] == '"' || html[at] == '\'')) {
          const char quote = html[at++];
          const std::size_t end = std::min(html.find(quote, at), html.size());
          value = Unescape(html.substr(at, end - at));
          at = std::min(end + 1, html.size());
        } else {
          while (at < html.size() && !IsSpace(html[at]) && html[at] != '>') value += html[at++];
        }
      }
      if (name.empty()) ++at;  // a stray '=': nothing of ours, but never stand still
      tag.attributes.emplace_back(std::move(name), std::move(value));
    }
    tags.push_back(std::move(tag));
  }
  return tags;
}

std::vector<std::string> CheckPages(const FileSet& files, std::span<const Lang> langs) {
  return Checker(files, langs).Run();
}

}  // namespace ferrotype
