#include "renderer/chart/measure.h"

#include <array>
#include <cstdint>
#include <vector>

#include "base/utf8.h"

namespace ferrotype {
namespace {

// U+0020 to U+007E in hundredths of an em: the widest of Noto Sans Bold, DejaVu Sans and Liberation Sans Bold (Arial's
// twin).
constexpr std::array<std::uint8_t, 95> kAscii = {
    32, 40, 47, 84, 64, 95, 78, 27, 39,  39, 54, 84, 32, 36, 32, 41, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 69, 69, 70, 77, 63, 58, 77, 76, 39, 33, 66, 56, 94, 81, 80,
    63, 80, 69, 63, 61, 76, 68, 99, 69,  62, 69, 39, 41, 39, 84, 50, 50, 61, 63, 55, 63, 62, 39, 63,
    66, 30, 30, 62, 30, 98, 66, 62, 63,  63, 45, 52, 43, 66, 59, 86, 59, 59, 52, 64, 55, 64, 84};

double RuneWidth(char32_t rune) {
  if (rune >= 0x20 && rune <= 0x7E) return kAscii[rune - 0x20] / 100.0;
  if (rune >= 0x300 && rune <= 0x36F) return 0;  // combining marks
  if (rune < 0x1100) return 0.8;                 // other alphabets
  if (rune >= 0x2010 && rune <= 0x2015) return 1.0;
  return rune >= 0x2000 && rune <= 0x206F ? 0.5 : 1.05;  // punctuation; Han with the gap to Latin letters
}

}  // namespace

double TextWidth(std::string_view text, double size) {
  double width = 0;
  while (!text.empty()) {
    const DecodedRune rune = DecodeUtf8(text);
    width += RuneWidth(rune.value);
    text.remove_prefix(rune.bytes);
  }
  return width * size;
}

std::string FitText(std::string_view text, double size, double width) {
  if (TextWidth(text, size) <= width) return std::string(text);
  std::vector<std::string_view> runes;
  for (std::string_view rest = text; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    runes.push_back(rest.substr(0, rune.bytes));
    rest.remove_prefix(rune.bytes);
  }
  // A path says most at its end: two thirds of the room go there.
  const double room = width - size;
  double used = 0;
  std::string head;
  std::string tail;
  std::size_t i = 0;
  for (; i < runes.size(); ++i) {
    const double w = TextWidth(runes[i], size);
    if (used + w > room / 3) break;
    used += w;
    head += runes[i];
  }
  for (std::size_t j = runes.size(); j > i; --j) {
    const double w = TextWidth(runes[j - 1], size);
    if (used + w > room) break;
    used += w;
    tail.insert(0, runes[j - 1]);
  }
  return head + "…" + tail;
}

}  // namespace ferrotype
