#include "renderer/check/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/bytes.h"
#include "base/parallel.h"
#include "base/text.h"

namespace ferrotype {
namespace {

// The entities that our pages write, resolved.
std::string Unescape(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 6> kEntities = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}}};
  std::string out;
  while (true) {
    const std::size_t mark = text.find('&');
    out += text.substr(0, mark);
    if (mark == std::string_view::npos) return out;
    text.remove_prefix(mark);
    const auto* entity =
        std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& e) { return text.starts_with(e.first); });
    out += entity == kEntities.end() ? '&' : entity->second;
    text.remove_prefix(entity == kEntities.end() ? 1 : entity->first.size());
  }
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
  std::string path(from.substr(0, from.rfind('/') + 1));  // npos + 1 is 0
  while (true) {
    const std::size_t slash = relative.find('/');
    const std::string_view part = relative.substr(0, slash);
    const bool last = slash == std::string_view::npos;
    if (part == "..") {
      if (path.empty()) return std::nullopt;
      path.pop_back();
      path.resize(path.rfind('/') + 1);
      if (last && !path.empty()) path.pop_back();
    } else if (part == ".") {
      if (last && !path.empty()) path.pop_back();
    } else {
      path += part;
      if (!last) path += '/';
    }
    if (last) return path;
    relative.remove_prefix(slash + 1);
  }
}

// A tag as it stands there; values are not resolved.
struct RawTag {
  std::string name;
  std::vector<std::pair<std::string_view, std::string_view>> attributes;

  [[nodiscard]] std::optional<std::string_view> Get(std::string_view attribute) const {
    for (const auto& [key, value] : attributes) {
      if (key == attribute) return value;
    }
    return std::nullopt;
  }
};

