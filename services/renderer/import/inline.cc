#include "renderer/import/inline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "base/utf8.h"
#include "renderer/import/looks.h"
#include "renderer/maths/tex.h"
#include "renderer/text/chinese.h"
#include "renderer/text/roles.h"

namespace ferrotype::imports {
namespace {

// How far a link, a code span or a tag may reach: hostile lines have a mark at every byte.
constexpr std::size_t kReach = 4'096;

constexpr std::array<std::string_view, 6> kPictures = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"};

bool IsTag(std::string_view name) {
  static const std::set<std::string_view> kTags = {
      "a",      "abbr", "b",      "blockquote", "br",         "center",  "code", "dd",     "del",     "details",
      "div",    "dl",   "dt",     "em",         "figcaption", "figure",  "font", "h1",     "h2",      "h3",
      "h4",     "h5",   "h6",     "hr",         "i",          "iframe",  "img",  "ins",    "kbd",     "li",
      "mark",   "ol",   "p",      "picture",    "pre",        "q",       "s",    "script", "section", "small",
      "source", "span", "strong", "style",      "sub",        "summary", "sup",  "table",  "tbody",   "td",
      "tfoot",  "th",   "thead",  "tr",         "u",          "ul",      "video"};
  return kTags.contains(name);
}

std::string AttributeOf(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(fmt::format("{}=", name));
  if (at == std::string_view::npos) return "";
  std::string_view value = tag.substr(at + name.size() + 1);
  if (value.empty()) return "";
  const char quote = value.front();
  if (quote != '"' && quote != '\'') return std::string(value.substr(0, value.find_first_of(" >")));
  value.remove_prefix(1);
  return std::string(value.substr(0, value.find(quote)));
}

std::string NameOfFile(std::string_view path) { return std::string(path.substr(path.find_last_of('/') + 1)); }

// A picture in Markdown, as far as this site has it; else its words.
std::string Picture(std::string alt, std::string_view url, int number, const BodyRequest& request, Body& body) {
  const std::string shown(url);
  if (alt.empty()) {
    alt = request.lang == Lang::kEn ? "Picture" : "图片";
    body.doubts.push_back({number, fmt::format("the picture {} has no words for those who don't see it", shown)});
  }
  if (url.find("://") != std::string_view::npos || url.starts_with("//")) {
    body.doubts.push_back(
        {number,
         fmt::format(
             "the picture {} lies on a foreign host; it needs a local copy with credit, and is a link until then",
             shown)});
    return fmt::format("[{}]({})", alt, WithoutTracking(url.starts_with("//") ? "https:" + shown : shown));
  }
  const bool known = std::any_of(kPictures.begin(), kPictures.end(),
                                 [&](std::string_view ending) { return Lower(url).ends_with(ending); });
  const std::optional<std::string> bytes = known && request.beside ? request.beside(shown) : std::nullopt;
  if (!bytes) {
    body.doubts.push_back(
        {number, fmt::format("the picture {} was not found beside the file; its words stand here", shown)});
    return alt;
  }
  std::string name;
  for (const char c : NameOfFile(url)) name += IsLetter(c) || IsDigit(c) || c == '.' || c == '-' || c == '_' ? c : '-';
  body.pictures[name] = *bytes;
  ++body.contents.pictures;
  return fmt::format("![{}]({})", alt, name);
}

bool IsSafeUrl(std::string_view url) {
  return (url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:")) &&
         url.find_first_of(" \t\\<>\"`") == std::string_view::npos && url.find('@') == url.rfind('@') &&
         !(url.find('@') != std::string_view::npos && !url.starts_with("mailto:") && url.find('@') < url.find('/', 8));
}

// What HTML's tags say, in Markdown; tags that say nothing go.
std::string FromTag(std::string_view tag, int number, const BodyRequest& request, Body& body) {
  const bool closes = tag.starts_with("</");
  std::string_view name = tag.substr(closes ? 2 : 1);
  name = name.substr(0, name.find_first_of(" />\t"));
  const std::string lower = Lower(name);
  if (lower == "br") return "\\\n";
  if (lower == "img")
    return closes ? "" : Picture(AttributeOf(tag, "alt"), AttributeOf(tag, "src"), number, request, body);
  if (lower == "b" || lower == "strong") return "**";
  if (lower == "i" || lower == "em") return "*";
  if (lower == "code" || lower == "kbd") return "`";
  if (lower == "a") {
    const std::string href = AttributeOf(tag, "href");
    if (!closes && IsSafeUrl(href))
      body.doubts.push_back(
          {number, fmt::format("an HTML link to {}: write it as [words](address)", WithoutTracking(href))});
    return "";
  }
  if (!closes && lower != "p" && lower != "div" && lower != "span" && lower != "center" && lower != "font")
    body.doubts.push_back({number, fmt::format("the HTML element <{}> was taken out", lower)});
  return "";
}

struct LinkParts {
  std::string words;
  std::string url;
  std::string title;
  std::size_t end = 0;  // behind the closing parenthesis
};

// `[words](url "title")` at `at`, whose first character is `[`.
std::optional<LinkParts> LinkAt(std::string_view whole, std::size_t at) {
  const std::string_view line = whole.substr(0, at + kReach);
  int depth = 0;
  std::size_t i = at;
  for (; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '[') {
      ++depth;
    } else if (line[i] == ']' && --depth == 0) {
      break;
    }
  }
  if (i + 1 >= line.size() || line[i + 1] != '(') return std::nullopt;
  std::size_t close = i + 2;
  int parens = 1;
  for (; close < line.size(); ++close) {
    if (line[close] == '(') ++parens;
    if (line[close] == ')' && --parens == 0) break;
  }
  if (close >= line.size()) return std::nullopt;
  std::string_view inside = TrimBlanks(line.substr(i + 2, close - i - 2));
  LinkParts parts;
  parts.words = line.substr(at + 1, i - at - 1);
  const std::size_t gap = inside.find_first_of(" \t");
  parts.url = inside.substr(0, gap);
  if (parts.url.starts_with('<') && parts.url.ends_with('>')) parts.url = parts.url.substr(1, parts.url.size() - 2);
  if (gap != std::string_view::npos) parts.title = TrimBlanks(inside.substr(gap));
  parts.end = close + 1;
  return parts;
}

// `$x_1$` at `at`: TeX between two dollars that are no prices.
std::optional<std::string_view> FormulaAt(std::string_view line, std::size_t at) {
  const std::size_t close = line.find('$', at + 1);
  if (close == std::string_view::npos || close == at + 1 || close - at > 300) return std::nullopt;
  const std::string_view tex = line.substr(at + 1, close - at - 1);
  if (tex.front() == ' ' || tex.back() == ' ' || tex.find('`') != std::string_view::npos) return std::nullopt;
  const bool sign =
      tex.find_first_of("\\^_{}=") != std::string_view::npos || (tex.size() == 1 && IsLetter(tex.front()));
  if (!sign || !MathMlOf(tex, FormulaPlace::kLine)) return std::nullopt;
  return tex;
}

// The length of `{metric}` at `at`, where there is a role of this name; else 0.
std::size_t RoleAt(std::string_view line, std::size_t at) {
  const std::size_t close = line.substr(0, at + 40).find('}', at);
  return close != std::string_view::npos && text::IsRole(line.substr(at + 1, close - at - 1)) ? close + 1 - at : 0;
}

}  // namespace

std::string PlainWords(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '[' || (c == '!' && i + 1 < line.size() && line[i + 1] == '[')) {
      const std::size_t open = c == '!' ? i + 1 : i;
      if (const auto link = LinkAt(line, open)) {
        out += link->words;
        i = link->end - 1;
        continue;
      }
    }
    if (c == '{' && line.substr(i, 40).find("}`") != std::string_view::npos) {  // a role's name
      const std::size_t close = line.find("}`", i);
      const std::string_view name = line.substr(i + 1, close - i - 1);
      if (!name.empty() &&
          std::all_of(name.begin(), name.end(), [](char letter) { return IsLetter(letter) || letter == '-'; })) {
        i = close;
        continue;
      }
    }
    if (c == '*' || c == '`') continue;
    if (c == '\\' && i + 1 < line.size() && !IsLetter(line[i + 1])) continue;
    out += c;
  }
  std::string_view trimmed = TrimBlanks(out);
  while (trimmed.starts_with("> ") || trimmed.starts_with("- ")) trimmed = TrimBlanks(trimmed.substr(2));
  return std::string(trimmed);
}

