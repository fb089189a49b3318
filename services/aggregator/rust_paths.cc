#include "aggregator/rust_paths.h"

#include <vector>

namespace ferrotype {

std::string JoinPath(std::string_view folder, std::string_view relative) {
  std::vector<std::string_view> parts;
  for (std::string_view path : {folder, relative}) {
    while (!path.empty()) {
      const std::size_t slash = path.find('/');
      const std::string_view part = path.substr(0, slash);
      path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return {};
      } else {
        parts.pop_back();
      }
    }
  }
  std::string path;
  for (const std::string_view part : parts) {
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

}  // namespace ferrotype
