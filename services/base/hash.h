// SHA-1 (git's object ids) and SHA-256 (everything of ours), by OpenSSL, which uses the CPU's own instructions.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace ferrotype {

using Sha1Digest = std::array<std::uint8_t, 20>;
using Sha256Digest = std::array<std::uint8_t, 32>;

/// A running hash. Not thread safe; make one per thread and reuse it: Finish starts it anew.
template <typename Digest>
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  void Update(std::string_view bytes);
  [[nodiscard]] Digest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

using Sha1Hasher = Hasher<Sha1Digest>;
using Sha256Hasher = Hasher<Sha256Digest>;

[[nodiscard]] Sha256Digest Sha256(std::string_view bytes);

/// Git's id of an object: SHA-1 over "<type> <size>\0<content>" (gitformat-loose). `type` is "blob", "tree", ...
[[nodiscard]] Sha1Digest GitObjectId(std::string_view type, std::string_view content);

}  // namespace ferrotype
