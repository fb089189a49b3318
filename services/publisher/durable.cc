#include "publisher/durable.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "base/text.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

Result<void> WriteFile(const fs::path& path, std::string_view bytes, bool sync) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0) return DiskTrouble(path, errno);
  const auto failed = [&] {
    const int code = errno;
    close(fd);
    return DiskTrouble(path, code);
  };
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (sync && fsync(fd) != 0) return failed();
  if (close(fd) != 0) return DiskTrouble(path, errno);
  return {};
}

template <typename SyncCall>
Result<void> OnFolder(const fs::path& folder, SyncCall sync) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return DiskTrouble(folder, errno);
  const int code = sync(fd) != 0 ? errno : 0;
  close(fd);
  if (code != 0) return DiskTrouble(folder, code);
  return {};
}

}  // namespace

Result<void> WriteNew(const fs::path& path, std::string_view bytes) { return WriteFile(path, bytes, false); }

bool HasBytes(const fs::path& path, std::string_view bytes) {
  std::error_code error;
  if (fs::file_size(path, error) != bytes.size() || error) return false;
  const Result<std::string> there = ReadWhole(path);
  return there && *there == bytes;
}

Result<void> SyncFiles(const fs::path& folder) {
  return OnFolder(folder, [](int fd) { return syncfs(fd); });
}

Unexpected DiskTrouble(const fs::path& path, int code) {
  if (code == ENOSPC || code == EDQUOT) {
    return Fail(
        ErrorKind::kUnavailable,
        fmt::format("{}: no space left on the disk; the site that was there is untouched", Printable(path.string())));
  }
  return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", Printable(path.string()), std::strerror(code)));
}

Result<void> SyncFolder(const fs::path& folder) {
  return OnFolder(folder, [](int fd) { return fsync(fd); });
}

Result<void> WriteAll(const FileMap& files, const fs::path& folder, const StopFlag& stop, const fs::path& like,
                      int threads) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return DiskTrouble(folder, error.value());
  fs::path last;
  for (const auto& [name, bytes] : files) {
    fs::path parent = (folder / name).parent_path();
    if (parent == last) continue;
    fs::create_directories(parent, error);
    if (error) return DiskTrouble(parent, error.value());
    last = std::move(parent);
  }
  struct Work {
    const std::string& name;
    const std::string& bytes;
    Result<void> done;
  };
  std::vector<Work> todo;
  todo.reserve(files.size());
  for (const auto& [name, bytes] : files) todo.push_back({name, bytes, {}});
  std::atomic<bool> failed = false;
  ForEach(todo, threads, [&](Work& work) {
    if (failed || stop.requested()) return;
    const fs::path path = folder / work.name;
    if (!like.empty() && HasBytes(like / work.name, work.bytes) && link((like / work.name).c_str(), path.c_str()) == 0)
      return;
    work.done = WriteFile(path, work.bytes, false);
    if (!work.done) failed = true;
  });
  if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped");
  for (const Work& work : todo) TRY(work.done);
  return SyncFiles(folder);
}

Result<void> ReplaceFile(const fs::path& path, std::string_view bytes) {
  const Scratch scratch(path.parent_path() / fmt::format(".{}.tmp", path.filename().string()));
  std::error_code error;
  fs::remove(scratch.path(), error);  // of one that was killed; the caller holds the folder's lock
  TRY(WriteFile(scratch.path(), bytes, true));
  if (std::rename(scratch.path().c_str(), path.c_str()) != 0) return DiskTrouble(path, errno);
  return SyncFolder(path.parent_path());
}

Result<std::string> ReadWhole(const fs::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
    return Fail(ErrorKind::kNotFound, fmt::format("{}: there is no such file", Printable(path.string())));
  if (fd < 0) return DiskTrouble(path, errno);
  std::string bytes;
  char buffer[1 << 16];
  while (true) {
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const int code = errno;
      close(fd);
      return DiskTrouble(path, code);
    }
    if (got == 0) break;
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  close(fd);
  return bytes;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Result<FileLock> FileLock::Take(const fs::path& path, const std::string& held) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return DiskTrouble(path, errno);
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int code = errno;
    close(fd);
    if (code == EWOULDBLOCK) return Fail(ErrorKind::kUnavailable, held);
    return DiskTrouble(path, code);
  }
  return FileLock(fd);
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
FileLock::~FileLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace ferrotype
