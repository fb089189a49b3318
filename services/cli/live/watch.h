// Changes of files below some folders, as they happen.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"

namespace ferrotype {

/// Linux's inotify over whole trees. One thread.
class FolderWatch {
 public:
  /// kNotFound when a folder is not there, kUnavailable when the system has no watch left.
  static Result<FolderWatch> Open(const std::vector<std::string>& folders);
  ~FolderWatch();
  FolderWatch(FolderWatch&& other) noexcept;
  FolderWatch& operator=(FolderWatch&&) = delete;
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  /// Files that were written, moved or deleted, after a wait of at most `most`; none when nothing happened. What
  /// editors write beside a file while they save it (hidden files, x~, x.swp, x.new) is left out.
  [[nodiscard]] std::set<std::string> Wait(std::chrono::milliseconds most);

 private:
  explicit FolderWatch(int fd) : fd_(fd) {}
  bool Add(const std::string& folder);
  void Read(std::set<std::string>& changed);

  int fd_ = -1;
  std::map<int, std::string> folders_;  // by watch
};

}  // namespace ferrotype
