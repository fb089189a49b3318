// Bounds of what sources without a database hold in memory.
#pragma once

#include <cstdint>

namespace ferrotype {

struct StreamLimits {
  std::uint64_t pool_bytes = std::uint64_t{64} << 20;       ///< held for analyzers at once
  std::uint64_t max_blob_bytes = std::uint64_t{256} << 20;  ///< a larger file is hashed, and never held
};

}  // namespace ferrotype
