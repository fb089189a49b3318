// Files and folders that are on the disk when a function returns.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stop.h"

namespace ferrotype {

/// Relative paths, '/' between components, and their bytes.
using FileMap = std::map<std::string, std::string>;

/// kUnavailable: "`path`: No such file or directory"; a full disk says that what was there is untouched. `code` is
/// errno.
[[nodiscard]] Unexpected DiskTrouble(const std::filesystem::path& path, int code);

/// Writes `files` below `folder`, which is made, and syncs them all. A file that has the same bytes below `like` (may
/// be empty) shares them on the disk, where that can be: both must never be written to again.
[[nodiscard]] Result<void> WriteAll(const FileMap& files, const std::filesystem::path& folder, const StopFlag& stop,
                                    const std::filesystem::path& like = {}, int threads = 1);

/// A file that isn't there yet; not synced.
[[nodiscard]] Result<void> WriteNew(const std::filesystem::path& path, std::string_view bytes);

/// Whether the file `path` is there and holds `bytes`.
[[nodiscard]] bool HasBytes(const std::filesystem::path& path, std::string_view bytes);

/// All that was written below `folder` is on the disk: as good as syncing each file and folder, and much faster.
[[nodiscard]] Result<void> SyncFiles(const std::filesystem::path& folder);

/// `bytes` in place of the file `path`, whole or not at all: written beside it, synced, renamed, the folder synced.
[[nodiscard]] Result<void> ReplaceFile(const std::filesystem::path& path, std::string_view bytes);

/// The names in `folder` are on the disk.
[[nodiscard]] Result<void> SyncFolder(const std::filesystem::path& folder);

/// kNotFound when there is no such file; kUnavailable when it can't be read.
[[nodiscard]] Result<std::string> ReadWhole(const std::filesystem::path& path);

/// Gone when the scope ends, whatever happened.
class Scratch {
 public:
  explicit Scratch(std::filesystem::path path) : path_(std::move(path)) {}
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A lock on the file `path`, held until this dies (or the process, however it does).
class FileLock {
 public:
  /// kUnavailable, with `held` as message, when another process has it.
  [[nodiscard]] static Result<FileLock> Take(const std::filesystem::path& path, const std::string& held);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace ferrotype
