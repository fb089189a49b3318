// Kconfig's expressions as tokens.
#pragma once

#include <string_view>

namespace ferrotype {

/// Cuts the next token off `rest`: "(", ")", "!", "&&", "||", "=", "!=", "<", "<=", ">", ">=", a string with its
/// quotes, a macro call "$(..)" as one, or a word. Empty at the end.
[[nodiscard]] std::string_view NextKconfigToken(std::string_view& rest);

[[nodiscard]] bool IsKconfigComparison(std::string_view token);
/// A name or literal: what no operator is.
[[nodiscard]] bool IsKconfigOperand(std::string_view token);

}  // namespace ferrotype
