// The languages of the site.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ferrotype {

enum class Lang : std::uint8_t { kEn, kZh };
inline constexpr std::array<Lang, 2> kLangs = {Lang::kEn, Lang::kZh};

/// "en", "zh": folders, URLs, content file names.
[[nodiscard]] constexpr std::string_view PathOf(Lang lang) { return lang == Lang::kEn ? "en" : "zh"; }
/// "en", "zh-Hans": the lang attribute.
[[nodiscard]] constexpr std::string_view TagOf(Lang lang) { return lang == Lang::kEn ? "en" : "zh-Hans"; }

}  // namespace ferrotype
