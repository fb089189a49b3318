// Git's tree objects: the entries of one directory, as git serializes them (gitformat: "<mode> <name>\0<20 bytes>",
// sorted).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/oid.h"
#include "base/result.h"

namespace ferrotype {

/// The modes that git writes; nothing else is read.
enum class TreeMode : std::uint32_t {
  kTree = 0040000,
  kFile = 0100644,
  kGroupWritableFile = 0100664,  ///< of old repositories; a file like any other
  kExecutable = 0100755,
  kSymlink = 0120000,
  kSubmodule = 0160000,
};

/// A file's bytes (not a link's, not a tree).
[[nodiscard]] constexpr bool IsFile(TreeMode mode) {
  return mode == TreeMode::kFile || mode == TreeMode::kExecutable || mode == TreeMode::kGroupWritableFile;
}

struct TreeEntry {
  TreeMode mode = TreeMode::kFile;
  std::string_view name;  ///< one component of a path; views into what it was parsed from
  std::array<std::uint8_t, 20> oid{};

  [[nodiscard]] TreeOid AsTree() const { return TreeOid{oid}; }  ///< for kTree
  [[nodiscard]] BlobOid AsBlob() const { return BlobOid{oid}; }  ///< for files and links
};

/// A kernel has some 13 levels. No tree is entered deeper than this: a walk over a directory holds a descriptor for
/// each.
inline constexpr std::size_t kMaxTreeDepth = 512;
inline constexpr std::size_t kMaxNameBytes = 255;

/// Why `name` can't be an entry's name ("is empty", "is ..", ...); empty when it can. No '/', no NUL, not ".", "..",
/// nor ".git" in any case: nothing that would lead out of the tree or into a repository if somebody wrote it to a disk.
[[nodiscard]] std::string_view TroubleWithName(std::string_view name);

/// Git's order: bytewise, a tree's name as if it ended in '/'.
[[nodiscard]] bool TreeEntryLess(const TreeEntry& a, const TreeEntry& b);

/// The entries of a tree object, viewing into `object`. kCorrupt, naming the entry, for anything that git would not
/// have written: a cut entry, a forbidden name, an unknown mode, a name twice, another order.
[[nodiscard]] Result<std::vector<TreeEntry>> ParseTree(std::string_view object);

/// The object of `entries`, which must be in git's order: ParseTree of it gives them back.
[[nodiscard]] Bytes SerializeTree(std::span<const TreeEntry> entries);

/// Git's id of a tree object.
[[nodiscard]] TreeOid TreeOidOf(std::string_view object);

}  // namespace ferrotype
