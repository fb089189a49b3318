// Tarballs that `tar` would not make, byte by byte.
#pragma once

#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

namespace ferrotype::testing_support {

class TarWriter {
 public:
  /// One ustar member. `declared_size` is what its header says; the bytes that follow are `content`, padded.
  TarWriter& Add(std::string_view name, char type, std::string_view content = "", std::string_view target = "",
                 unsigned long long declared_size = ~0ULL, unsigned mode = 0644) {
    std::array<char, 512> header{};
    name.copy(header.data(), 100);
    Octal(header.data() + 100, 8, mode);
    Octal(header.data() + 108, 8, 0);
    Octal(header.data() + 116, 8, 0);
    Size(header.data() + 124, declared_size == ~0ULL ? content.size() : declared_size);
    Octal(header.data() + 136, 12, 1'790'000'000);  // 2026-09-21
    header[156] = type;
    target.copy(header.data() + 157, 100);
    std::memcpy(header.data() + 257,
                "ustar\0"
                "00",
                8);
    std::memset(header.data() + 148, ' ', 8);
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    std::snprintf(header.data() + 148, 8, "%06o", sum);
    bytes_.append(header.data(), header.size());
    bytes_ += content;
    bytes_.append((512 - content.size() % 512) % 512, '\0');
    return *this;
  }
  TarWriter& File(std::string_view name, std::string_view content = "x\n") { return Add(name, '0', content); }

  /// With the two empty blocks that end an archive.
  [[nodiscard]] std::string Finished() const { return bytes_ + std::string(1024, '\0'); }
  [[nodiscard]] const std::string& Unfinished() const { return bytes_; }

 private:
  static void Octal(char* field, int width, unsigned long long value) {
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%0*llo", width - 1, value);
    std::memcpy(field, digits.data(), static_cast<std::size_t>(width - 1));
  }
  // Sizes of 8 GiB and more are written in base 256, as GNU tar does.
  static void Size(char* field, unsigned long long value) {
    if (value < (1ULL << 33)) return Octal(field, 12, value);
    field[0] = static_cast<char>(0x80);
    for (int i = 11; i > 0; --i, value >>= 8) field[i] = static_cast<char>(value & 0xFF);
  }
  std::string bytes_;
};

}  // namespace ferrotype::testing_support
