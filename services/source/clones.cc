#include "source/clones.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "source/git_source.h"
#include "source/mirror.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

// Other analyzers of this machine may keep their mirrors in the same folder.
class MirrorLock {
 public:
  explicit MirrorLock(const std::string& path) : fd_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {}
  ~MirrorLock() {
    if (fd_ >= 0) close(fd_);
  }
  MirrorLock(const MirrorLock&) = delete;
  MirrorLock& operator=(const MirrorLock&) = delete;
  [[nodiscard]] bool Take() const { return fd_ >= 0 && flock(fd_, LOCK_EX) == 0; }

 private:
  int fd_;
};

}  // namespace

bool IsUrl(std::string_view address) { return address.find("://") != std::string_view::npos; }

CloneAddress ParseCloneAddress(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::size_t slash = text.find('/');
  if (equals != std::string_view::npos && equals > 0 && (slash == std::string_view::npos || equals < slash))
    return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
  std::string_view name = text;
  while (name.ends_with('/')) name.remove_suffix(1);
  name = name.substr(name.rfind('/') + 1);
  if (name.ends_with(".git") && name.size() > 4) name.remove_suffix(4);
  return {std::string(name), std::string(text)};
}

Result<std::unique_ptr<Clones>> Clones::Open(const std::vector<CloneAddress>& addresses, std::string folder,
                                             const StopFlag& stop) {
  std::unique_ptr<Clones> clones(new Clones(std::move(folder), stop));
  for (const CloneAddress& address : addresses) {
    Clone clone{address, address.address, IsUrl(address.address)};
    if (clone.mirror) {
      clone.path = fmt::format("{}/{}.git", clones->folder_, address.name);
    } else {
      TRY_ASSIGN(const std::unique_ptr<GitSource> repository, GitSource::Open(clone.path));
      if (!repository) {
        return Fail(ErrorKind::kInvalidArgument,
                    fmt::format("{}: is no git repository; analyzers of a cluster read local clones (tarballs and "
                                "directories are imported into one first)",
                                Printable(clone.path)));
      }
    }
    for (const Clone& other : clones->clones_) {
      if (other.from.name == address.name)
        return Fail(ErrorKind::kInvalidArgument,
                    fmt::format("two repositories are called {}: name them apart, as in linux=/srv/linux.git",
                                Printable(address.name)));
    }
    clones->clones_.push_back(std::move(clone));
  }
  if (clones->clones_.empty()) {
    return Fail(ErrorKind::kInvalidArgument,
                "name the repository to read: a path or address, as in linux=/srv/linux.git or "
                "linux=https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git");
  }
  return clones;
}

Result<const Clones::Clone*> Clones::Find(std::string_view repository) const {
  for (const Clone& clone : clones_) {
    if (clone.from.name == repository) return &clone;
  }
  // What is read is checked by its oid: the only one there is can't give something else.
  if (clones_.size() == 1) return &clones_.front();
  std::string names;
  for (const Clone& clone : clones_) names += (names.empty() ? "" : ", ") + Printable(clone.from.name);
  return Fail(ErrorKind::kNotFound, fmt::format("work is of repository {}, and this analyzer has {}; add {}=PATH",
                                                Printable(repository), names, Printable(repository)));
}

Result<void> Clones::Fetch(const Clone& clone, const std::string& release) {
  const std::scoped_lock lock(mutex_);
  // What was not there a moment ago need not be asked for again for each blob.
  constexpr std::chrono::minutes kPause(1);
  const auto now = std::chrono::steady_clock::now();
  const auto last = fetched_.find({clone.path, release});
  if (last != fetched_.end() && now - last->second < kPause) return {};
  std::error_code error;
  fs::create_directories(folder_, error);
  const MirrorLock mirror(clone.path + ".lock");
  if (error || !mirror.Take()) {
    return Fail(ErrorKind::kUnavailable,
                fmt::format("{}: {}", Printable(folder_), error ? error.message() : std::strerror(errno)));
  }
  const auto wanted = [&](std::string_view tag) { return tag == release; };
  TRY(UpdateMirror(clone.path, clone.from.address, wanted, [&] { return !stop_.requested(); }));
  fetched_[{clone.path, release}] = now;
  return {};
}

Result<std::optional<BlobBytes>> Clones::Reader::Read(std::string_view repository, const std::string& release,
                                                      BlobOid blob, std::uint64_t max_bytes) {
  TRY_ASSIGN(const Clone* clone, clones_.Find(repository));
  const auto read = [&]() -> Result<std::optional<BlobBytes>> {
    std::unique_ptr<BlobReader>& reader = readers_[clone->path];
    if (!reader) {
      TRY_ASSIGN(const std::unique_ptr<GitSource> source, GitSource::Open(clone->path));
      if (!source) return Fail(ErrorKind::kNotFound, fmt::format("{}: not there yet", Printable(clone->path)));
      TRY_ASSIGN(reader, source->OpenReader());
    }
    return reader->Read(blob, max_bytes);
  };
  Result<std::optional<BlobBytes>> bytes = read();
  if (bytes || bytes.error().kind != ErrorKind::kNotFound) return bytes;
  if (!clone->mirror) {
    return Fail(ErrorKind::kNotFound,
                fmt::format("{} (needed for {}; bring the tag into this clone: git -C {} fetch --tags)",
                            bytes.error().message, Printable(release), Printable(clone->path)));
  }
  TRY(clones_.Fetch(*clone, release));
  readers_.erase(clone->path);  // of a mirror that was just made
  return read();
}

}  // namespace ferrotype
