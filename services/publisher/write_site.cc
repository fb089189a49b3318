#include "publisher/write_site.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/text.h"
#include "publisher/twins.h"

namespace ferrotype {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifest = "manifest.sha256";

// What a killed run left beside the site. One that is alive may be another render of the same folder: it keeps its own.
void RemoveLeftovers(const fs::path& folder) {
  const std::string begin = fmt::format(".{}.", folder.filename().string());
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(begin) || !name.ends_with(".tmp") || name.size() < begin.size() + 5) continue;
    const std::optional<std::int64_t> pid =
        ParseInt(std::string_view(name).substr(begin.size(), name.size() - begin.size() - 4));
    std::error_code ignored;
    if (pid && *pid > 0 && kill(static_cast<pid_t>(*pid), 0) != 0 && errno == ESRCH)
      fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

SiteWriter::SiteWriter(fs::path folder, bool exists, const StopFlag& stop, bool twins)
    : folder_(std::move(folder)),
      exists_(exists),
      stop_(stop),
      twins_(twins),
      scratch_(folder_.parent_path() / fmt::format(".{}.{}.tmp", folder_.filename().string(), getpid())) {}

Result<std::unique_ptr<SiteWriter>> SiteWriter::Open(const std::string& out, const StopFlag& stop, bool twins) {
  std::error_code error;
  fs::path folder = fs::absolute(out, error).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const fs::file_status status = fs::symlink_status(folder, error);
  const bool exists = fs::exists(status);
  if (exists) {
    const bool ours =
        fs::is_directory(status) && (fs::is_empty(folder, error) || fs::exists(folder / kManifest, error));
    if (!ours) {
      return Fail(
          ErrorKind::kInvalidArgument,
          fmt::format("{}: it is there and is no site of ferrotype's; choose another folder with --out, or remove it",
                      Printable(out)));
    }
  }
  RemoveLeftovers(folder);
  std::unique_ptr<SiteWriter> writer(new SiteWriter(std::move(folder), exists, stop, twins));
  fs::create_directories(writer->scratch_.path(), error);
  if (error) return DiskTrouble(writer->scratch_.path(), error.value());
  return writer;
}

Result<void> SiteWriter::MakeParent(const fs::path& path) {
  fs::path parent = path.parent_path();
  {
    const std::scoped_lock lock(mutex_);
    if (folders_.contains(parent.native())) return {};
  }
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return DiskTrouble(parent, error.value());
  const std::scoped_lock lock(mutex_);
  folders_.insert(parent.native());
  return {};
}

Result<void> SiteWriter::Put(const std::string& path, std::string_view bytes, bool same) {
  const fs::path place = scratch_.path() / path;
  TRY(MakeParent(place));
  if (!same || link((folder_ / path).c_str(), place.c_str()) != 0) TRY(WriteNew(place, bytes));
  const File file{Sha256(bytes), bytes.size()};
  const std::scoped_lock lock(mutex_);
  files_.insert_or_assign(path, file);
  return {};
}

Result<void> SiteWriter::Add(const std::string& path, std::string_view bytes) {
  if (stop_.requested()) return Fail(ErrorKind::kCancelled, "stopped");
  const bool same = exists_ && HasBytes(folder_ / path, bytes);
  const std::vector<Twin> twins = twins_ ? TwinsOf(path, bytes, same ? folder_ : fs::path()) : std::vector<Twin>();
  for (const Twin& twin : twins) {
    const std::string name = path + std::string(twin.ending);
    TRY(Put(name, twin.bytes, exists_ && (twin.remembered || HasBytes(folder_ / name, twin.bytes))));
  }
  return Put(path, bytes, same);
}

// A file that somebody took away is put back.
bool SiteWriter::IsWhatIsThere() const {
  if (!exists_) return false;
  const Result<std::string> there = ReadWhole(folder_ / kManifest);
  if (!there || *there != manifest_) return false;
  std::error_code error;
  return std::all_of(files_.begin(), files_.end(), [&](const auto& file) {
    return fs::file_size(folder_ / file.first, error) == file.second.size && !error;
  });
}

Result<WriteOutcome> SiteWriter::Finish() {
  for (const auto& [path, file] : files_) manifest_ += fmt::format("{}  {}\n", ToHex(file.hash), path);
  WriteOutcome outcome{false, files_.size() + 1};
  if (IsWhatIsThere()) return outcome;
  TRY(WriteNew(scratch_.path() / kManifest, manifest_));
  if (stop_.requested()) return Fail(ErrorKind::kCancelled, "stopped");
  TRY(SyncFiles(scratch_.path()));
  const unsigned flags = exists_ ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (syscall(SYS_renameat2, AT_FDCWD, scratch_.path().c_str(), AT_FDCWD, folder_.c_str(), flags) != 0)
    return DiskTrouble(folder_, errno);
  TRY(SyncFolder(folder_.parent_path()));
  outcome.changed = true;
  return outcome;
}

}  // namespace ferrotype
