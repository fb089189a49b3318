// Base64 as RFC 4648 section 4 has it, with padding: what the hashes of a content security policy are written in.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace ferrotype {

/// At most 1 GiB of bytes.
[[nodiscard]] std::string ToBase64(std::span<const std::uint8_t> bytes);

}  // namespace ferrotype
