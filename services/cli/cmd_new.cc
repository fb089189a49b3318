// ferrotype new: the folder of a text in both languages, with the front matter of its kind.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/content_paths.h"
#include "renderer/text/new_text.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

// Today, where the editor sits. Only a draft's first date: nothing that is measured or rendered asks the clock.
std::string Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  localtime_r(&now, &local);
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

Result<std::vector<std::string>> Make(const Options& options) {
  TRY_ASSIGN(const FileSet files,
             NewText(options.kind, options.slug, options.date.empty() ? Today() : options.date, options.release));
  std::error_code error;
  if (!fs::is_directory(options.content, error))
    return Fail(ErrorKind::kNotFound, fmt::format("{}: no such folder", Printable(options.content)));
  for (const auto& [path, bytes] : files) {
    const fs::path file = fs::path(options.content) / path;
    if (fs::exists(fs::symlink_status(file, error)))
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: is there already; choose another slug", file.string()));
  }
  std::vector<std::string> made;
  for (const auto& [path, bytes] : files) {
    const fs::path file = fs::path(options.content) / path;
    fs::create_directories(file.parent_path(), error);
    if (error)
      return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", file.parent_path().string(), error.message()));
    TRY(WriteWhole(file.string(), bytes));
    made.push_back(file.string());
  }
  return made;
}

}  // namespace

int RunNew(const Options& options) {
  const Result<std::vector<std::string>> made = Make(options);
  if (!made) return Complain(made.error());
  for (const std::string& file : *made) fmt::print("{}\n", file);
  return kDone;
}

}  // namespace ferrotype
