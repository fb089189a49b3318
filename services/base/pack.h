// Values as bytes of our own, for what a program of one build leaves to itself: each says how long it is, and the whole
// is sealed. What comes back damaged, cut or made up is nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"

namespace ferrotype {

class Packer {
 public:
  void Add(std::string_view value) {
    AddNumber(value.size());
    bytes_ += value;
  }
  void AddNumber(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>((number >> shift) & 0xFFU);
  }
  void AddDigest(const Sha256Digest& digest) { bytes_ += AsView(digest); }

  /// All that was added behind its own hash.
  [[nodiscard]] std::string Sealed() const { return std::string(AsView(Sha256(bytes_))) + bytes_; }

 private:
  std::string bytes_;
};

/// Reads in the order of adding. Past the end everything is empty, and `ok` false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view sealed) {
    constexpr std::size_t kSeal = std::tuple_size_v<Sha256Digest>;
    ok_ = sealed.size() >= kSeal && AsView(Sha256(sealed.substr(kSeal))) == sealed.substr(0, kSeal);
    if (ok_) rest_ = sealed.substr(kSeal);
  }

  [[nodiscard]] std::string_view Next() { return Cut(Number()); }
  [[nodiscard]] std::uint64_t Number() {
    std::uint64_t number = 0;
    const std::string_view bytes = Cut(8);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      number |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return number;
  }
  [[nodiscard]] Sha256Digest Digest() {
    Sha256Digest digest{};
    const std::string_view bytes = Cut(digest.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) digest.at(i) = static_cast<std::uint8_t>(bytes[i]);
    return digest;
  }

  [[nodiscard]] bool ok() const { return ok_; }
  /// Whether all was read, and nothing that isn't there.
  [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }

 private:
  std::string_view Cut(std::uint64_t size) {
    ok_ = ok_ && size <= rest_.size();
    if (!ok_) return {};
    const std::string_view cut = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(cut.size());
    return cut;
  }

  std::string_view rest_;
  bool ok_ = false;
};

/// A hash of values in their order: where one ends and the next begins is told, so that no two lists are the same.
class ValueHasher {
 public:
  ValueHasher& Add(std::string_view value) {
    AddNumber(value.size());
    hasher_.Update(value);
    return *this;
  }
  ValueHasher& AddNumber(std::uint64_t number) {
    char bytes[8];
    for (char& byte : bytes) {
      byte = static_cast<char>(number & 0xFFU);
      number >>= 8U;
    }
    hasher_.Update({bytes, sizeof bytes});
    return *this;
  }
  [[nodiscard]] Sha256Digest Finish() { return hasher_.Finish(); }

 private:
  Sha256Hasher hasher_;
};

}  // namespace ferrotype
