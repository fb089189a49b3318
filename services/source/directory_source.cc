#include "source/directory_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/text.h"
#include "model/language.h"
#include "source/blob_hash.h"
#include "source/directory_list.h"
#include "source/makefile_version.h"
#include "source/release_name.h"
#include "source/tree_builder.h"

namespace ferrotype {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

Unexpected Changed(const std::string& where) {
  return Fail(ErrorKind::kCorrupt,
              Printable(where) + ": changed while it was read; run again when nothing writes there");
}

struct OpenedFile {
  FileDescriptor fd;
  std::uint64_t bytes = 0;
  bool executable = false;
};

// Opens a regular file, never a link and without waiting for a FIFO's other end. `where` is for messages.
Result<OpenedFile> OpenFile(int directory, const char* name, const std::string& where) {
  OpenedFile file;
  file.fd = FileDescriptor(::openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.fd.valid()) {
    if (errno == ENOENT || errno == ELOOP || errno == ENOTDIR) return Changed(where);
    return SystemFailure(errno, where, "can't be opened");
  }
  struct stat status{};
  if (::fstat(file.fd.get(), &status) != 0) return SystemFailure(errno, where, "can't be looked at");
  if (!S_ISREG(status.st_mode)) return Changed(where);
  file.bytes = static_cast<std::uint64_t>(status.st_size);
  file.executable = (status.st_mode & S_IXUSR) != 0;
  return file;
}

// The whole file into `buffer`, which must have room for one byte more than it has: that is how a file that grew is
// seen.
Result<std::string_view> ReadWhole(const OpenedFile& file, std::span<char> buffer, const std::string& where) {
  TRY_ASSIGN(const std::size_t got,
             ReadFully(file.fd.get(), buffer.data(), static_cast<std::size_t>(file.bytes) + 1, where));
  if (got != file.bytes) return Changed(where);
  return std::string_view(buffer.data(), got);
}

Result<BlobOid> HashInChunks(const OpenedFile& file, Bytes& buffer, const std::string& where, const StopFlag& stop) {
  BlobHasher hasher(file.bytes);
  if (buffer.size() < kChunkBytes) buffer.resize(kChunkBytes);
  std::uint64_t done = 0;
  while (true) {
    if (stop.requested()) return Fail(ErrorKind::kCancelled, "stopped while reading a directory");
    TRY_ASSIGN(const std::size_t got, ReadFully(file.fd.get(), buffer.data(), kChunkBytes, where));
    hasher.Add(std::string_view(buffer).substr(0, got));
    done += got;
    if (got < kChunkBytes) break;
  }
  if (done != file.bytes) return Changed(where);
  return hasher.Finish();
}

}  // namespace

// One walk, deepest first, in git's order, without recursion.
class DirectorySource::Walking {
 public:
  Walking(DirectorySource& source, TreeSink& sink, const StopFlag& stop) : source_(source), sink_(sink), stop_(stop) {}

