// ferrotype import: a text that was written elsewhere, as a bundle of this site's content.

#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "cli/complain.h"
#include "cli/content_paths.h"
#include "renderer/import/import.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 32U << 20U;

// Today, where the editor sits: the date of a draft that tells none.
std::string Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  localtime_r(&now, &local);
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

Result<std::string> ReadWhole(const fs::path& file) {
  std::error_code error;
  const auto size = fs::is_regular_file(file, error) ? fs::file_size(file, error) : std::uintmax_t{0};
  if (error || !fs::is_regular_file(file, error))
    return Fail(ErrorKind::kNotFound, fmt::format("{}: no such file", Printable(file.string())));
  if (size > kMostBytes)
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {} bytes are too many", Printable(file.string()), size));
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Fail(ErrorKind::kUnavailable, fmt::format("{}: can't be read", Printable(file.string())));
  return std::move(text).str();
}

// As `new` names kinds; empty stays empty.
std::string FolderOf(const std::string& kind) {
  if (kind == "commentary" || kind.empty()) return kind;
  return kind == "case-study" ? "case-studies" : kind + "s";
}

Result<Imported> Import(const Options& options) {
  const fs::path source = options.sources.at(0);
  TRY_ASSIGN(const std::string bytes, ReadWhole(source));
  ImportRequest request{
      bytes, source.filename().string(), FolderOf(options.kind), options.slug, std::nullopt, options.split, Today(),
      {}};
  if (!options.language.empty()) request.lang = options.language == "en" ? Lang::kEn : Lang::kZh;
  request.beside = [&](const std::string& name) -> std::optional<std::string> {
    const fs::path relative = fs::path(name).lexically_normal();
    if (relative.empty() || relative.is_absolute() || relative.begin()->string() == "..") return std::nullopt;
    std::error_code error;
    const fs::path file = source.parent_path() / relative;
    if (fs::is_symlink(file, error)) return std::nullopt;
    Result<std::string> picture = ReadWhole(file);
    return picture ? std::optional<std::string>(std::move(*picture)) : std::nullopt;
  };
  TRY_ASSIGN(Imported imported, ImportText(request));

  std::error_code error;
  if (!fs::is_directory(options.content, error))
    return Fail(ErrorKind::kNotFound, fmt::format("{}: no such folder", Printable(options.content)));
  for (const auto& [path, text] : imported.files) {
    const fs::path file = fs::path(options.content) / path;
    if (fs::exists(fs::symlink_status(file, error)))
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: is there already; choose another name with --slug", file.string()));
  }
  for (const auto& [path, text] : imported.files) {
    const fs::path file = fs::path(options.content) / path;
    fs::create_directories(file.parent_path(), error);
    if (error)
      return Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", file.parent_path().string(), error.message()));
    TRY(WriteWhole(file.string(), text));
  }
  return imported;
}

}  // namespace

int RunImport(const Options& options) {
  const Result<Imported> imported = Import(options);
  if (!imported) return Complain(imported.error());
  for (const auto& [path, bytes] : imported->files) fmt::print("{}\n", (fs::path(options.content) / path).string());
  for (const std::string& line : imported->report) Notice(options, Printable(line));
  Notice(options, "It is a draft: take `draft` out of its front matter when it is ready.");
  return kDone;
}

}  // namespace ferrotype
