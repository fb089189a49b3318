// UTF-8, one rune at a time, over any bytes at all.
#pragma once

#include <cstddef>
#include <string_view>

namespace ferrotype {

struct DecodedRune {
  char32_t value = 0xFFFD;  ///< U+FFFD when not valid
  std::size_t bytes = 1;    ///< how many bytes to go on by; 1 when not valid
  bool valid = false;       ///< shortest form, no surrogate, at most U+10FFFF (RFC 3629)
};

/// The first rune of `text`, which must not be empty.
[[nodiscard]] DecodedRune DecodeUtf8(std::string_view text);

/// Controls (C0, C1, DEL), bidirectional controls, zero-width and invisible characters, line and paragraph separators,
/// and the byte-order mark: what makes a name look like another one. Tab and newline count.
[[nodiscard]] bool IsDeceptive(char32_t rune);

}  // namespace ferrotype
