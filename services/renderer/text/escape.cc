#include "renderer/text/escape.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace ferrotype::text {
namespace {

bool CanStandInHtml(char32_t rune) {
  if (rune < 0x20) return rune == '\t' || rune == '\n';
  if (rune >= 0x7F && rune <= 0x9F) return false;
  if (rune >= 0xFDD0 && rune <= 0xFDEF) return false;
  return (rune & 0xFFFE) != 0xFFFE;
}

std::string Escape(std::string_view text, bool attribute) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const char c = text.front();
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (attribute && c == '"') {
      out += "&quot;";
    } else if (attribute && c == '\'') {
      out += "&#39;";
    } else if (attribute && c == '\n') {
      out += "&#10;";
    } else {
      const DecodedRune rune = DecodeUtf8(text);
      if (rune.valid && CanStandInHtml(rune.value)) {
        out += text.substr(0, rune.bytes);
      } else {
        out += "\uFFFD";
      }
      text.remove_prefix(rune.bytes);
      continue;
    }
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace

std::string EscapeText(std::string_view text) { return Escape(text, false); }

std::string EscapeAttribute(std::string_view value) { return Escape(value, true); }

std::string EscapeUrl(std::string_view url) {
  constexpr std::string_view kPlain = "-._~:/?#[]@!$()*+,;=%";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(url.size());
  for (const char c : url) {
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else if (c == '&') {
      out += "&amp;";
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::string PathCode(std::string_view path, std::string_view css_class) {
  std::string out = fmt::format("<code class=\"{}\">", css_class);
  for (std::size_t from = 0; from < path.size();) {
    const std::size_t slash = std::min(path.find('/', from), path.size());
    const std::size_t colons = std::min(path.find("::", from), path.size());
    const std::size_t end = std::min({slash + 1, colons + 2, path.size()});
    out += EscapeText(path.substr(from, end - from));
    if (end < path.size()) out += "<wbr>";
    from = end;
  }
  return out + "</code>";
}

}  // namespace ferrotype::text