  Result<TreeOid> Run() {
    FileDescriptor root(::openat(source_.root_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!root.valid()) return SystemFailure(errno, source_.path_, "can't be opened");
    TRY(Enter(std::move(root)));
    while (true) {
      if (stop_.requested()) return Fail(ErrorKind::kCancelled, "stopped while reading a directory");
      Level& level = levels_.back();
      if (level.next < level.children.size()) {
        TRY(Take(level.children[level.next++]));
        continue;
      }
      if (levels_.size() == 1) return TellTree(level.entries, sink_);
      TRY(Leave());
    }
  }

 private:
  struct Level {
    FileDescriptor fd;
    std::vector<DirectoryChild> children;  // what the names of entries view into
    std::vector<TreeEntry> entries;
    std::size_t next = 0;
    std::size_t path_bytes = 0;  // of path_ above this level
  };

  [[nodiscard]] std::string Where(std::string_view name) const {
    return fmt::format("{}/{}{}", source_.path_, path_, name);
  }

  Result<void> Enter(FileDescriptor fd) {
    TRY_ASSIGN(auto children, ListDirectory(fd.get(), source_.path_, path_));
    levels_.push_back({std::move(fd), std::move(children), {}, 0, path_.size()});
    return {};
  }

  Result<void> Leave() {
    const Level& level = levels_.back();
    const bool empty = level.entries.empty();  // then git would not know of it
    TreeOid oid;
    if (!empty) {
      TRY_ASSIGN(oid, TellTree(level.entries, sink_));
    }
    levels_.pop_back();
    Level& parent = levels_.back();
    path_.resize(parent.path_bytes);
    if (!empty) parent.entries.push_back({TreeMode::kTree, parent.children[parent.next - 1].name, oid.bytes});
    return {};
  }

  Result<void> Take(const DirectoryChild& child) {
    switch (child.mode) {
      case TreeMode::kTree:
        return TakeDirectory(child);
      case TreeMode::kSymlink:
        return TakeLink(child);
      default:
        return TakeFile(child);
    }
  }

  Result<void> TakeDirectory(const DirectoryChild& child) {
    if (levels_.size() >= kMaxTreeDepth) {
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: directories are nested over {} deep; this is no kernel",
                                                           Printable(source_.path_), kMaxTreeDepth));
    }
    FileDescriptor fd(
        ::openat(levels_.back().fd.get(), child.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd.valid()) {
      if (errno == ENOENT || errno == ELOOP || errno == ENOTDIR) return Changed(Where(child.name));
      return SystemFailure(errno, Where(child.name), "can't be opened");
    }
    path_ += child.name;
    path_ += '/';
    return Enter(std::move(fd));
  }

  Result<void> TakeLink(const DirectoryChild& child) {
    std::array<char, 4097> target{};
    const ssize_t bytes = ::readlinkat(levels_.back().fd.get(), child.name.c_str(), target.data(), target.size());
    if (bytes < 0) {
      if (errno == ENOENT || errno == EINVAL) return Changed(Where(child.name));
      return SystemFailure(errno, Where(child.name), "can't be read");
    }
    const std::string_view text(target.data(), static_cast<std::size_t>(bytes));
    const BlobOid oid = BlobOidOf(text);
    levels_.back().entries.push_back({TreeMode::kSymlink, child.name, oid.bytes});
    return sink_.Link(oid, text);
  }

  Result<void> TakeFile(const DirectoryChild& child) {
    Level& level = levels_.back();
    const std::string where = Where(child.name);
    TRY_ASSIGN(const OpenedFile file, OpenFile(level.fd.get(), child.name.c_str(), where));
    const bool small = file.bytes <= source_.limits_.pool_bytes;
    std::string_view bytes;
    BlobOid oid;
    if (small) {
      TRY_ASSIGN(bytes, ReadWhole(file, Room(file.bytes), where));
      oid = BlobOidOf(bytes);
    } else {
      TRY_ASSIGN(oid, HashInChunks(file, buffer_, where, stop_));
    }
    level.entries.push_back({file.executable ? TreeMode::kExecutable : TreeMode::kFile, child.name, oid.bytes});
    source_.paths_.Add(oid, path_ + child.name);
    const Language language = LanguageOfName(child.name);
    if (sink_.KnowsBlob(language, oid)) return {};
    if (small && !source_.held_.HoldAgain(oid)) TRY(source_.held_.Hold(oid, {bytes, std::move(room_)}, sink_, stop_));
    return sink_.Blob(language, oid, file.bytes);
  }

  // Where a file is read to, and stays if it is held; else it serves the next one. A little more than it needs.
  std::span<char> Room(std::uint64_t bytes) {
    const auto wanted = static_cast<std::size_t>(bytes) + 1;
    if (!room_ || room_bytes_ < wanted || room_bytes_ > 2 * wanted) {
      room_ = std::make_shared_for_overwrite<char[]>(wanted);
      room_bytes_ = wanted;
    }
    return {room_.get(), room_bytes_};
  }