std::string CleanInline(std::string_view line, int number, const BodyRequest& request, Body& body) {
  std::string out;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == '\\' && i + 1 < line.size()) {
      out += line.substr(i, 2);
      i += 2;
    } else if (c == '`') {  // code is as it is
      const std::size_t run = std::min(line.find_first_not_of('`', i), line.size()) - i;
      const std::size_t close = line.substr(0, i + kReach).find(std::string(run, '`'), i + run);
      if (close == std::string_view::npos) {
        out += std::string(run, '`');
        i += run;
        continue;
      }
      if (out.ends_with('}')) out += ' ';  // not a role of ours
      out += line.substr(i, close + run - i);
      i = close + run;
    } else if (c == '!' && i + 1 < line.size() && line[i + 1] == '[' && LinkAt(line, i + 1)) {
      const LinkParts picture = *LinkAt(line, i + 1);
      out += Picture(picture.words, picture.url, number, request, body);
      i = picture.end;
    } else if (c == '[' && LinkAt(line, i)) {
      const LinkParts link = *LinkAt(line, i);
      const std::string words = CleanInline(link.words, number, request, body);
      const std::string url = WithoutTracking(link.url);
      if (IsSafeUrl(url)) {
        ++body.contents.links;
        out += fmt::format("[{}]({}{}{})", words, url, link.title.empty() ? "" : " ", link.title);
      } else {
        body.doubts.push_back(
            {number, fmt::format("the link to {} leads nowhere on this site; its words stay", link.url)});
        out += words;
      }
      i = link.end;
    } else if (c == '[' && line.substr(i).starts_with("[^")) {
      out += "[^";
      i += 2;
    } else if (c == '{' && RoleAt(line, i) > 0) {  // it means nothing of ours
      out += fmt::format("`{}`", line.substr(i, RoleAt(line, i)));
      i += RoleAt(line, i);
      if (i < line.size() && line[i] == '`') out += ' ';
    } else if (c == '$' && FormulaAt(line, i)) {
      const std::string_view tex = *FormulaAt(line, i);
      out += fmt::format("{{math}}`{}`", tex);
      i += tex.size() + 2;
    } else if (c == '<') {
      const std::size_t close = line.substr(0, i + kReach).find('>', i);
      const std::string_view inside =
          close == std::string_view::npos ? std::string_view() : line.substr(i + 1, close - i - 1);
      if (inside.starts_with("https://") || inside.starts_with("http://")) {
        const std::string url = WithoutTracking(inside);
        out += IsSafeUrl(url) ? fmt::format("<{}>", url) : url;
        i = close + 1;
        continue;
      }
      if (inside.starts_with("!--")) {
        const std::size_t end = line.substr(0, i + kReach).find("-->", i);
        if (end != std::string_view::npos) {
          i = end + 3;
          continue;
        }
      }
      const std::size_t start = inside.starts_with('/') ? 1 : 0;
      const std::string name =
          Lower(inside.substr(start, std::min(inside.find_first_of(" /\t", start), inside.size()) - start));
      if (!inside.empty() && IsTag(name)) {
        out += FromTag(line.substr(i, close + 1 - i), number, request, body);
        i = close + 1;
      } else {
        out += "\\<";  // Result<T> in prose is no element
        ++i;
      }
    } else if (line.substr(i).starts_with("https://") || line.substr(i).starts_with("http://")) {
      std::size_t end = i;
      while (end < line.size() && static_cast<unsigned char>(line[end]) > 0x20 &&
             static_cast<unsigned char>(line[end]) < 0x7F &&
             std::string_view("<>\"`)]}|").find(line[end]) == std::string_view::npos)
        ++end;
      out += WithoutTracking(line.substr(i, end - i));
      ++body.contents.links;
      i = end;
    } else {
      const DecodedRune rune = DecodeUtf8(line.substr(i));
      const std::string_view bytes = line.substr(i, rune.bytes);
      if (rune.valid && bytes != text::kSeam && !(IsDeceptive(rune.value) && rune.value != '\t')) out += bytes;
      i += rune.bytes;
    }
  }
  return out;
}

}  // namespace ferrotype::imports
