// The project's own files, for tests that want what is shipped.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace ferrotype {

/// All files below `folder` of the source tree, by path relative to it.
inline std::map<std::string, std::string> ReadSourceFiles(const std::string& folder) {
  std::map<std::string, std::string> files;
  const std::filesystem::path root = std::filesystem::path(FERROTYPE_SOURCE_DIR) / folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files[std::filesystem::relative(entry.path(), root).generic_string()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return files;
}

}  // namespace ferrotype
