// Paths of a tree: parts and sums of them.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype {

/// "a/b" of "a/b/c.rs"; "" at the top.
[[nodiscard]] inline std::string_view FolderOfPath(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

/// "c" of "a/b/c.rs".
[[nodiscard]] inline std::string_view StemOfPath(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.find('.'));
}

/// `relative` as seen from `folder`, without "." and ".."; empty when it leads out of the tree.
[[nodiscard]] std::string JoinPath(std::string_view folder, std::string_view relative);

}  // namespace ferrotype
