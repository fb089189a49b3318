// What driver's texts say, as words and sentences.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

/// Lower case (ASCII), runs of blanks and newlines as one space.
[[nodiscard]] std::string Flat(std::string_view text);

/// Words of letters and digits in lower case, without those that say nothing about a driver ("the", "driver", "rust").
[[nodiscard]] std::set<std::string> TellingWords(std::string_view text);

/// The path that a text links to as the C version of what it describes: "drivers/net/phy/ax88796b.c" of
/// "C version of this driver: [`drivers/net/phy/ax88796b.c`](./ax88796b.c)". nullopt when there is none.
[[nodiscard]] std::optional<std::string> LinkedCVersion(std::string_view text);

/// "ax88796b" of "ax88796b_rust", "binder" of "rust_binder"; "" when the stem doesn't say Rust.
[[nodiscard]] std::string_view WithoutRust(std::string_view stem);

/// Sentences of a text, flat but with their case; they end at ". ", an empty line, or the text's end.
[[nodiscard]] std::vector<std::string> Sentences(std::string_view text);

}  // namespace ferrotype
