#include "renderer/chart/measure.h"

#include <algorithm>
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

bool IsHan(char32_t rune) { return rune >= 0x2E80 && rune <= 0xFFEF; }

// Closing punctuation doesn't start a line.
bool IsClosing(char32_t rune) {
  constexpr std::array<char32_t, 9> kClosing = {0x3001, 0x3002, 0x300B, 0x300D, 0xFF01, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B};
  return std::find(kClosing.begin(), kClosing.end(), rune) != kClosing.end();
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

double CodeWidth(std::string_view text, double size) {
  double width = 0;
  while (!text.empty()) {
    const DecodedRune rune = DecodeUtf8(text);
    width += rune.value < 0x1100 ? 0.61 : RuneWidth(rune.value);
    text.remove_prefix(rune.bytes);
  }
  return width * size;
}

std::vector<std::string> WrapText(std::string_view text, double size, double width) {
  std::vector<std::string> pieces;  // what may not be broken; a space at its end goes where the line ends
  bool fresh = true;
  for (std::string_view rest = text; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    const bool han = IsHan(rune.value);
    if ((fresh || han) && !(IsClosing(rune.value) && !pieces.empty())) pieces.emplace_back();
    pieces.back() += rest.substr(0, rune.bytes);
    fresh = han || rune.value == ' ';
    rest.remove_prefix(rune.bytes);
  }
  std::vector<std::string> lines;
  for (const std::string& piece : pieces) {
    if (!lines.empty() && TextWidth(lines.back() + piece, size) <= width) {
      lines.back() += piece;
    } else {
      lines.push_back(FitText(piece, size, width));
    }
  }
  for (std::string& line : lines) {
    while (line.ends_with(' ')) line.pop_back();
  }
  return lines;
}

std::vector<std::string> WrapCode(std::string_view name, double size, double width) {
  std::vector<std::string> lines(1);
  std::string piece;
  const auto put = [&] {
    if (!lines.back().empty() && CodeWidth(lines.back() + piece, size) > width) lines.emplace_back();
    lines.back() += piece;
    piece.clear();
  };
  for (std::string_view rest = name; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    if (CodeWidth(piece, size) + CodeWidth(rest.substr(0, rune.bytes), size) > width) put();
    piece += rest.substr(0, rune.bytes);
    rest.remove_prefix(rune.bytes);
    if (piece.ends_with("::") || piece.ends_with('/') || piece.ends_with('_')) put();
  }
  put();
  return lines;
}

}  // namespace ferrotype
