#include "source/path_index.h"

#include <algorithm>

namespace ferrotype {

void PathIndex::Add(BlobOid blob, std::string_view path) {
  const std::lock_guard lock(mutex_);
  where_.push_back({blob, static_cast<std::uint32_t>(path.size()), paths_.size()});
  paths_ += path;
}

std::optional<std::string> PathIndex::Find(BlobOid blob) const {
  const std::lock_guard lock(mutex_);
  const auto less = [](const Slice& a, const Slice& b) { return a.blob < b.blob; };
  if (ordered_ != where_.size()) {
    std::stable_sort(where_.begin(), where_.end(), less);
    ordered_ = where_.size();
  }
  const auto after = std::upper_bound(where_.begin(), where_.end(), Slice{blob, 0, 0}, less);
  if (after == where_.begin() || std::prev(after)->blob != blob) return std::nullopt;
  return paths_.substr(std::prev(after)->begin, std::prev(after)->bytes);
}

}  // namespace ferrotype
