#include "source/tar_stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <locale.h>

#include <cerrno>
#include <utility>

#include "base/text.h"
#include "source/file.h"
#include "source/member_path.h"
#include "source/unpacked_input.h"

namespace ferrotype {
namespace {

constexpr std::uint64_t kMaxMembers = 1'000'000;
// A kernel has 1.7 GB. Whatever says that it unpacks to more than this is not one.
constexpr std::int64_t kMaxUnpackedBytes = std::int64_t{16} << 30;
constexpr std::int64_t kTarBlockBytes = 512;

struct ArchiveDeleter {
  void operator()(archive* a) const { archive_read_free(a); }
};

// In other locales than C, libarchive changes names: it converts and even normalizes them. We want the bytes.
class PlainLocale {
 public:
  PlainLocale() : before_(uselocale(Plain())) {}
  ~PlainLocale() { uselocale(before_); }
  PlainLocale(const PlainLocale&) = delete;
  PlainLocale& operator=(const PlainLocale&) = delete;

 private:
  static locale_t Plain() {
    static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
    return plain;
  }
  locale_t before_;
};

// A warning (a header in an unknown charset, say) does not make a member unreadable.
bool IsOk(int code) { return code == ARCHIVE_OK || code == ARCHIVE_WARN; }

std::string_view KindName(unsigned type) {
  switch (type) {
    case AE_IFCHR:
    case AE_IFBLK:
      return "is a device";
    case AE_IFIFO:
      return "is a FIFO";
    case AE_IFSOCK:
      return "is a socket";
    default:
      return "is neither file, directory nor link";
  }
}

// The unpacked bytes on their way into libarchive's tar reader, counted.
struct Feed {
  std::unique_ptr<UnpackedInput> input;
  std::int64_t given = 0;          // bytes so far
  std::int64_t last_not_zero = 0;  // position behind the last byte so far that is not zero
  std::optional<Error> error;

  Result<std::string_view> Next() {
    if (error) return Unexpected(*error);
    Result<std::string_view> some = input->Next();
    if (!some) {
      error = some.error();
      return some;
    }
    const std::size_t last = some->find_last_not_of('\0');
    if (last != std::string_view::npos) last_not_zero = given + static_cast<std::int64_t>(last) + 1;
    given += static_cast<std::int64_t>(some->size());
    return some;
  }

  static la_ssize_t Read(archive* reader, void* self, const void** bytes) {
    const Result<std::string_view> some = static_cast<Feed*>(self)->Next();
    if (!some) {
      archive_set_error(reader, EIO, "%s", some.error().message.c_str());
      return -1;
    }
    *bytes = some->data();
    return static_cast<la_ssize_t>(some->size());
  }
};

}  // namespace

struct TarStream::Impl {
  std::string where;
  Feed feed;  // before the reader, which reads from it to its end
  std::unique_ptr<archive, ArchiveDeleter> reader;
  archive_entry* entry = nullptr;
  std::uint64_t members = 0;
  std::uint64_t left = 0;     // bytes of the member still to come
  std::int64_t data_end = 0;  // position in the unpacked tar after the last member
  bool peeked = false;        // `entry` was read by Open and not yet given out

  [[nodiscard]] Unexpected Cut() const {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("{}: the tarball is cut off: it ends within an archive; fetch it again", where));
  }

  [[nodiscard]] Unexpected Damaged() const {
    if (feed.error) return Unexpected(*feed.error);
    const char* reason = archive_error_string(reader.get());
    return Fail(archive_errno(reader.get()) == ENOMEM ? ErrorKind::kUnavailable : ErrorKind::kCorrupt,
                fmt::format("{}: the tarball is cut off or damaged ({}); fetch it again", where,
                            reason == nullptr ? "no reason given" : Printable(reason)));
  }

