#include "cli/live/watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/text.h"

namespace ferrotype {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR;

bool IsOfNoInterest(std::string_view name) {
  return name.starts_with('.') || name.starts_with('#') || name.ends_with('~') || name.ends_with(".swp") ||
         name.ends_with(".new") || name.ends_with(".tmp") || name == "4913";  // what vim writes to see whether it may
}

bool Readable(int fd, int milliseconds) {
  pollfd wait = {fd, POLLIN, 0};
  return poll(&wait, 1, milliseconds) > 0;
}

}  // namespace

Result<FolderWatch> FolderWatch::Open(const std::vector<std::string>& folders) {
  FolderWatch watch(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (watch.fd_ < 0) return Fail(ErrorKind::kUnavailable, "this system can't watch folders");
  for (const std::string& folder : folders) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
      return Fail(ErrorKind::kNotFound, fmt::format("{}: no such folder", Printable(folder)));
    if (!watch.Add(folder))
      return Fail(ErrorKind::kUnavailable, fmt::format("{}: can't be watched", Printable(folder)));
  }
  return watch;
}

FolderWatch::~FolderWatch() {
  if (fd_ >= 0) close(fd_);
}

FolderWatch::FolderWatch(FolderWatch&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), folders_(std::move(other.folders_)) {}

bool FolderWatch::Add(const std::string& folder) {
  const int watch = inotify_add_watch(fd_, folder.c_str(), kEvents);
  if (watch < 0) return false;
  folders_[watch] = folder;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_directory(error) || it->is_symlink(error)) continue;
    if (it->path().filename().string().starts_with('.')) {
      it.disable_recursion_pending();
      continue;
    }
    const int inner = inotify_add_watch(fd_, it->path().c_str(), kEvents);
    if (inner < 0) return false;
    folders_[inner] = it->path().string();
  }
  return true;
}

void FolderWatch::Read(std::set<std::string>& changed) {
  alignas(inotify_event) std::array<char, 64 * 1024> buffer;
  for (;;) {
    const ssize_t got = read(fd_, buffer.data(), buffer.size());
    if (got <= 0) return;
    for (ssize_t at = 0; at < got;) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof(event));
      const std::string name = event.len > 0 ? std::string(buffer.data() + at + sizeof(event)) : std::string();
      at += static_cast<ssize_t>(sizeof(event)) + static_cast<ssize_t>(event.len);
      const auto folder = folders_.find(event.wd);
      if (folder == folders_.end() || name.empty() || IsOfNoInterest(name)) continue;
      const std::string path = (fs::path(folder->second) / name).string();
      if ((event.mask & IN_ISDIR) != 0U) {
        if ((event.mask & (IN_CREATE | IN_MOVED_TO)) == 0U) continue;
        Add(path);
        // Files may have come with it, before anybody watched.
        std::error_code error;
        for (fs::recursive_directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
          if (it->is_regular_file(error) && !IsOfNoInterest(it->path().filename().string()))
            changed.insert(it->path().string());
        }
      } else if ((event.mask & IN_CREATE) == 0U) {  // its end of writing follows
        changed.insert(path);
      }
    }
  }
}

std::set<std::string> FolderWatch::Wait(std::chrono::milliseconds most) {
  constexpr int kQuiet = 2;  // milliseconds without an event end a save of several files
  std::set<std::string> changed;
  if (!Readable(fd_, static_cast<int>(most.count()))) return changed;
  Read(changed);
  for (int rounds = 0; rounds < 5 && Readable(fd_, kQuiet); ++rounds) Read(changed);
  return changed;
}

}  // namespace ferrotype
