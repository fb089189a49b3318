// Work on the elements of a container by several threads. What each gives lies at its own place, so that threads don't
// show in the result.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace ferrotype {

/// Calls `work(element)` for every element of the random-access `items`, by `threads` (>= 1) threads, this one among
/// them. Elements are begun in their order.
template <typename Items, typename Work>
void ForEach(Items& items, int threads, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < items.size(); i = next++) work(items[i]);
  };
  std::vector<std::jthread> pool;
  for (int i = 1; i < threads; ++i) pool.emplace_back(run);
  run();
}

}  // namespace ferrotype
