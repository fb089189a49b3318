#include "renderer/text/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "renderer/text/front_matter.h"

namespace ferrotype::text {
namespace {

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Characters that browsers drop or turn around before they read a URL: with them nothing below would be about the URL
// that is opened.
bool HasTrickyCharacters(std::string_view url) {
  return std::any_of(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || c == '\\' || c == '<' || c == '>' || c == '"' || c == '`';
  });
}

// The scheme of `url` with its colon, in small letters; empty for a relative one.
std::string SchemeOf(std::string_view url) {
  const std::size_t colon = url.find_first_of(":/?#");
  if (colon == std::string_view::npos || url[colon] != ':') return "";
  return Lower(url.substr(0, colon + 1));
}

// The address of a page: from the root, `pages` lie at the top of a language.
std::string PagePath(std::string_view kind, std::string_view slug, Lang lang) {
  return kind == "pages" ? fmt::format("{}/{}/index.html", PathOf(lang), slug)
                         : fmt::format("{}/{}/{}/index.html", PathOf(lang), kind, slug);
}

Or<Target> ToText(std::string_view path, const std::string& fragment, const Document& document,
                  const TextContext& context) {
  std::vector<std::string_view> parts = {document.kind, document.slug};
  for (const std::string_view part : Split(path, '/')) {
    if (part == "." || part.empty()) continue;
    if (part == "..") {
      if (parts.empty()) return Bad("F030", fmt::format("{} leads out of content/", Quoted(path)));
      parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  const std::vector<std::string> kinds = Kinds();
  const bool known = parts.size() == 3 && std::find(kinds.begin(), kinds.end(), parts[0]) != kinds.end();
  const std::string_view file = known ? parts[2] : std::string_view();
  const auto lang = file.ends_with(".md") ? LangOf(file.substr(0, file.size() - 3)) : std::nullopt;
  if (lang) return Target{context.to_root + PagePath(parts[0], parts[1], *lang) + fragment, false};
  return Bad("F030", fmt::format("{} is no text of this site; write ../../<kind>/<slug>/{}.md", Quoted(path),
                                 PathOf(document.lang)));
}

}  // namespace

Or<Target> CheckLink(std::string_view url, const Document& document, const TextContext& context) {
  if (url.empty()) return Bad("F030", "a link without a target");
  if (HasTrickyCharacters(url))
    return Bad("F030", fmt::format("{} holds a space, a control character or a backslash", Quoted(url)));
  const std::string scheme = SchemeOf(url);
  if (scheme == "mailto:") return Target{std::string(url), true};
  if (scheme == "https:" || scheme == "http:") {
    const std::string_view rest = url.substr(scheme.size());
    if (!rest.starts_with("//")) return Bad("F030", fmt::format("{} has no host", Quoted(url)));
    const std::string_view authority = rest.substr(2, rest.find_first_of("/?#", 2) - 2);
    if (authority.empty()) return Bad("F030", fmt::format("{} has no host", Quoted(url)));
    if (authority.find('@') != std::string_view::npos)
      return Bad("F030", fmt::format("{} names a user before its host", Quoted(url)));
    return Target{std::string(url), true};
  }
  if (!scheme.empty())
    return Bad("F030", fmt::format("links may be https, http, mailto or relative, not {}", Quoted(scheme)));
  if (url.starts_with("//")) return Bad("F030", fmt::format("{} names a host without https:", Quoted(url)));

  const std::size_t hash = url.find('#');
  std::string fragment(hash == std::string_view::npos ? std::string_view() : url.substr(hash + 1));
  if (!fragment.empty()) fragment = fmt::format("#{}{}", kAnchorPrefix, fragment);
  const std::string_view path = url.substr(0, hash);
  if (path.empty()) {
    if (fragment.empty()) return Bad("F030", "a link without a target");
    return Target{fragment, false};
  }
  if (path.ends_with(".md")) return ToText(path, fragment, document, context);
  if (path.starts_with('/')) {
    // Anchors of the site's own pages have no prefix.
    std::string target = context.to_root + std::string(path.substr(1));
    if (target.empty() || target.ends_with('/')) target += "index.html";
    return Target{target + std::string(hash == std::string_view::npos ? std::string_view() : url.substr(hash)), false};
  }
  return Target{std::string(url), false};
}

Or<Target> CheckImage(std::string_view url) {
  const std::vector<std::string_view> parts = Split(url, '/');
  const bool climbs =
      std::any_of(parts.begin(), parts.end(), [](std::string_view part) { return part.empty() || part == ".."; });
  if (url.empty() || HasTrickyCharacters(url) || !SchemeOf(url).empty() || climbs) {
    return Bad("F033",
               fmt::format("a picture lies beside its text and is named by a relative path, not {}", Quoted(url)));
  }
  return Target{std::string(url), false};
}

std::string PictureUrl(std::string_view name, const Document& document, const TextContext& context) {
  if (context.pictures == nullptr) return std::string(name);
  const auto found = context.pictures->find(fmt::format("{}/{}/{}", document.kind, document.slug, name));
  return found == context.pictures->end() ? std::string(name) : context.to_root + found->second;
}

}  // namespace ferrotype::text
