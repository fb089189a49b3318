#include "base/hash.h"

#include <openssl/evp.h>

#include <charconv>
#include <cstdlib>
#include <type_traits>

namespace ferrotype {

template <typename Digest>
struct Hasher<Digest>::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  // Fetched once: EVP_sha1() would look its implementation up at each start.
  EVP_MD* algorithm = EVP_MD_fetch(nullptr, std::is_same_v<Digest, Sha1Digest> ? "SHA1" : "SHA256", nullptr);
  State() {
    if (context == nullptr || algorithm == nullptr || EVP_DigestInit_ex(context, algorithm, nullptr) != 1) std::abort();
  }
  ~State() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(algorithm);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

template <typename Digest>
Hasher<Digest>::Hasher() : state_(std::make_unique<State>()) {}
template <typename Digest>
Hasher<Digest>::~Hasher() = default;

template <typename Digest>
void Hasher<Digest>::Update(std::string_view bytes) {
  EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

template <typename Digest>
Digest Hasher<Digest>::Finish() {
  Digest digest;
  unsigned int size = 0;
  EVP_DigestFinal_ex(state_->context, digest.data(), &size);
  EVP_DigestInit_ex(state_->context, state_->algorithm, nullptr);
  return digest;
}

template class Hasher<Sha1Digest>;
template class Hasher<Sha256Digest>;

Sha256Digest Sha256(std::string_view bytes) {
  thread_local Sha256Hasher hasher;
  hasher.Update(bytes);
  return hasher.Finish();
}

Sha1Digest GitObjectId(std::string_view type, std::string_view content) {
  thread_local Sha1Hasher hasher;
  char header[64];
  char* end = header;
  for (const char c : type.substr(0, 32)) *end++ = c;
  *end++ = ' ';
  end = std::to_chars(end, header + sizeof header - 1, content.size()).ptr;
  *end++ = '\0';
  hasher.Update({header, static_cast<std::size_t>(end - header)});
  hasher.Update(content);
  return hasher.Finish();
}

}  // namespace ferrotype
