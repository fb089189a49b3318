#include "renderer/text/runes.h"

#include "base/utf8.h"

namespace ferrotype::text {

bool IsHan(char32_t rune) {
  return (rune >= 0x2E80 && rune <= 0x2FDF) || (rune >= 0x3005 && rune <= 0x3007) ||
         (rune >= 0x3021 && rune <= 0x3029) || (rune >= 0x3040 && rune <= 0x30FF && rune != 0x30FB) ||
         (rune >= 0x3100 && rune <= 0x312F) || (rune >= 0x3130 && rune <= 0x318F) ||
         (rune >= 0x31A0 && rune <= 0x31BF) || (rune >= 0x31F0 && rune <= 0x31FF) ||
         (rune >= 0x3400 && rune <= 0x4DBF) || (rune >= 0x4E00 && rune <= 0x9FFF) ||
         (rune >= 0xAC00 && rune <= 0xD7A3) || (rune >= 0xF900 && rune <= 0xFAFF) ||
         (rune >= 0xFF66 && rune <= 0xFF9F) || (rune >= 0x1B000 && rune <= 0x1B16F) ||
         (rune >= 0x20000 && rune <= 0x323AF);
}

bool IsCjk(char32_t rune) {
  return IsHan(rune) || (rune >= 0x3000 && rune <= 0x303F) || rune == 0x30FB || (rune >= 0xFE30 && rune <= 0xFE4F) ||
         (rune >= 0xFF01 && rune <= 0xFF65) || (rune >= 0xFFE0 && rune <= 0xFFE6);
}

bool IsAlphanumeric(char32_t rune) {
  return (rune >= '0' && rune <= '9') || (rune >= 'a' && rune <= 'z') || (rune >= 'A' && rune <= 'Z') ||
         (rune >= 0xC0 && rune <= 0x24F && rune != 0xD7 && rune != 0xF7) || (rune >= 0x370 && rune <= 0x52F);
}

std::string Tight(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' && i > 0 && i + 1 < text.size()) {
      const char32_t before = LastRune(text.substr(0, i));
      const char32_t after = FirstRune(text.substr(i + 1));
      if ((IsHan(before) && IsAlphanumeric(after)) || (IsAlphanumeric(before) && IsHan(after))) continue;
    }
    out += text[i];
  }
  return out;
}

bool HasHan(std::string_view text) {
  while (!text.empty()) {
    const DecodedRune rune = DecodeUtf8(text);
    if (IsHan(rune.value)) return true;
    text.remove_prefix(rune.bytes);
  }
  return false;
}

char32_t LastRune(std::string_view text) {
  for (std::size_t bytes = 1; bytes <= 4 && bytes <= text.size(); ++bytes) {
    const std::string_view tail = text.substr(text.size() - bytes);
    const DecodedRune rune = DecodeUtf8(tail);
    if (rune.valid && rune.bytes == bytes) return rune.value;
  }
  return 0;
}

char32_t FirstRune(std::string_view text) {
  if (text.empty()) return 0;
  const DecodedRune rune = DecodeUtf8(text);
  return rune.valid ? rune.value : 0;
}

std::string TidyPlain(std::string_view text, Lang lang) {
  std::string out;
  char32_t last = 0;
  bool space = false;
  while (!text.empty()) {
    const DecodedRune rune = DecodeUtf8(text);
    const std::string_view bytes = text.substr(0, rune.bytes);
    text.remove_prefix(rune.bytes);
    if (rune.value == ' ' || rune.value == '\n' || rune.value == '\t' || rune.value == '\r') {
      space = true;
      continue;
    }
    if (lang == Lang::kZh && last != 0) {
      if (IsCjk(last) && IsCjk(rune.value)) space = false;
      if ((IsHan(last) && IsAlphanumeric(rune.value)) || (IsAlphanumeric(last) && IsHan(rune.value))) space = true;
    }
    if (space && last != 0) out += ' ';
    space = false;
    out += bytes;
    last = rune.value;
  }
  return out;
}

}  // namespace ferrotype::text
