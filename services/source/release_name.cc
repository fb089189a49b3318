#include "source/release_name.h"

#include <fmt/format.h>

#include "base/text.h"

namespace ferrotype {

Result<std::optional<std::string>> OnlyName(const std::string& path, std::span<const std::string> patterns) {
  if (patterns.empty()) return std::nullopt;
  if (patterns.size() > 1) {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: holds one release and can't have {} names; give one",
                                                         Printable(path), patterns.size()));
  }
  const std::string& name = patterns.front();
  if (name.empty() || name.find_first_of("*?") != std::string::npos) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{}: \"{}\" can't name a release; give a name such as v7.2.13, or none", Printable(path),
                            Printable(name)));
  }
  return name;
}

Unexpected NoKernelTree(const std::string& path) {
  return Fail(
      ErrorKind::kInvalidArgument,
      fmt::format("{}: is no kernel tree: it has no top-level Makefile with VERSION, PATCHLEVEL and SUBLEVEL; name the "
                  "directory of the kernel's source, a tarball of it, or a git repository",
                  Printable(path)));
}

}  // namespace ferrotype
