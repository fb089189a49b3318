// Where the bytes of a release come from: a git repository, a tarball or a directory. All three yield git's oids, so
// the same file is the same blob whichever door it came through.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/oid.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/language.h"

namespace ferrotype {

/// A release that a source offers.
struct SourceRelease {
  std::string name;                 ///< v7.2.13-debian
  std::optional<TreeOid> tree;      ///< known before walking for git; found by walking for tarballs and directories
  std::optional<CommitOid> commit;  ///< git only
  std::string date;  ///< YYYY-MM-DD: the tag's, else the commit's; a tarball's newest member's; empty when unknown
};

/// Hears what a source finds. Calls come from the thread that walks, in path order of the tree.
class TreeSink {
 public:
  virtual ~TreeSink() = default;
  /// True when this tree and all below it have been told before: a source that can skips them.
  [[nodiscard]] virtual bool KnowsTree(TreeOid tree) = 0;
  /// True when this blob needs no analysis: a source that streams need not hold its bytes.
  [[nodiscard]] virtual bool KnowsBlob(Language language, BlobOid blob) = 0;
  /// A tree, as git serializes it. From git parents come before children; from streams children first.
  virtual Result<void> Tree(TreeOid tree, std::string_view object) = 0;
  /// A file's (not a link's) blob that KnowsBlob denied. Its bytes can be read from the source's
  /// readers; from a stream as often as it was told, and the stream waits for that when it holds much.
  virtual Result<void> Blob(Language language, BlobOid blob, std::uint64_t bytes) = 0;
  /// A symbolic link's blob, from a stream: it is no file, and nothing of it is analyzed.
  virtual Result<void> Link(BlobOid, std::string_view /*target*/) { return {}; }
  /// The source is about to wait until bytes that it holds have been read: work not yet handed out must go out now.
  virtual Result<void> Flush() = 0;
};

/// Bytes of a blob and what keeps them alive.
struct BlobBytes {
  std::string_view bytes;
  std::shared_ptr<const void> owner;
};

/// Reads blobs. One thread at a time; open one reader for each thread.
class BlobReader {
 public:
  virtual ~BlobReader() = default;
  /// kNotFound when the source doesn't hold it (or, from a stream, no longer), kCorrupt when what is there isn't it
  /// (its hash is checked), kUnavailable when the surroundings fail. A blob above `max_bytes` gives nullopt and is not
  /// read into memory.
  virtual Result<std::optional<BlobBytes>> Read(BlobOid blob, std::uint64_t max_bytes) = 0;
};

class Source {
 public:
  virtual ~Source() = default;

  /// Releases whose name matches one of `patterns` (globs; git also takes any revision when the pattern has no
  /// wildcard), in order of ReleaseLess. For a tarball or directory: the one it is, named by the only pattern, else
  /// from its Makefile (a tarball's name is empty until it has been walked). kNotFound names what was asked for when
  /// nothing matches.
  virtual Result<std::vector<SourceRelease>> Releases(std::span<const std::string> patterns) = 0;

  /// Tells `sink` the release's trees and blobs; returns the root tree's oid (and, for streams, now knows name and
  /// date).
  virtual Result<SourceRelease> Walk(const SourceRelease& release, TreeSink& sink, const StopFlag& stop) = 0;

  /// Makes blobs that were told in a Walk readable once more, from the thread that walks. A tarball is streamed again
  /// for it.
  virtual Result<void> Recall(std::span<const BlobOid> blobs, const StopFlag& stop) = 0;

  /// Thread-safe. The source outlives its readers.
  virtual Result<std::unique_ptr<BlobReader>> OpenReader() = 0;
};

}  // namespace ferrotype
