#include "source/unpacked_input.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "base/text.h"

namespace ferrotype {
namespace {

constexpr unsigned kChunkBytes = 1U << 18;

Unexpected CutOrDamaged(const std::string& where, std::string_view reason, bool surroundings) {
  return Fail(surroundings ? ErrorKind::kUnavailable : ErrorKind::kCorrupt,
              fmt::format("{}: the file is cut off or damaged ({}); fetch it again", where,
                          reason.empty() ? "no reason given" : Printable(reason)));
}

class PlainInput final : public UnpackedInput {
 public:
  PlainInput(FileDescriptor file, std::string where) : file_(std::move(file)), where_(std::move(where)) {}

  Result<std::string_view> Next() override {
    TRY_ASSIGN(const std::size_t got, ReadFully(file_.get(), buffer_.data(), buffer_.size(), where_));
    return std::string_view(buffer_.data(), got);
  }

 private:
  FileDescriptor file_;
  std::string where_;
  std::vector<char> buffer_ = std::vector<char>(kChunkBytes);
};

// By zlib itself: libarchive's gzip filter does not compare the checksum, and damage would pass as other source code.
class GzipInput final : public UnpackedInput {
 public:
  GzipInput(gzFile file, std::string where) : file_(file), where_(std::move(where)) { gzbuffer(file_, kChunkBytes); }
  ~GzipInput() override { gzclose(file_); }

  Result<std::string_view> Next() override {
    const int got = gzread(file_, buffer_.data(), kChunkBytes);
    // What came before a cut is given out by gzread as if all were well.
    int code = Z_OK;
    std::string_view message = gzerror(file_, &code);
    if (got < 0 || code == Z_BUF_ERROR) {
      // "<fd:3>: unexpected end of file"
      if (const std::size_t colon = message.find(": "); colon != std::string_view::npos)
        message.remove_prefix(colon + 2);
      return CutOrDamaged(where_, message, code == Z_ERRNO);
    }
    return std::string_view(buffer_.data(), static_cast<std::size_t>(got));
  }

 private:
  gzFile file_;
  std::string where_;
  std::vector<char> buffer_ = std::vector<char>(kChunkBytes);
};

struct ArchiveDeleter {
  void operator()(archive* a) const { archive_read_free(a); }
};

// xz and zstd by libarchive's filters: "raw" is the format of a file that is only packed.
class FilterInput final : public UnpackedInput {
 public:
  FilterInput(FileDescriptor file, std::string where) : file_(std::move(file)), where_(std::move(where)) {}

  Result<void> Open(int (*support_filter)(archive*)) {
    reader_.reset(archive_read_new());
    if (!reader_) return Fail(ErrorKind::kUnavailable, where_ + ": there is no memory to read it");
    if (archive_read_support_format_raw(reader_.get()) != ARCHIVE_OK || support_filter(reader_.get()) != ARCHIVE_OK) {
      return Fail(ErrorKind::kInternal, "libarchive can't read xz or zstd here");
    }
    archive_entry* entry = nullptr;
    if (archive_read_open_fd(reader_.get(), file_.get(), kChunkBytes) != ARCHIVE_OK ||
        archive_read_next_header(reader_.get(), &entry) != ARCHIVE_OK) {
      return Damaged();
    }
    // Magic bytes alone make no xz file: without its filter, libarchive would give the packed bytes.
    if (archive_filter_count(reader_.get()) != 2) return CutOrDamaged(where_, "its header is incomplete", false);
    return {};
  }

  Result<std::string_view> Next() override {
    const void* block = nullptr;
    std::size_t bytes = 0;
    la_int64_t offset = 0;
    do {
      const int code = archive_read_data_block(reader_.get(), &block, &bytes, &offset);
      if (code == ARCHIVE_EOF) return std::string_view();
      if (code != ARCHIVE_OK) return Damaged();
    } while (bytes == 0);
    return std::string_view(static_cast<const char*>(block), bytes);
  }

 private:
  [[nodiscard]] Unexpected Damaged() const {
    const int code = archive_errno(reader_.get());
    const char* reason = archive_error_string(reader_.get());
    return CutOrDamaged(where_, reason == nullptr ? "" : reason, code == EIO || code == ENOMEM);
  }

  FileDescriptor file_;
  std::string where_;
  std::unique_ptr<archive, ArchiveDeleter> reader_;
};

}  // namespace

Result<std::unique_ptr<UnpackedInput>> OpenUnpacked(FileDescriptor file, const std::string& where) {
  constexpr std::string_view kGzip = "\x1f\x8b";
  constexpr std::string_view kXz(
      "\xfd"
      "7zXZ\0",
      6);
  constexpr std::string_view kZstd = "\x28\xb5\x2f\xfd";
  std::array<char, 6> head{};
  const ssize_t got = ::pread(file.get(), head.data(), head.size(), 0);
  if (got < 0 || ::lseek(file.get(), 0, SEEK_SET) != 0) return SystemFailure(errno, where, "can't be read");
  const std::string_view magic(head.data(), static_cast<std::size_t>(got));
  if (magic.starts_with(kGzip)) {
    const gzFile gzip = gzdopen(file.get(), "rb");
    if (gzip == nullptr) return Fail(ErrorKind::kUnavailable, where + ": there is no memory to read it");
    file.Release();
    return std::make_unique<GzipInput>(gzip, where);
  }
  if (magic.starts_with(kXz) || magic.starts_with(kZstd)) {
    auto input = std::make_unique<FilterInput>(std::move(file), where);
    TRY(input->Open(magic.starts_with(kXz) ? archive_read_support_filter_xz : archive_read_support_filter_zstd));
    return input;
  }
  return std::make_unique<PlainInput>(std::move(file), where);
}

}  // namespace ferrotype
