#include "source/open.h"

#include <dirent.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/text.h"
#include "source/directory_source.h"
#include "source/file.h"
#include "source/git_source.h"
#include "source/tar_source.h"

namespace ferrotype {
namespace {

bool IsEmptyDirectory(const std::string& path) {
  DIR* directory = ::opendir(path.c_str());
  if (directory == nullptr) return false;
  bool empty = true;
  while (const dirent* entry = ::readdir(directory)) {
    const std::string_view name = entry->d_name;
    empty = empty && (name == "." || name == "..");
  }
  ::closedir(directory);
  return empty;
}

}  // namespace

Result<std::unique_ptr<Source>> OpenSource(const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos) {
    return Fail(ErrorKind::kInvalidArgument,
                "the source has an empty name; name a git repository, a kernel's directory or a tarball of it");
  }
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return Fail(ErrorKind::kNotFound, Printable(path) + ": there is no such file or directory; check the name");
    }
    return SystemFailure(errno, path, "can't be looked at");
  }
  if (S_ISDIR(status.st_mode)) {
    TRY_ASSIGN(auto git, GitSource::Open(path));
    if (git) return git;
    if (IsEmptyDirectory(path)) {
      return Fail(ErrorKind::kInvalidArgument,
                  Printable(path) + ": is an empty directory; name one that holds a kernel's source");
    }
    TRY_ASSIGN(auto directory, DirectorySource::Open(path));
    return directory;
  }
  if (!S_ISREG(status.st_mode)) {
    return Fail(ErrorKind::kInvalidArgument,
                Printable(path) +
                    ": is neither file nor directory; name a git repository, a kernel's directory or a tarball of it");
  }
  if (status.st_size == 0)
    return Fail(ErrorKind::kInvalidArgument, Printable(path) + ": is an empty file; fetch the tarball again");
  TRY_ASSIGN(auto tarball, TarSource::Open(path));
  return tarball;
}

}  // namespace ferrotype
