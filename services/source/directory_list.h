// What a directory on disk holds, in the order of a git tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/tree.h"

namespace ferrotype {

struct DirectoryChild {
  std::string name;
  TreeMode mode = TreeMode::kFile;  ///< kTree, kSymlink, or kFile (whether it is executable shows when it is opened)
};

/// The children of the directory `fd`, in git's order; at the top (`path` is empty) without .git. `where` and `path`
/// name it in messages. kInvalidArgument for a FIFO, socket or device, or a name that no tree may have.
[[nodiscard]] Result<std::vector<DirectoryChild>> ListDirectory(int fd, std::string_view where, std::string_view path);

}  // namespace ferrotype
