#include "renderer/text/chinese.h"

#include <utf8.h>  // cmark's: the very tables by which the parser decides

#include "base/utf8.h"
#include "renderer/text/runes.h"

namespace ferrotype::text {
namespace {

enum class Kind { kSpace, kPunctuation, kOther };

Kind KindOf(char32_t rune) {
  const auto value = static_cast<std::int32_t>(rune);
  if (rune == 0 || cmark_utf8proc_is_space(value) != 0) return Kind::kSpace;
  return cmark_utf8proc_is_punctuation(value) != 0 ? Kind::kPunctuation : Kind::kOther;
}

bool IsAsciiPunctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

}  // namespace

std::string RepairEmphasis(std::string_view markdown) {
  std::string out;
  out.reserve(markdown.size() + markdown.size() / 32);
  char32_t before = 0;  // the beginning counts as a space
  std::size_t at = 0;
  while (at < markdown.size()) {
    const char c = markdown[at];
    if (c == '\\' && at + 1 < markdown.size() && IsAsciiPunctuation(markdown[at + 1])) {
      out += markdown.substr(at, 2);
      before = static_cast<unsigned char>(markdown[at + 1]);
      at += 2;
      continue;
    }
    if (c != '*' && c != '~') {
      const DecodedRune rune = DecodeUtf8(markdown.substr(at));
      out += markdown.substr(at, rune.bytes);
      before = rune.value;
      at += rune.bytes;
      continue;
    }
    std::size_t end = at;
    while (end < markdown.size() && markdown[end] == c) ++end;
    const char32_t after = FirstRune(markdown.substr(end));
    const Kind kind_before = KindOf(before);
    const Kind kind_after = KindOf(after);
    const bool beside_cjk = IsCjk(before) || IsCjk(after);
    const bool cannot_close = kind_before == Kind::kPunctuation && kind_after == Kind::kOther;
    const bool cannot_open = kind_after == Kind::kPunctuation && kind_before == Kind::kOther;
    if (beside_cjk && cannot_close) out += kSeam;
    out += markdown.substr(at, end - at);
    if (beside_cjk && cannot_open) out += kSeam;
    before = static_cast<unsigned char>(c);
    at = end;
  }
  return out;
}

std::string WithoutSeams(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (true) {
    const std::size_t seam = text.find(kSeam);
    out += text.substr(0, seam);
    if (seam == std::string_view::npos) return out;
    text.remove_prefix(seam + kSeam.size());
  }
}

}  // namespace ferrotype::text
