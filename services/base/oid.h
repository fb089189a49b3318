// Object ids as types of their own: a TreeOid where a BlobOid is wanted does not compile.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace ferrotype {

/// A git object id (SHA-1, 20 bytes). Ordered bytewise.
template <typename Tag>
struct Oid {
  static constexpr std::size_t kBytes = 20;
  std::array<std::uint8_t, kBytes> bytes{};

  auto operator<=>(const Oid&) const = default;

  [[nodiscard]] std::string_view View() const { return AsView(bytes); }
  [[nodiscard]] std::string Hex() const { return ToHex(bytes); }

  /// nullopt unless `raw` is exactly 20 bytes.
  [[nodiscard]] static std::optional<Oid> FromBytes(std::string_view raw) {
    if (raw.size() != kBytes) return std::nullopt;
    Oid oid;
    std::memcpy(oid.bytes.data(), raw.data(), kBytes);
    return oid;
  }
  /// nullopt unless `hex` is exactly 40 hexadecimal digits.
  [[nodiscard]] static std::optional<Oid> FromHexDigits(std::string_view hex) {
    if (hex.size() != 2 * kBytes) return std::nullopt;
    const std::optional<Bytes> raw = FromHex(hex);
    return raw ? FromBytes(*raw) : std::nullopt;
  }
};

struct BlobTag;
struct TreeTag;
struct CommitTag;
using BlobOid = Oid<BlobTag>;
using TreeOid = Oid<TreeTag>;
using CommitOid = Oid<CommitTag>;

}  // namespace ferrotype

// An oid is a hash already: its first bytes are as good as any.
template <typename Tag>
struct std::hash<ferrotype::Oid<Tag>> {
  std::size_t operator()(const ferrotype::Oid<Tag>& oid) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, oid.bytes.data(), sizeof value);
    return value;
  }
};
