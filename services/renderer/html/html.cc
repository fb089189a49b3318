#include "renderer/html/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"

namespace ferrotype {
namespace {

void AppendEscaped(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\'':
      out += "&#39;";
      return;
    default:
      out += c;
  }
}

bool IsXmlRune(char32_t rune) {
  return rune == '\t' || rune == '\n' || rune == '\r' || (rune >= 0x20 && rune <= 0xD7FF) ||
         (rune >= 0xE000 && rune <= 0xFFFD) || (rune >= 0x10000 && rune <= 0x10FFFF);
}

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

Html Html::Text(std::string_view text) { return Html(EscapeHtml(text)); }

Html Html::Name(std::string_view name) { return Html(EscapeHtml(Printable(name))); }

Html Element(std::string_view tag, std::initializer_list<Attribute> attributes, const Html& content) {
  std::string out = fmt::format("<{}", tag);
  for (const auto& [name, value] : attributes) {
    if (!value.empty()) out += fmt::format(" {}=\"{}\"", name, EscapeHtml(value));
  }
  return Html::Trusted(fmt::format("{}>{}</{}>", out, content.str(), tag));
}

Html Link(std::string_view url, const Html& content, std::string_view css_class) {
  return Element("a", {{"class", css_class}, {"href", url}}, content);
}

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) AppendEscaped(out, c);
  return out;
}

std::string EscapeXml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const DecodedRune rune = DecodeUtf8(text);
    if (!rune.valid || !IsXmlRune(rune.value)) {
      out += "\xEF\xBF\xBD";
    } else {
      for (const char c : text.substr(0, rune.bytes)) AppendEscaped(out, c);
    }
    text.remove_prefix(rune.bytes);
  }
  return out;
}

std::string EscapeUrlPart(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsUnreserved(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string EscapeCsv(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string Slug(std::string_view name) {
  // Names that some file system or server treats as special.
  static constexpr std::array<std::string_view, 7> kSpecial = {"con", "prn", "aux", "nul", "index.html", "index", ""};
  constexpr std::size_t kLongest = 120;
  std::string lower;
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool plain = (IsUnreserved(c) && c != '~') || c == '+';
    const bool edge_dot = c == '.' && (i == 0 || i + 1 == name.size() || name[i + 1] == '.');
    if (plain && !edge_dot) {
      out += c;
    } else {
      out += fmt::format("~{:02x}", static_cast<unsigned char>(c));
    }
  }
  const std::string_view stem = std::string_view(lower).substr(0, lower.find('.'));
  if (std::find(kSpecial.begin(), kSpecial.end(), lower) != kSpecial.end() ||
      (!stem.empty() && std::find(kSpecial.begin(), kSpecial.end(), stem) != kSpecial.end())) {
    out = "~-" + out;  // "~-" starts no escape, so no other name gives it
  }
  if (out.size() > kLongest) out = "~~" + ToHex(Sha256(name));
  return out;
}

}  // namespace ferrotype
