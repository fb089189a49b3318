// What a line of a foreign text looks like: a fence, code, numbered code, a heading that lost its mark.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype::imports {

[[nodiscard]] bool IsDigit(char c);
[[nodiscard]] bool IsLetter(char c);
/// Characters, whatever their bytes.
[[nodiscard]] std::size_t Runes(std::string_view text);
/// ASCII letters in lower case.
[[nodiscard]] std::string Lower(std::string_view text);

/// "Phase 2: drivers" -> "phase-2-drivers"; empty without letters.
[[nodiscard]] std::string AnchorFor(std::string_view words);

struct Fence {
  std::string mark;  ///< "```"
  std::size_t indent = 0;
  std::string info;
};
[[nodiscard]] std::optional<Fence> FenceOf(std::string_view line);
/// ```{.rust .numberLines} and ```rust,no_run say rust.
[[nodiscard]] std::string LanguageOf(std::string_view info);

struct Numbered {
  std::int64_t number = 0;
  std::size_t end = 0;  ///< where the code begins
};
/// "  12  let x" and "12: let x", "12 | let x"; also a number alone.
[[nodiscard]] std::optional<Numbered> NumberedLine(std::string_view line);
/// Takes line numbers out when every line that is not blank has one, each one more than that before.
[[nodiscard]] bool TakeLineNumbers(std::vector<std::string>& code);

/// A line that looks as if it were code: its end or its beginning says so.
[[nodiscard]] bool LooksLikeCode(std::string_view line);
/// A short line alone that says no sentence: most often a heading that lost its mark.
[[nodiscard]] bool LooksLikeHeading(std::string_view line);

}  // namespace ferrotype::imports
