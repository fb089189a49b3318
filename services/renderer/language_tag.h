// The languages of the site. English and Chinese are what the project itself is written in; a site speaks each language
// that has a catalogue (site-templates/i18n/<code>.json), so that another one is files alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ferrotype {

/// A language by its place among kLanguageCodes.
enum class Lang : std::uint8_t { kEn, kZh };

/// ISO 639-1; the two languages of the project first.
inline constexpr std::array<std::string_view, 184> kLanguageCodes = {
    "en", "zh", "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bh", "bi",
    "bm", "bn", "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee",
    "el", "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu", "gv", "ha",
    "he", "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "io", "is", "it", "iu", "ja",
    "jv", "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky", "la", "lb", "lg",
    "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "na", "nb", "nd",
    "ne", "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "pl", "ps", "pt", "qu",
    "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr", "ss",
    "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug",
    "uk", "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "za", "zu"};

/// The two that every text of the project has.
inline constexpr std::array<Lang, 2> kLangs = {Lang::kEn, Lang::kZh};

/// "en", "zh", "de": folders, URLs, content file names.
[[nodiscard]] constexpr std::string_view PathOf(Lang lang) { return kLanguageCodes[static_cast<std::size_t>(lang)]; }
/// "en", "zh-Hans", "de": the lang attribute.
[[nodiscard]] constexpr std::string_view TagOf(Lang lang) { return lang == Lang::kZh ? "zh-Hans" : PathOf(lang); }
/// The language that `code` names, as PathOf writes it.
[[nodiscard]] constexpr std::optional<Lang> LangOf(std::string_view code) {
  for (std::size_t i = 0; i < kLanguageCodes.size(); ++i) {
    if (kLanguageCodes[i] == code) return static_cast<Lang>(i);
  }
  return std::nullopt;
}

}  // namespace ferrotype
