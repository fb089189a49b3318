// What Chinese typography and Markdown's rules need to know of a character.
#pragma once

#include <string>
#include <string_view>

#include "renderer/language_tag.h"

namespace ferrotype::text {

/// Ideographs (all planes), kana, bopomofo and hangul: scripts that put no space between words or none around emphasis.
[[nodiscard]] bool IsHan(char32_t rune);
/// IsHan, or CJK and full-width punctuation and signs.
[[nodiscard]] bool IsCjk(char32_t rune);
/// A letter or digit of ASCII, Latin-1 or Latin Extended, Greek or Cyrillic.
[[nodiscard]] bool IsAlphanumeric(char32_t rune);

/// `text` without the single spaces that stand between a Han character and a letter or digit: style sheets set that gap
/// in HTML.
[[nodiscard]] std::string Tight(std::string_view text);

/// Whether any rune of `text` is one.
[[nodiscard]] bool HasHan(std::string_view text);

/// The last rune of `text`; 0 when it is empty or doesn't end in valid UTF-8.
[[nodiscard]] char32_t LastRune(std::string_view text);
/// The first rune of `text`; 0 when it is empty or doesn't begin with valid UTF-8.
[[nodiscard]] char32_t FirstRune(std::string_view text);

/// Plain text for titles, feeds and search: runs of white space become one space, none stays at the ends. In Chinese no
/// space stands between two CJK characters, and exactly one between a Han character and a letter or digit.
[[nodiscard]] std::string TidyPlain(std::string_view text, Lang lang);

}  // namespace ferrotype::text
