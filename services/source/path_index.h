// Where in a directory the bytes of a blob lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/oid.h"

namespace ferrotype {

/// Thread-safe. A hundred thousand paths take some ten megabytes. Many are added and few are asked for: they are put in
/// order when the first one is.
class PathIndex {
 public:
  /// The path that was added last for a blob is the one that Find gives.
  void Add(BlobOid blob, std::string_view path);
  [[nodiscard]] std::optional<std::string> Find(BlobOid blob) const;

 private:
  struct Slice {
    BlobOid blob;
    std::uint32_t bytes = 0;
    std::size_t begin = 0;
  };
  mutable std::mutex mutex_;
  std::string paths_;                 // one after the other
  mutable std::vector<Slice> where_;  // in order of blob up to `ordered_`, of one blob in the order they were added
  mutable std::size_t ordered_ = 0;
};

}  // namespace ferrotype
