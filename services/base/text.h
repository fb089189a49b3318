// Small text helpers: numbers without a locale, and the nearest name for "did you mean".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

/// The whole of `text` as a decimal number; nullopt on anything else, overflow included.
[[nodiscard]] std::optional<std::int64_t> ParseInt(std::string_view text);

/// `numerator / denominator` rounded half away from zero to `decimals` (0 to 9) places: "0.17", "-3", "100.0".
/// A denominator of 0 gives "–". Exact integer arithmetic: the same digits on every machine.
[[nodiscard]] std::string FormatRatio(std::int64_t numerator, std::int64_t denominator, int decimals);

/// 1234567 -> "1,234,567".
[[nodiscard]] std::string GroupThousands(std::int64_t value);

/// The candidate with the least edit distance to `name`, if that is at most a third of its length (and at least 1 edit
/// is allowed).
[[nodiscard]] std::optional<std::string> Nearest(std::string_view name, std::span<const std::string> candidates);

/// `text` without blanks (space, tab, carriage return) at its ends.
[[nodiscard]] std::string_view TrimBlanks(std::string_view text);

/// At every `separator`; n of them give n + 1 parts.
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);

/// Shell-like glob over a whole name: `*` any run (also of '/'), `?` one character, everything else literal.
/// Linear-time backtracking.
[[nodiscard]] bool GlobMatches(std::string_view pattern, std::string_view name);

/// Text as a terminal may print it: control, bidirectional and zero-width characters and invalid UTF-8 as \xNN or
/// \u{NNNN}.
[[nodiscard]] std::string Printable(std::string_view text);

}  // namespace ferrotype
