#include "source/directory_list.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>

#include "base/text.h"
#include "source/file.h"

namespace ferrotype {
namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

std::optional<TreeMode> ModeOfType(unsigned char type) {
  switch (type) {
    case DT_DIR:
      return TreeMode::kTree;
    case DT_LNK:
      return TreeMode::kSymlink;
    case DT_REG:
      return TreeMode::kFile;
    default:
      return std::nullopt;
  }
}

// Some file systems don't say in the directory what an entry is.
unsigned char TypeOf(int fd, const dirent& entry) {
  struct stat status{};
  if (entry.d_type != DT_UNKNOWN || ::fstatat(fd, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return entry.d_type;
  return static_cast<unsigned char>(IFTODT(status.st_mode));
}

}  // namespace

Result<std::vector<DirectoryChild>> ListDirectory(int fd, std::string_view where, std::string_view path) {
  const std::string place = fmt::format("{}/{}", where, path);
  FileDescriptor again(::openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!again.valid()) return SystemFailure(errno, place, "can't be listed");
  const std::unique_ptr<DIR, CloseDirectory> directory(::fdopendir(again.get()));
  if (!directory) return SystemFailure(errno, place, "can't be listed");
  again.Release();
  std::vector<DirectoryChild> children;
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(directory.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name == "." || name == ".." || (path.empty() && name == ".git")) continue;
    if (const std::string_view trouble = TroubleWithName(name); !trouble.empty()) {
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}{} {}; a kernel tree has no such thing: take it away",
                                                           Printable(place), Printable(name), trouble));
    }
    const std::optional<TreeMode> mode = ModeOfType(TypeOf(fd, *entry));
    if (!mode) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}{} is neither file, directory nor link (a FIFO, socket or device); take it away",
                              Printable(place), Printable(name)));
    }
    children.push_back({std::string(name), *mode});
  }
  if (errno != 0) return SystemFailure(errno, place, "can't be listed");
  std::sort(children.begin(), children.end(), [](const DirectoryChild& a, const DirectoryChild& b) {
    return TreeEntryLess({a.mode, a.name, {}}, {b.mode, b.name, {}});
  });
  return children;
}

}  // namespace ferrotype
