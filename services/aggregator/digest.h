// The digest of a release: what its numbers stand on, in 64 digits.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "model/store.h"

namespace ferrotype {

struct Digest {
  std::string hex;
  std::uint64_t blobs = 0;  ///< distinct (language, blob) pairs
};

/// SHA-256 over the root tree's oid, the versions of analyzer and rules, and each distinct finding's key and SHA-256 of
/// its canonical message, in order of key. No name, date, commit or compressed byte: equal from git, tarball or
/// directory, from any shards.
[[nodiscard]] Result<Digest> DigestOf(StoreReader& store, TreeOid root);

}  // namespace ferrotype
