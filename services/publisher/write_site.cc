#include "publisher/write_site.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/text.h"
#include "publisher/durable.h"

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

bool SameManifest(const fs::path& folder, const std::map<std::string, std::string>& files) {
  const auto wanted = files.find(std::string(kManifest));
  std::ifstream in(folder / kManifest, std::ios::binary);
  if (wanted == files.end() || !in) return false;
  const std::string there((std::istreambuf_iterator<char>(in)), {});
  if (there != wanted->second) return false;
  // A file that somebody took away is put back.
  std::error_code error;
  for (const auto& [name, bytes] : files) {
    if (fs::file_size(folder / name, error) != bytes.size() || error) return false;
  }
  return true;
}

}  // namespace

Result<WriteOutcome> WriteSite(const std::map<std::string, std::string>& files, const std::string& out,
                               const StopFlag& stop, int threads) {
  std::error_code error;
  fs::path folder = fs::absolute(out, error).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  WriteOutcome outcome{false, files.size()};
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
    if (SameManifest(folder, files)) return outcome;
  }
  RemoveLeftovers(folder);
  const Scratch scratch(folder.parent_path() / fmt::format(".{}.{}.tmp", folder.filename().string(), getpid()));
  // What did not change keeps its file, and with it the time at which it was written.
  TRY(WriteAll(files, scratch.path(), stop, exists ? folder : fs::path(), threads));
  const unsigned flags = exists ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (syscall(SYS_renameat2, AT_FDCWD, scratch.path().c_str(), AT_FDCWD, folder.c_str(), flags) != 0)
    return DiskTrouble(folder, errno);
  TRY(SyncFolder(folder.parent_path()));
  outcome.changed = true;
  return outcome;
}

}  // namespace ferrotype
