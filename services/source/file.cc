#include "source/file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>

#include "base/text.h"

namespace ferrotype {

void FileDescriptor::Close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Unexpected SystemFailure(int code, std::string_view where, std::string_view what) {
  const ErrorKind kind = code == ENOENT || code == ENOTDIR ? ErrorKind::kNotFound : ErrorKind::kUnavailable;
  return Fail(kind, fmt::format("{}: {} ({})", Printable(where), what, std::generic_category().message(code)));
}

Result<std::size_t> ReadFully(int fd, char* buffer, std::size_t size, std::string_view where) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::read(fd, buffer + done, size - done);
    if (got == 0) break;
    if (got < 0) {
      if (errno == EINTR) continue;
      return SystemFailure(errno, where, "can't be read");
    }
    done += static_cast<std::size_t>(got);
  }
  return done;
}

std::string UtcDate(std::int64_t seconds) {
  constexpr std::int64_t kYear10000 = 253'402'300'800;
  if (seconds < 0 || seconds >= kYear10000) return {};
  const std::chrono::sys_days day =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace ferrotype
