// Where in a directory the bytes of a blob lie.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/oid.h"

namespace ferrotype {

/// Thread-safe. A hundred thousand paths take some ten megabytes.
class PathIndex {
 public:
  /// The path that was added last for a blob is the one that Find gives.
  void Add(BlobOid blob, std::string_view path);
  [[nodiscard]] std::optional<std::string> Find(BlobOid blob) const;

 private:
  struct Slice {
    std::size_t begin = 0;
    std::size_t bytes = 0;
  };
  mutable std::mutex mutex_;
  std::string paths_;  // one after the other
  std::unordered_map<BlobOid, Slice> where_;
};

}  // namespace ferrotype
