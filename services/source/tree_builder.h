// Git's trees, built from a list of files that came in any order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/oid.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/source.h"
#include "model/tree.h"

namespace ferrotype {

struct TreeLeaf {
  TreeMode mode = TreeMode::kFile;
  BlobOid oid;
  std::uint64_t bytes = 0;
};

class TreeBuilder {
 public:
  /// A file or link at `path` (components that a tree may have, joined by '/'). The last one of a path stays, as tar
  /// has it.
  void Add(std::string path, TreeLeaf leaf);
  [[nodiscard]] std::optional<TreeLeaf> Find(const std::string& path) const;

  /// The one directory that all is in, as "linux-7.2/"; "" when there is none, or when a file lies beside it.
  [[nodiscard]] std::string CommonTop() const;

  /// Tells `sink` the trees below `top` (as CommonTop gives it), children first, in path order, and gives the root's
  /// oid. Directories without files don't exist, as in git. kInvalidArgument when a path is both a file and a
  /// directory, or nothing was added.
  [[nodiscard]] Result<TreeOid> Build(const std::string& top, TreeSink& sink, const StopFlag& stop) const;

 private:
  std::unordered_map<std::string, TreeLeaf> leaves_;
};

/// Serializes `entries`, tells the tree to `sink` unless it knows it, and gives its oid.
[[nodiscard]] Result<TreeOid> TellTree(std::span<const TreeEntry> entries, TreeSink& sink);

}  // namespace ferrotype
