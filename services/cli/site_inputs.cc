#include "cli/site_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"

namespace ferrotype {

Result<FileSet> ReadFiles(const std::string& folder) {
  namespace fs = std::filesystem;
  constexpr std::size_t kMostFiles = 100'000;
  constexpr std::uintmax_t kMostBytes = 1U << 30U;
  FileSet files;
  std::uintmax_t bytes = 0;
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return Fail(ErrorKind::kNotFound, fmt::format("{}: no such folder", Printable(folder)));
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.starts_with('.')) {
      if (it->is_directory(error)) it.disable_recursion_pending();
      continue;
    }
    if (it->is_symlink(error) || !it->is_regular_file(error)) continue;
    bytes += it->file_size(error);
    if (files.size() >= kMostFiles || bytes > kMostBytes)
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: more than {} files or 1 GiB; is this the right folder?",
                                                           Printable(folder), kMostFiles));
    std::ifstream in(it->path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return Fail(ErrorKind::kUnavailable, fmt::format("{}: can't be read", Printable(it->path().string())));
    files.emplace(fs::relative(it->path(), folder, error).generic_string(), std::move(text).str());
  }
  if (error) return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", Printable(folder), error.message()));
  return files;
}

SiteSettings SiteSettingsOf(const Options& options, bool preview) {
  return {options.base_url, preview, options.names, options.languages};
}

}  // namespace ferrotype