  DirectorySource& source_;
  TreeSink& sink_;
  const StopFlag& stop_;
  std::vector<Level> levels_;
  std::string path_;  // of the last level, with its '/'
  Bytes buffer_;      // for files that are too large to be held
  std::shared_ptr<char[]> room_;
  std::size_t room_bytes_ = 0;
};

class DirectorySource::Reader final : public BlobReader {
 public:
  explicit Reader(DirectorySource& source) : source_(source) {}

  Result<std::optional<BlobBytes>> Read(BlobOid blob, std::uint64_t max_bytes) override {
    if (std::optional<BlobBytes> held = source_.held_.Take(blob)) {
      if (held->bytes.size() > max_bytes) return std::nullopt;
      return held;
    }
    const std::optional<std::string> path = source_.paths_.Find(blob);
    if (!path) {
      return Fail(ErrorKind::kNotFound,
                  fmt::format("{}: blob {} is not in this directory", Printable(source_.path_), blob.Hex()));
    }
    const std::string where = source_.path_ + '/' + *path;
    TRY_ASSIGN(const OpenedFile file, OpenFile(source_.root_.get(), path->c_str(), where));
    if (file.bytes > max_bytes || file.bytes > source_.limits_.max_blob_bytes) return std::nullopt;
    auto bytes = std::make_shared<Bytes>(static_cast<std::size_t>(file.bytes) + 1, '\0');
    TRY_ASSIGN(const std::string_view view, ReadWhole(file, *bytes, where));
    if (BlobOidOf(view) != blob) return Changed(where);
    return BlobBytes{view, std::move(bytes)};
  }

 private:
  DirectorySource& source_;
};

Result<std::unique_ptr<DirectorySource>> DirectorySource::Open(const std::string& path, StreamLimits limits) {
  FileDescriptor root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.valid()) return SystemFailure(errno, path, "can't be opened");
  const FileDescriptor makefile(::openat(root.get(), "Makefile", O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
  struct stat status{};
  if (!makefile.valid() || ::fstat(makefile.get(), &status) != 0 || !S_ISREG(status.st_mode)) return NoKernelTree(path);
  Bytes head(kMakefileHeadBytes, '\0');
  TRY_ASSIGN(const std::size_t got, ReadFully(makefile.get(), head.data(), head.size(), path + "/Makefile"));
  const std::optional<std::string> name = ReleaseNameFromMakefile(std::string_view(head).substr(0, got));
  if (!name) return NoKernelTree(path);
  return std::unique_ptr<DirectorySource>(new DirectorySource(path, std::move(root), *name, limits));
}

Result<std::vector<SourceRelease>> DirectorySource::Releases(std::span<const std::string> patterns) {
  TRY_ASSIGN(const auto name, OnlyName(path_, patterns));
  SourceRelease release;
  release.name = name.value_or(name_);
  return std::vector<SourceRelease>{std::move(release)};
}

Result<SourceRelease> DirectorySource::Walk(const SourceRelease& release, TreeSink& sink, const StopFlag& stop) {
  SourceRelease walked = release;
  if (walked.name.empty()) walked.name = name_;
  TRY_ASSIGN(walked.tree, Walking(*this, sink, stop).Run());
  return walked;
}

Result<void> DirectorySource::Recall(std::span<const BlobOid> blobs, const StopFlag&) {
  for (const BlobOid blob : blobs) {
    if (!paths_.Find(blob)) {
      return Fail(ErrorKind::kNotFound,
                  fmt::format("{}: blob {} is not in this directory", Printable(path_), blob.Hex()));
    }
  }
  return {};
}

Result<std::unique_ptr<BlobReader>> DirectorySource::OpenReader() { return std::make_unique<Reader>(*this); }

}  // namespace ferrotype
