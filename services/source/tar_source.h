// A tarball as a source: streamed, hashed to git's oids as it goes by, never extracted.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "model/source.h"
#include "source/held_bytes.h"
#include "source/stream_limits.h"

namespace ferrotype {

/// The single top-level directory of the archive, if there is one, is not part of the tree. Directories without files
/// and the tar's own order, owners and times are not either: the oids are those of `git add --all && git write-tree` on
/// the unpacked files. When a path is in the archive twice, the last one counts (as if it were unpacked). A hard link
/// is the file it links to, which must come before it.
class TarSource final : public Source {
 public:
  [[nodiscard]] static Result<std::unique_ptr<TarSource>> Open(const std::string& path, StreamLimits limits = {});

  /// One release. Without a pattern its name is empty until it has been walked: the Makefile may lie anywhere in the
  /// stream.
  Result<std::vector<SourceRelease>> Releases(std::span<const std::string> patterns) override;
  /// Each blob that is told is held for one Read for each time it is told. Waits when StreamLimits::pool_bytes are
  /// held. kInvalidArgument when it turns out to be no kernel tree.
  Result<SourceRelease> Walk(const SourceRelease& release, TreeSink& sink, const StopFlag& stop) override;
  /// Streams the tarball once more, as far as needed, and holds each of `blobs` for one Read.
  Result<void> Recall(std::span<const BlobOid> blobs, const StopFlag& stop) override;
  /// Its readers give nullopt, whatever max_bytes, for a blob above StreamLimits::max_blob_bytes.
  Result<std::unique_ptr<BlobReader>> OpenReader() override;

 private:
  class Streaming;
  class Reader;
  TarSource(std::string path, StreamLimits limits)
      : path_(std::move(path)), limits_(limits), held_(limits.pool_bytes) {}
  void RememberTooLarge(BlobOid blob);
  [[nodiscard]] bool IsTooLarge(BlobOid blob) const;

  const std::string path_;
  const StreamLimits limits_;
  HeldBytes held_;
  mutable std::mutex mutex_;  // of too_large_
  std::unordered_set<BlobOid> too_large_;
};

}  // namespace ferrotype
