// A git repository as a source: objects straight from its database, no checkout.
#pragma once

#include <memory>
#include <string>

#include "model/source.h"
#include "source/git_objects.h"

namespace ferrotype {

class GitSource final : public Source {
 public:
  /// nullptr when there is no repository at `path`.
  [[nodiscard]] static Result<std::unique_ptr<GitSource>> Open(const std::string& path);

  /// Tags, or what a pattern without wildcard names otherwise (then the release is called as it was asked for). A name
  /// that nothing has is an error even when other patterns match; a glob only when no pattern matches anything.
  Result<std::vector<SourceRelease>> Releases(std::span<const std::string> patterns) override;
  /// A missing object is kCorrupt here: the release can't be told whole.
  Result<SourceRelease> Walk(const SourceRelease& release, TreeSink& sink, const StopFlag& stop) override;
  /// Nothing to do: a repository's blobs can always be read.
  Result<void> Recall(std::span<const BlobOid> blobs, const StopFlag& stop) override;
  Result<std::unique_ptr<BlobReader>> OpenReader() override;

 private:
  GitSource(std::string path, std::unique_ptr<GitObjects> objects)
      : path_(std::move(path)), objects_(std::move(objects)) {}

  std::string path_;
  std::unique_ptr<GitObjects> objects_;
};

}  // namespace ferrotype
