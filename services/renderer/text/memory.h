// What was worked out of the same bytes before: a text is rendered for checks, for its page and for feeds, and its
// excerpts are the costly part of it. Forgetting changes nothing but time.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace ferrotype::text {

/// Thread-safe. `Value` is copied out. Forgets everything when what it holds weighs more than `most` bytes.
template <typename Value>
class Memory {
 public:
  explicit Memory(std::size_t most) : most_(most) {}

  /// What `make` gave for the same `bytes` and `how`, else what it gives now.
  /// `weigh` says how much memory a value takes.
  template <typename Make, typename Weigh>
  Value Get(std::string_view how, std::string_view bytes, const Make& make, const Weigh& weigh) {
    const Sha256Digest key = KeyOf(how, bytes);
    {
      const std::scoped_lock lock(mutex_);
      if (const auto known = values_.find(key); known != values_.end()) return known->second;
    }
    Value value = make();
    const std::size_t weight = weigh(value) + sizeof(key) + sizeof(value);
    const std::scoped_lock lock(mutex_);
    if (held_ + weight > most_) {
      values_.clear();
      held_ = 0;
    }
    if (weight <= most_ && values_.emplace(key, value).second) held_ += weight;
    return value;
  }

 private:
  static Sha256Digest KeyOf(std::string_view how, std::string_view bytes) {
    thread_local Sha256Hasher hasher;
    hasher.Update(std::to_string(how.size()) + ":");  // where `how` ends is told, so that no two pairs are one key
    hasher.Update(how);
    hasher.Update(bytes);
    return hasher.Finish();
  }

  const std::size_t most_;
  std::mutex mutex_;
  std::map<Sha256Digest, Value> values_;
  std::size_t held_ = 0;
};

}  // namespace ferrotype::text