// Calls `visit` with each tag in order; the tag is gone afterwards.
template <typename Visit>
void VisitTags(std::string_view html, const Visit& visit) {
  RawTag tag;
  std::size_t at = 0;
  while ((at = html.find('<', at)) != std::string_view::npos) {
    ++at;
    if (html.substr(at).starts_with("!--")) {
      const std::size_t end = html.find("-->", at);
      if (end == std::string_view::npos) break;
      at = end + 3;
      continue;
    }
    tag.name.clear();
    tag.attributes.clear();
    while (at < html.size() && !IsSpace(html[at]) && html[at] != '>' && !(html[at] == '/' && !tag.name.empty())) {
      const char c = html[at++];
      tag.name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    while (at < html.size() && html[at] != '>') {
      if (IsSpace(html[at]) || html[at] == '/') {
        ++at;
        continue;
      }
      const std::size_t begin = at;
      while (at < html.size() && !IsSpace(html[at]) && html[at] != '=' && html[at] != '>' && html[at] != '/') ++at;
      const std::string_view name = html.substr(begin, at - begin);
      std::string_view value;
      if (at < html.size() && html[at] == '=') {
        ++at;
        if (at < html.size() && (html[at] == '"' || html[at] == '\'')) {
          const char quote = html[at++];
          const std::size_t end = std::min(html.find(quote, at), html.size());
          value = html.substr(at, end - at);
          at = std::min(end + 1, html.size());
        } else {
          const std::size_t bare = at;
          while (at < html.size() && !IsSpace(html[at]) && html[at] != '>') ++at;
          value = html.substr(bare, at - bare);
        }
      }
      if (name.empty()) ++at;  // a stray '=': nothing of ours, but never stand still
      tag.attributes.emplace_back(name, value);
    }
    visit(std::as_const(tag));
  }
}

constexpr std::string_view kNotFound = "404.html";

class PageReader {
 public:
  PageReader(std::string_view path, PageFacts& facts) : path_(path), facts_(facts) {}

  void Read(std::string_view html) {
    VisitTags(html, [&](const RawTag& tag) { See(tag); });
    std::vector<std::string>& ids = facts_.ids;
    std::vector<std::string> in_order = ids;
    std::sort(ids.begin(), ids.end());
    if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) {
      std::set<std::string> seen;
      for (const std::string& id : in_order) {
        if (!seen.insert(id).second)
          facts_.twice.push_back(fmt::format("{}: the id \"{}\" stands twice", path_, Printable(id)));
      }
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    }
    if (headings_ != 1) Tell(fmt::format("has {} h1 instead of one", headings_));
    if (!lang_) Tell("has no lang");
    if (!title_) Tell("has no title");
    if (!description_) Tell("has no description");
    for (const auto& [attribute, id] : named_) {
      if (!facts_.Has(id)) Tell(fmt::format("{} names the id \"{}\", which isn't there", attribute, Printable(id)));
    }
  }

 private:
  void Tell(const std::string& what) { facts_.breaches.push_back(fmt::format("{}: {}", path_, what)); }

  void See(const RawTag& tag) {
    headings_ += tag.name == "h1" ? 1 : 0;
    title_ = title_ || tag.name == "title";
    if (tag.name == "html") lang_ = lang_ || !tag.Get("lang").value_or("").empty();
    if (tag.name == "meta") {
      description_ = description_ || (tag.Get("name") == "description" && !tag.Get("content").value_or("").empty());
      facts_.leads = facts_.leads || tag.Get("http-equiv") == "refresh";
      facts_.indexed = facts_.indexed && !(tag.Get("name") == "robots" && tag.Get("content") == "noindex");
    }
    if (const auto id = tag.Get("id")) facts_.ids.push_back(Unescape(*id));
    if (const auto rel = tag.Get("rel")) SeeAlternate(tag, *rel);
    const bool data = tag.name == "script" && tag.Get("type") == "application/ld+json";
    // 404.html is shown at any address: it brings its style and script along, which its policy names by hash.
    if (path_ != kNotFound && (tag.name == "style" || (tag.name == "script" && !tag.Get("src") && !data)))
      Tell(fmt::format("<{}> in a page, which the policy forbids", tag.name));
    for (const auto& [name, value] : tag.attributes) {
      if (name == "style" || name.starts_with("on"))
        Tell(fmt::format("attribute {} in a page, which the policy forbids", name));
      if (name == "href" || name == "src" || name == "poster" || name == "action") SeeUrl(tag, Unescape(value));
      if (name == "srcset") {
        const std::string candidates = Unescape(value);
        for (const std::string_view candidate : Split(candidates, ',')) {
          const std::string_view url = TrimBlanks(candidate);
          SeeUrl(tag, std::string(url.substr(0, url.find(' '))));
        }
      }
      if (name == "aria-labelledby" || name == "aria-describedby" || name == "aria-controls" || name == "aria-owns" ||
          name == "for" || name == "headers") {
        const std::string all = Unescape(value);
        for (const std::string_view id : Split(all, ' ')) {
          if (!id.empty()) named_.emplace(name, id);
        }
      }
    }
  }

  void SeeAlternate(const RawTag& tag, std::string_view rel) {
    const auto href = tag.Get("href");
    const auto lang = tag.Get("hreflang");
    if (!href || (rel != "canonical" && !(rel == "alternate" && lang))) return;
    facts_.alternates.push_back({rel == "canonical", std::string(lang.value_or("")),
                                 Resolve(path_, PercentDecoded(Unescape(*href))).value_or("")});
  }

  void SeeUrl(const RawTag& tag, const std::string& url) {
    const std::string_view scheme = SchemeOf(url);
    if (!scheme.empty()) {
      const bool known = scheme == "https:" || scheme == "http:" || scheme == "mailto:";
      if (tag.name != "a" || !known)
        Tell(fmt::format("<{}> leads to \"{}\": only links may leave the site, by https, http or mailto", tag.name,
                         Printable(url)));
      return;
    }
    // For the same reason its links may start there; whatever else it would load, it may not.
    if (url.starts_with("/") && !(path_ == kNotFound && tag.name == "a"))
      return Tell(
          fmt::format("\"{}\" starts at the server's root: only relative URLs work in every place", Printable(url)));
    // The same place from several spots is asked for once.
    if (!urls_.insert(url).second) return;
    facts_.links += url;
    facts_.links += '\0';
  }

  std::string_view path_;
  PageFacts& facts_;
  int headings_ = 0;
  bool lang_ = false;
  bool title_ = false;
  bool description_ = false;
  std::set<std::pair<std::string, std::string>> named_;
  std::unordered_set<std::string> urls_;
};

