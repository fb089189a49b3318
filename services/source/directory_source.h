// A directory as a source: hashed to git's oids as it is read.
#pragma once

#include <memory>
#include <string>

#include "model/source.h"
#include "source/file.h"
#include "source/held_bytes.h"
#include "source/path_index.h"
#include "source/stream_limits.h"

namespace ferrotype {

/// What lies there is what is measured, ignored files and results of a build too; only a .git at the top is left out.
/// Links are not followed. Directories without files don't exist, as in git. No file may change while it is read.
class DirectorySource final : public Source {
 public:
  /// kInvalidArgument unless the directory has a kernel's Makefile.
  [[nodiscard]] static Result<std::unique_ptr<DirectorySource>> Open(const std::string& path, StreamLimits limits = {});

  Result<std::vector<SourceRelease>> Releases(std::span<const std::string> patterns) override;
  /// Waits when StreamLimits::pool_bytes are held.
  Result<SourceRelease> Walk(const SourceRelease& release, TreeSink& sink, const StopFlag& stop) override;
  /// kNotFound for a blob that no Walk of this source came by; else nothing to do.
  Result<void> Recall(std::span<const BlobOid> blobs, const StopFlag& stop) override;
  /// Its readers read a file again when its bytes are no longer held; one that changed meanwhile is kCorrupt.
  Result<std::unique_ptr<BlobReader>> OpenReader() override;

 private:
  class Walking;
  class Reader;
  DirectorySource(std::string path, FileDescriptor root, std::string name, StreamLimits limits)
      : path_(std::move(path)),
        root_(std::move(root)),
        name_(std::move(name)),
        limits_(limits),
        held_(limits.pool_bytes) {}

  const std::string path_;
  const FileDescriptor root_;
  const std::string name_;  // by its Makefile
  const StreamLimits limits_;
  HeldBytes held_;
  PathIndex paths_;
};

}  // namespace ferrotype
