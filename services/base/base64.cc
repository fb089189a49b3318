#include "base/base64.h"

#include <openssl/evp.h>

namespace ferrotype {

std::string ToBase64(std::span<const std::uint8_t> bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a zero
  auto* letters = reinterpret_cast<unsigned char*>(out.data());
  out.resize(static_cast<std::size_t>(EVP_EncodeBlock(letters, bytes.data(), static_cast<int>(bytes.size()))));
  return out;
}

}  // namespace ferrotype
