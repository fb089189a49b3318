#include "renderer/page/han_spaces.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace ferrotype {
namespace {

bool IsHan(char32_t rune) {
  return (rune >= 0x3400 && rune <= 0x9FFF) || (rune >= 0xF900 && rune <= 0xFAFF) ||
         (rune >= 0x20000 && rune <= 0x3FFFF);
}

bool IsLatin(char32_t rune) {
  return (rune >= '0' && rune <= '9') || (rune >= 'a' && rune <= 'z') || (rune >= 'A' && rune <= 'Z') || rune == '%' ||
         rune == '+' || rune == 0x2212 || rune == 0x00B1;
}

// Elements in which spaces stay.
constexpr std::array<std::string_view, 6> kKept = {"code", "pre", "title", "svg", "style", "math"};

std::string_view NameOf(std::string_view tag) {  // "<a href" -> "a", "</a>" -> "a"
  tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
  return tag.substr(0, tag.find_first_of(" \n\t/>"));
}

}  // namespace

std::string CloseHanSpaces(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  constexpr std::size_t kNone = std::string::npos;
  char32_t before = 0;        // last character of text that was written, 0 after a line's end
  std::size_t space = kNone;  // where in `out` a lone space stands after `before`; npos: none
  std::string_view kept;      // element whose end is awaited
  while (!html.empty()) {
    if (html.front() == '<') {
      const std::size_t end = std::min(html.find('>'), html.size() - 1) + 1;
      const std::string_view tag = html.substr(0, end);
      const std::string_view name = NameOf(tag);
      if (kept.empty() && !tag.starts_with("</")) {
        const auto found = std::find(kKept.begin(), kKept.end(), name);
        if (found != kKept.end()) kept = *found;
      } else if (tag.starts_with("</") && name == kept) {
        kept = {};
        before = 0;  // the style sheet spaces no code, so a space beside it stays
        space = kNone;
      }
      out += tag;
      html.remove_prefix(end);
      continue;
    }
    const DecodedRune rune = DecodeUtf8(html);
    const std::string_view bytes = html.substr(0, rune.bytes);
    html.remove_prefix(rune.bytes);
    if (kept.empty()) {
      if (rune.value == ' ') {
        space = before != 0 && space == kNone ? out.size() : kNone;
        if (space == kNone) before = 0;
      } else if (rune.value == '\n') {
        before = 0;
        space = kNone;
      } else {
        if (space != kNone && ((IsHan(before) && IsLatin(rune.value)) || (IsLatin(before) && IsHan(rune.value))))
          out.erase(space, 1);
        before = rune.value;
        space = kNone;
      }
    }
    out += bytes;
  }
  return out;
}

}  // namespace ferrotype
