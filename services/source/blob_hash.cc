#include "source/blob_hash.h"

#include <fmt/format.h>

namespace ferrotype {

BlobHasher::BlobHasher(std::uint64_t total_bytes) {
  hasher_.Update(fmt::format("blob {}", total_bytes));
  hasher_.Update(std::string_view("\0", 1));
}

}  // namespace ferrotype