class Checker {
 public:
  Checker(const FileSet& files, const PagesTaken& taken, std::span<const Lang> langs, int threads)
      : files_(files), langs_(langs), threads_(threads) {
    paths_.reserve(files.size() + taken.size());
    for (const auto& [path, bytes] : files) {
      paths_.insert(path);
      if (path.ends_with(".html")) pages_.push_back({path, bytes, {}, nullptr, {}});
    }
    for (const auto& [path, facts] : taken) {
      paths_.insert(path);
      pages_.push_back({path, {}, {}, &facts, {}});
    }
    std::sort(pages_.begin(), pages_.end(), [](const Page& a, const Page& b) { return a.path < b.path; });
    ForEach(pages_, threads_, [](Page& page) {
      if (page.taken == nullptr) page.read = FactsOf(page.path, page.html);
    });
    for (const Page& page : pages_) facts_.emplace(page.path, &page.facts());
  }

  std::vector<std::string> Run() {
    ForEach(pages_, threads_, [&](Page& page) { CheckPage(page); });
    std::vector<std::string> breaches;
    for (const Page& page : pages_)
      breaches.insert(breaches.end(), page.facts().twice.begin(), page.facts().twice.end());
    for (const Page& page : pages_) {
      breaches.insert(breaches.end(), page.facts().breaches.begin(), page.facts().breaches.end());
      breaches.insert(breaches.end(), page.breaches.begin(), page.breaches.end());
    }
    for (const auto& [path, bytes] : files_) {
      if (path.ends_with(".css")) CheckStyle(path, bytes, breaches);
    }
    return breaches;
  }

 private:
  struct Page {
    std::string_view path;
    std::string_view html;
    PageFacts read;
    const PageFacts* taken = nullptr;   // read when it was made
    std::vector<std::string> breaches;  // what others lack

    [[nodiscard]] const PageFacts& facts() const { return taken == nullptr ? read : *taken; }
    void Tell(const std::string& what) { breaches.push_back(fmt::format("{}: {}", path, what)); }
  };

  [[nodiscard]] const PageFacts* Find(std::string_view path) const {
    const auto found = facts_.find(path);
    return found == facts_.end() ? nullptr : found->second;
  }

  void CheckPage(Page& page) const {
    for (std::string_view rest = page.facts().links; !rest.empty();) {
      const std::size_t end = rest.find('\0');
      CheckUrl(page, std::string(rest.substr(0, end)));
      rest.remove_prefix(end + 1);
    }
    CheckTwin(page);
  }

  void CheckUrl(Page& page, const std::string& url) const {
    if (url.starts_with("/")) return CheckFromRoot(page, url);
    const std::size_t hash = url.find('#');
    const std::string target = PercentDecoded(std::string_view(url).substr(0, hash));
    const std::string anchor =
        hash == std::string::npos ? std::string() : PercentDecoded(std::string_view(url).substr(hash + 1));
    const PageFacts* there = &page.facts();
    if (!target.empty()) {
      const std::optional<std::string> file = Resolve(page.path, target);
      if (!file || !paths_.contains(*file)) {
        page.Tell(fmt::format("link to \"{}\", which isn't there", Printable(url)));
        return;
      }
      there = anchor.empty() ? nullptr : Find(*file);
    }
    if (!anchor.empty() && (there == nullptr || !there->Has(anchor)))
      page.Tell(fmt::format("link to \"{}\": the page is there, the anchor isn't", Printable(url)));
  }

  // From the host's root, below a path that is the site's own: the rest of the address is a page.
  void CheckFromRoot(Page& page, const std::string& url) const {
    for (std::size_t at = url.find('/'); at != std::string::npos; at = url.find('/', at + 1)) {
      if (paths_.contains(PercentDecoded(std::string_view(url).substr(at + 1)))) return;
    }
    page.Tell(fmt::format("link to \"{}\", which isn't there", Printable(url)));
  }

