#include "publisher/editions.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>

#include "base/text.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIdDigits = 16;
constexpr const char* kManifestName = "manifest.sha256";
constexpr const char* kCurrent = "current";
constexpr const char* kEditions = "editions";
// The names of things on their way in or out: never an id, never served.
constexpr std::string_view kScratchEnding = ".tmp";

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsInside(std::string_view path) {
  if (path.empty() || path.front() == '/') return false;
  for (const std::string_view part : Split(path, '/')) {
    if (part.empty() || part == "." || part == "..") return false;
  }
  return true;
}

Result<void> MakeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return DiskTrouble(folder, error.value());
  return {};
}

}  // namespace

bool IsEditionId(std::string_view text) { return text.size() == kIdDigits && IsHex(text); }

std::optional<Manifest256> ParseManifest(std::string_view bytes) {
  constexpr std::size_t kDigits = 64;
  Manifest256 manifest;
  if (bytes.empty() || bytes.back() != '\n') return std::nullopt;
  bytes.remove_suffix(1);
  for (const std::string_view line : Split(bytes, '\n')) {
    if (line.size() < kDigits + 3 || !IsHex(line.substr(0, kDigits)) || line.substr(kDigits, 2) != "  ")
      return std::nullopt;
    const std::string_view path = line.substr(kDigits + 2);
    if (!IsInside(path)) return std::nullopt;
    manifest.emplace(path, line.substr(0, kDigits));
  }
  return manifest;
}

Result<Editions> Editions::Open(const std::string& name) {
  std::error_code error;
  fs::path folder = fs::absolute(name, error).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  if (name.empty() || folder.empty() || folder == folder.root_path())
    return Fail(ErrorKind::kInvalidArgument, "name the folder to publish to: --to DIR");
  const bool there = fs::exists(fs::symlink_status(folder, error));
  const bool ours = !there || fs::is_directory(folder / kEditions, error) ||
                    (fs::is_directory(folder, error) && fs::is_empty(folder, error));
  if (!ours) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{}: it is there and holds no editions of ferrotype's; choose another folder with --to, or "
                            "empty it",
                            Printable(name)));
  }
  TRY(MakeFolder(folder));
  // Before anything else is in the folder: a run that is killed here leaves one that is ours.
  TRY(MakeFolder(folder / kEditions));
  TRY_ASSIGN(FileLock lock, FileLock::Take(folder / ".lock", fmt::format("{}: another ferrotype publishes there; let "
                                                                         "it end, then try again",
                                                                         Printable(name))));
  return Editions(std::move(folder), std::move(lock));
}

fs::path Editions::PathOf(std::string_view id) const { return folder_ / kEditions / std::string(id); }

Result<std::optional<std::string>> Editions::Current() const {
  const fs::path link = folder_ / kCurrent;
  std::error_code error;
  const fs::file_status status = fs::symlink_status(link, error);
  if (!fs::exists(status)) return std::nullopt;
  const fs::path target = fs::is_symlink(status) ? fs::read_symlink(link, error) : fs::path();
  std::string id = target.filename().string();
  if (error || target.parent_path() != kEditions || !IsEditionId(id) || !Has(id)) {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("{}: is no link to an edition beside it; point it at one: ferrotype rollback --to {} "
                            "--edition ID",
                            Printable(link.string()), Printable(folder_.string())));
  }
  return id;
}

bool Editions::Has(std::string_view id) const {
  std::error_code error;
  return IsEditionId(id) && fs::is_regular_file(PathOf(id) / kManifestName, error);
}

Result<std::vector<std::string>> Editions::List() const {
  std::vector<std::pair<fs::file_time_type, std::string>> found;
  std::error_code error;
  for (fs::directory_iterator it(folder_ / kEditions, error), end; !error && it != end; it.increment(error)) {
    const std::string id = it->path().filename().string();
    std::error_code ignored;
    if (Has(id)) found.emplace_back(it->last_write_time(ignored), id);
  }
  if (error) return DiskTrouble(folder_ / kEditions, error.value());
  std::sort(found.begin(), found.end());
  std::vector<std::string> ids;
  for (auto& [time, id] : found) ids.push_back(std::move(id));
  return ids;
}

