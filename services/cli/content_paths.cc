#include "cli/content_paths.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "base/text.h"

namespace ferrotype {
namespace fs = std::filesystem;

Result<std::string> WithinContent(const std::string& content_folder, const std::string& path, const FileSet& content) {
  const auto there = [&](const std::string& within) {
    if (within.empty() || content.contains(within)) return true;
    const auto below = content.lower_bound(within + "/");
    return below != content.end() && below->first.starts_with(within + "/");
  };
  const auto tidy = [](const fs::path& each) {
    std::string text = each.lexically_normal().generic_string();
    while (text.ends_with('/')) text.pop_back();
    return text == "." ? std::string() : text;
  };
  std::error_code error;
  const fs::path root = fs::absolute(content_folder, error).lexically_normal();
  std::string from_here = tidy(fs::absolute(path, error).lexically_relative(root));
  if (!from_here.starts_with("..") && there(from_here)) return from_here;
  std::string from_content = tidy(path);
  if (!from_content.starts_with("..") && !fs::path(path).is_absolute() && there(from_content)) return from_content;

  std::set<std::string> names;
  for (const auto& [name, bytes] : content) {
    names.insert(name);
    for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1))
      names.insert(name.substr(0, slash));
  }
  const std::vector<std::string> known(names.begin(), names.end());
  const std::optional<std::string> nearest = Nearest(from_here.starts_with("..") ? from_content : from_here, known);
  return Fail(
      ErrorKind::kNotFound,
      fmt::format(
          "{}: nothing like that lies below {}{}", Printable(path), Printable(content_folder),
          nearest ? fmt::format("; did you mean {}?", (fs::path(content_folder) / *nearest).generic_string()) : ""));
}

Result<void> WriteWhole(const std::string& path, const std::string& bytes) {
  const std::string beside = path + ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.flush();
    if (!out) return Fail(ErrorKind::kUnavailable, fmt::format("{}: can't be written", Printable(beside)));
  }
  std::error_code error;
  fs::rename(beside, path, error);
  if (error) {
    std::error_code ignored;
    fs::remove(beside, ignored);
    return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", Printable(path), error.message()));
  }
  return {};
}

}  // namespace ferrotype
