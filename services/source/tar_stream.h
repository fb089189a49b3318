// A tarball's members, one after the other, as they stream by. Nothing is extracted, and every name and size is checked
// here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ferrotype {

struct TarMember {
  enum class Kind { kFile, kDirectory, kSymlink, kHardLink };
  Kind kind = Kind::kFile;
  std::string path;           ///< as MemberPath makes it; empty for the archive's own "./"
  bool executable = false;    ///< by its owner
  std::uint64_t bytes = 0;    ///< of a file
  std::string target;         ///< of a symlink: as it is; of a hard link: as MemberPath makes it
  std::int64_t modified = 0;  ///< seconds since 1970
};

/// Tar (ustar, pax, GNU), plain or packed with gzip, xz or zstd; told apart by content. One thread at a time.
class TarStream {
 public:
  /// kInvalidArgument when the file is no such tarball; kNotFound and kUnavailable when it can't be opened.
  [[nodiscard]] static Result<std::unique_ptr<TarStream>> Open(const std::string& path);
  ~TarStream();
  TarStream(const TarStream&) = delete;
  TarStream& operator=(const TarStream&) = delete;

  /// The next member; nullopt after the last. What is left of the member before is skipped. kCorrupt when the tarball
  /// is cut or damaged; kInvalidArgument for a member that has no place in a tree: a device, a sparse file, a name that
  /// leads out, one of too many.
  [[nodiscard]] Result<std::optional<TarMember>> Next();

  /// Some more bytes of the member that Next gave, valid until the next call; empty after its last.
  [[nodiscard]] Result<std::string_view> Data();

 private:
  struct Impl;
  explicit TarStream(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ferrotype