Result<std::string> Editions::Read(std::string_view id, std::string_view path) const {
  if (!IsEditionId(id) || !IsInside(path))
    return Fail(ErrorKind::kNotFound, fmt::format("{}/{}: no file of an edition", Printable(id), Printable(path)));
  return ReadWhole(PathOf(id) / std::string(path));
}

Result<Manifest256> Editions::ReadManifest(std::string_view id) const {
  TRY_ASSIGN(const std::string bytes, Read(id, kManifestName));
  std::optional<Manifest256> manifest = ParseManifest(bytes);
  if (!manifest) {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("{}: is damaged; roll back to another edition, then remove this folder",
                            Printable((PathOf(id) / kManifestName).string())));
  }
  return *std::move(manifest);
}

bool Editions::Holds(std::string_view id, const FileMap& files) const {
  const auto wanted = files.find(kManifestName);
  const Result<std::string> there = Read(id, kManifestName);
  if (wanted == files.end() || !there || *there != wanted->second) return false;
  std::error_code error;
  return std::all_of(files.begin(), files.end(), [&](const auto& file) {
    return fs::file_size(PathOf(id) / file.first, error) == file.second.size() && !error;
  });
}

Result<void> Editions::Add(std::string_view id, const FileMap& files, const StopFlag& stop,
                           const std::optional<std::string>& like) {
  const fs::path place = PathOf(id);
  const Scratch scratch(folder_ / kEditions / fmt::format("{}{}", id, kScratchEnding));
  std::error_code error;
  fs::remove_all(scratch.path(), error);  // of one that was killed: we hold the lock
  TRY(WriteAll(files, scratch.path(), stop, like && *like != id ? PathOf(*like) : fs::path()));
  const bool there = fs::exists(fs::symlink_status(place, error));
  const unsigned flags = there ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (syscall(SYS_renameat2, AT_FDCWD, scratch.path().c_str(), AT_FDCWD, place.c_str(), flags) != 0)
    return DiskTrouble(place, errno);
  return SyncFolder(folder_ / kEditions);
}

Result<void> Editions::Switch(std::string_view id) {
  if (!Has(id)) {
    return Fail(ErrorKind::kNotFound,
                fmt::format("{}: there is no edition {}", Printable(folder_.string()), Printable(id)));
  }
  const fs::path link = folder_ / kCurrent;
  const fs::path scratch = folder_ / fmt::format(".{}{}", kCurrent, kScratchEnding);
  std::error_code error;
  fs::remove(scratch, error);
  const fs::path target = fs::path(kEditions) / std::string(id);
  if (symlink(target.c_str(), scratch.c_str()) != 0) return DiskTrouble(scratch, errno);
  // ln -sfn would remove the link first: for a moment there would be no site.
  if (std::rename(scratch.c_str(), link.c_str()) != 0) {
    const int code = errno;
    fs::remove(scratch, error);
    return DiskTrouble(link, code);
  }
  return SyncFolder(folder_);
}

Result<void> Editions::Prune(const std::vector<std::string>& keep) {
  TRY_ASSIGN(const std::optional<std::string> current, Current());
  std::set<std::string> kept(keep.begin(), keep.end());
  if (current) kept.insert(*current);
  std::vector<fs::path> doomed;
  std::error_code error;
  for (fs::directory_iterator it(folder_ / kEditions, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    // What is none of ours stays.
    const bool scratch = name.ends_with(kScratchEnding) && IsEditionId(name.substr(0, name.size() - 4));
    if (scratch || (IsEditionId(name) && !kept.contains(name))) doomed.push_back(it->path());
  }
  for (const fs::path& path : doomed) {
    fs::path gone = path;
    if (!path.string().ends_with(kScratchEnding)) {
      // Half an edition must not look like one.
      gone += kScratchEnding;
      fs::remove_all(gone, error);
      if (std::rename(path.c_str(), gone.c_str()) != 0) return DiskTrouble(path, errno);
    }
    fs::remove_all(gone, error);
    if (error) return DiskTrouble(gone, error.value());
  }
  return {};
}

}  // namespace ferrotype