  [[nodiscard]] Unexpected Refuse(std::string_view trouble) const {
    const char* name = archive_entry_pathname(entry);
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{}: member {} \"{}\" {}; this is no kernel's tarball", where, members,
                            Printable(std::string_view(name == nullptr ? "" : name).substr(0, 200)), trouble));
  }

  // After the last member's bytes and padding comes a marker that ends the archive. Without it, it was cut between two
  // members. Behind it must be nothing but zeros: other programs stop there, and what follows would be seen by some and
  // not by others. And the checksum of what the tarball is packed with is only compared at the very end.
  Result<void> CheckEnd() {
    const std::int64_t end = archive_filter_bytes(reader.get(), 0);
    while (feed.given <= kMaxUnpackedBytes) {
      TRY_ASSIGN(const std::string_view some, feed.Next());
      if (some.empty()) break;
    }
    if (end - data_end < kTarBlockBytes) return Cut();
    if (feed.last_not_zero > end || feed.given > kMaxUnpackedBytes) {
      return Fail(ErrorKind::kCorrupt,
                  fmt::format("{}: there are bytes behind the archive's end; fetch it again", where));
    }
    return {};
  }

  Result<TarMember> Describe() const {
    TarMember member;
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || *name == '\0') return Refuse("has no name");
    Result<std::string> path = MemberPath(name);
    if (!path) return Refuse(path.error().message);
    member.path = *std::move(path);
    member.modified = archive_entry_mtime(entry);
    if (const char* target = archive_entry_hardlink(entry); target != nullptr) {
      member.kind = TarMember::Kind::kHardLink;
      Result<std::string> to = MemberPath(target);
      if (!to) return Refuse("is a hard link to a name that " + to.error().message);
      if (archive_entry_size_is_set(entry) != 0 && archive_entry_size(entry) > 0)
        return Refuse("is a hard link with bytes of its own");
      member.target = *std::move(to);
      return member;
    }
    const unsigned type = archive_entry_filetype(entry);
    if (type == AE_IFDIR) {
      member.kind = TarMember::Kind::kDirectory;
    } else if (type == AE_IFLNK) {
      member.kind = TarMember::Kind::kSymlink;
      const char* target = archive_entry_symlink(entry);
      if (target == nullptr || *target == '\0') return Refuse("is a link to nothing");
      member.target = target;
      if (member.target.size() > kMaxPathBytes) return Refuse("is a link to a name of more than 4096 bytes");
    } else if (type == AE_IFREG) {
      if (archive_entry_size_is_set(entry) == 0 || archive_entry_size(entry) < 0) return Refuse("has no size");
      if (archive_entry_sparse_count(entry) > 0) return Refuse("is a sparse file");
      member.bytes = static_cast<std::uint64_t>(archive_entry_size(entry));
      if (archive_entry_size(entry) > kMaxUnpackedBytes) return Refuse("says that it is larger than 16 GiB");
      member.executable = (archive_entry_perm(entry) & 0100) != 0;
    } else {
      return Refuse(KindName(type));
    }
    if (member.path.empty() && member.kind != TarMember::Kind::kDirectory) return Refuse("has no name");
    return member;
  }
};

TarStream::TarStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TarStream::~TarStream() = default;

Result<std::unique_ptr<TarStream>> TarStream::Open(const std::string& path) {
  const PlainLocale plain;
  auto impl = std::make_unique<Impl>();
  impl->where = Printable(path);
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return SystemFailure(errno, path, "can't be opened");
  TRY_ASSIGN(auto unpacked, OpenUnpacked(std::move(file), impl->where));
  impl->feed.input = ReadAhead(std::move(unpacked));
  impl->reader.reset(archive_read_new());
  archive* reader = impl->reader.get();
  if (reader == nullptr) return Fail(ErrorKind::kUnavailable, impl->where + ": there is no memory to read it");
  // This and no other format, and no filter: each parser is a surface, and a tarball packed twice is a trick.
  if (!IsOk(archive_read_support_format_tar(reader)))
    return Fail(ErrorKind::kInternal, "libarchive can't read tar here");
  int code = archive_read_open2(reader, &impl->feed, nullptr, Feed::Read, nullptr, nullptr);
  if (code == ARCHIVE_OK) code = archive_read_next_header(reader, &impl->entry);
  if (code == ARCHIVE_EOF) return Fail(ErrorKind::kInvalidArgument, impl->where + ": is a tarball without members");
  if (!IsOk(code)) {
    if (impl->feed.error) return Unexpected(*impl->feed.error);
    return Fail(
        ErrorKind::kInvalidArgument,
        impl->where + ": is not a tarball that can be read; give a .tar, .tar.xz, .tar.gz or .tar.zst of a kernel");
  }
  impl->peeked = true;
  return std::unique_ptr<TarStream>(new TarStream(std::move(impl)));
}

Result<std::optional<TarMember>> TarStream::Next() {
  const PlainLocale plain;
  Impl& self = *impl_;
  if (!self.peeked) {
    while (true) {
      TRY_ASSIGN(const std::string_view rest, Data());
      if (rest.empty()) break;
    }
    self.data_end = archive_filter_bytes(self.reader.get(), 0);
    const int code = archive_read_next_header(self.reader.get(), &self.entry);
    if (code == ARCHIVE_EOF) {
      TRY(self.CheckEnd());
      return std::nullopt;
    }
    if (!IsOk(code)) return self.Damaged();
  }
  self.peeked = false;
  if (++self.members > kMaxMembers) return self.Refuse("is one of over a million");
  if (archive_filter_bytes(self.reader.get(), 0) > kMaxUnpackedBytes)
    return self.Refuse("lies beyond 16 GiB of unpacked bytes");
  TRY_ASSIGN(TarMember member, self.Describe());
  self.left = member.bytes;
  return member;
}

Result<std::string_view> TarStream::Data() {
  const PlainLocale plain;
  Impl& self = *impl_;
  const void* block = nullptr;
  std::size_t bytes = 0;
  la_int64_t offset = 0;
  do {
    const int code = archive_read_data_block(self.reader.get(), &block, &bytes, &offset);
    if (code == ARCHIVE_EOF) {
      if (self.left != 0) return self.Cut();
      return std::string_view();
    }
    if (!IsOk(code)) return self.Damaged();
  } while (bytes == 0);
  if (bytes > self.left) return self.Refuse("has more bytes than it says");
  self.left -= bytes;
  return std::string_view(static_cast<const char*>(block), bytes);
}

}  // namespace ferrotype
