// Files by descriptor, and errno in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace ferrotype {

/// Owns a descriptor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() { Close(); }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.Release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      Close();
      fd_ = other.Release();
    }
    return *this;
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }
  int Release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }

 private:
  void Close();
  int fd_ = -1;
};

/// "`where`: `what` (No such file or directory)": kNotFound for a missing file, kUnavailable for the rest. `code` is
/// errno.
[[nodiscard]] Unexpected SystemFailure(int code, std::string_view where, std::string_view what);

/// Reads up to `size` bytes at the descriptor's position, less only at the end of the file.
[[nodiscard]] Result<std::size_t> ReadFully(int fd, char* buffer, std::size_t size, std::string_view where);

/// 2026-11-21 for seconds since 1970, UTC; empty for what no kernel was made in (before 1970, after 9999).
[[nodiscard]] std::string UtcDate(std::int64_t seconds);

}  // namespace ferrotype
