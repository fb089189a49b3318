// The bytes of a file, unpacked if it is packed with gzip, xz or zstd (told apart by its first bytes).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "source/file.h"

namespace ferrotype {

/// One thread at a time.
class UnpackedInput {
 public:
  virtual ~UnpackedInput() = default;
  /// Some more bytes, valid until the next call; empty at the end. The end is only given when all checksums of the
  /// packing were right and nothing was cut; else kCorrupt.
  [[nodiscard]] virtual Result<std::string_view> Next() = 0;
};

/// Reads `file` from its beginning. `where` is what messages call it.
[[nodiscard]] Result<std::unique_ptr<UnpackedInput>> OpenUnpacked(FileDescriptor file, const std::string& where);

/// Unpacks in a thread of its own, a few megabytes ahead of who reads.
[[nodiscard]] std::unique_ptr<UnpackedInput> ReadAhead(std::unique_ptr<UnpackedInput> input);

}  // namespace ferrotype