  // What a style sheet loads.
  void CheckStyle(const std::string& path, std::string_view css, std::vector<std::string>& breaches) const {
    constexpr std::string_view kUrl = "url(";
    for (std::size_t at = css.find(kUrl); at != std::string_view::npos; at = css.find(kUrl, at)) {
      at += kUrl.size();
      std::string_view url = css.substr(at, css.find(')', at) - at);
      if (url.size() > 1 && (url.front() == '"' || url.front() == '\'')) url = url.substr(1, url.size() - 2);
      const std::optional<std::string> file = Resolve(path, url.substr(0, url.find('#')));
      if (!file || !paths_.contains(*file))
        breaches.push_back(fmt::format("{}: loads \"{}\", which isn't there", path, Printable(url)));
    }
  }

  // What leads to the same in another language, leads to just that; since this holds for every page, each of two pages
  // is the other's.
  static void CheckAlternates(Page& page, const std::vector<std::string>& twins) {
    std::set<std::string> named;
    for (const PageFacts::Alternate& each : page.facts().alternates) {
      // A page that only leads to another names that one.
      if (each.canonical) {
        if (each.target != page.path && !page.facts().leads)
          page.Tell(fmt::format("canonical leads to {}", Printable(each.target)));
        continue;
      }
      const std::string wanted =
          each.lang == "x-default" ? "index.html" : each.lang.substr(0, 2) + std::string(page.path.substr(2));
      if (each.target != wanted)
        page.Tell(fmt::format("its alternate in {} is {}", Printable(each.lang), Printable(each.target)));
      named.insert(each.target);
    }
    for (const std::string& twin : twins) {
      if (!named.contains(twin) && !page.facts().leads) page.Tell(fmt::format("does not name its alternate {}", twin));
    }
  }

  void CheckTwin(Page& page) const {
    const std::optional<Lang> own = LangOf(page.path.substr(0, page.path.find('/')));
    if (!own || std::find(langs_.begin(), langs_.end(), *own) == langs_.end()) return;
    std::vector<std::string> twins;
    for (const Lang lang : langs_) {
      if (lang == *own) continue;
      twins.push_back(std::string(PathOf(lang)) + std::string(page.path.substr(2)));
      const PageFacts* other = Find(twins.back());
      if (other == nullptr) {
        page.Tell(fmt::format("has no twin {}", twins.back()));
        return;
      }
      CompareIds(page, *other, twins.back());
    }
    CheckAlternates(page, twins);
  }

  static void CompareIds(Page& page, const PageFacts& other, const std::string& twin) {
    for (const std::string& id : page.facts().ids) {
      if (other.Has(id)) continue;
      // Notes, citations and tables are numbered in each text by itself: a translator may have notes of his own.
      if (id.starts_with("fn-") || id.starts_with("fnref-") || id.starts_with("cite-") || id.starts_with("ref-") ||
          id.starts_with("table-"))
        continue;
      page.Tell(fmt::format("the id \"{}\" is not in {}", Printable(id), twin));
    }
  }

  const FileSet& files_;
  const std::span<const Lang> langs_;
  const int threads_;
  std::vector<Page> pages_;
  std::unordered_set<std::string_view> paths_;
  std::unordered_map<std::string_view, const PageFacts*> facts_;
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
  VisitTags(html, [&](const RawTag& raw) {
    HtmlTag& tag = tags.emplace_back();
    tag.name = raw.name;
    for (const auto& [name, value] : raw.attributes) tag.attributes.emplace_back(name, Unescape(value));
  });
  return tags;
}

bool PageFacts::Has(std::string_view id) const { return std::binary_search(ids.begin(), ids.end(), id); }

PageFacts FactsOf(std::string_view path, std::string_view html) {
  PageFacts facts;
  PageReader(path, facts).Read(html);
  facts.ids.shrink_to_fit();
  facts.links.shrink_to_fit();
  return facts;
}

std::vector<std::string> CheckPages(const FileSet& files, std::span<const Lang> langs, int threads,
                                    const PagesTaken& taken) {
  return Checker(files, taken, langs, threads).Run();
}

}  // namespace ferrotype
