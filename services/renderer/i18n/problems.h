// Mistakes in templates and content found while pages are made, from any thread; told sorted, so that threads don't
// show.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ferrotype {

class Problems {
 public:
  void Add(std::string message) {
    const std::lock_guard lock(mutex_);
    messages_.insert(std::move(message));
  }
  [[nodiscard]] bool empty() const {
    const std::lock_guard lock(mutex_);
    return messages_.empty();
  }
  /// In order, each once.
  [[nodiscard]] std::vector<std::string> All() const {
    const std::lock_guard lock(mutex_);
    return {messages_.begin(), messages_.end()};
  }
  /// One a line.
  [[nodiscard]] std::string Text() const {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const std::string& message : messages_) text += (text.empty() ? "" : "\n") + message;
    return text;
  }

 private:
  mutable std::mutex mutex_;
  std::set<std::string> messages_;
};

}  // namespace ferrotype
