// Bytes, and hexadecimal for people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ferrotype {

using Bytes = std::string;  // owned bytes; a std::string_view is a view of some

[[nodiscard]] inline std::string_view AsView(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
[[nodiscard]] inline std::span<const std::uint8_t> AsSpan(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string ToHex(std::span<const std::uint8_t> bytes);

/// The bytes that `hex` writes; nullopt unless it is an even number of hexadecimal digits.
[[nodiscard]] std::optional<Bytes> FromHex(std::string_view hex);

}  // namespace ferrotype
