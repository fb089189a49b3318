#include "source/path_index.h"

namespace ferrotype {

void PathIndex::Add(BlobOid blob, std::string_view path) {
  const std::lock_guard lock(mutex_);
  where_[blob] = {paths_.size(), path.size()};
  paths_ += path;
}

std::optional<std::string> PathIndex::Find(BlobOid blob) const {
  const std::lock_guard lock(mutex_);
  const auto found = where_.find(blob);
  if (found == where_.end()) return std::nullopt;
  return paths_.substr(found->second.begin, found->second.bytes);
}

}  // namespace ferrotype
