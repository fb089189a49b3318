// Git's oid of a blob that comes in pieces.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "base/oid.h"

namespace ferrotype {

/// The oid of bytes that are all there.
[[nodiscard]] inline BlobOid BlobOidOf(std::string_view bytes) { return BlobOid{GitObjectId("blob", bytes)}; }

/// The same, for more bytes than memory should hold. Exactly `total_bytes` must be added.
class BlobHasher {
 public:
  explicit BlobHasher(std::uint64_t total_bytes);
  void Add(std::string_view bytes) { hasher_.Update(bytes); }
  [[nodiscard]] BlobOid Finish() { return BlobOid{hasher_.Finish()}; }

 private:
  Sha1Hasher hasher_;
};

}  // namespace ferrotype
