// A rendered site as files that people can read: whole, or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/hash.h"
#include "base/result.h"
#include "base/stop.h"
#include "publisher/durable.h"

namespace ferrotype {

struct WriteOutcome {
  bool changed = false;  ///< false: what is there is equal, and was not touched
  std::uint64_t files = 0;
};

/// Takes the files of a site one by one, in any order and from any thread, each with its compressed twins (or without),
/// so that none has to be kept in memory. They lie beside the folder until all are there, synced, and are then
/// exchanged with it in one system call: a reader finds the old site or the new one. Files that did not change are not
/// written again: they keep their time. Without Finish what was there stays, and nothing else remains.
class SiteWriter {
 public:
  /// kInvalidArgument when `out` holds something that is not a site of ours.
  [[nodiscard]] static Result<std::unique_ptr<SiteWriter>> Open(const std::string& out, const StopFlag& stop,
                                                                bool twins = true);

  /// kUnavailable when the disk fails; kCancelled on stop.
  [[nodiscard]] Result<void> Add(const std::string& path, std::string_view bytes);

  /// After the last file: adds the manifest (manifest.sha256), which tells whether anything changed, and exchanges.
  [[nodiscard]] Result<WriteOutcome> Finish();

  /// What Finish has written: hashes and sizes of all files but the manifest, and that.
  struct File {
    Sha256Digest hash{};
    std::uint64_t size = 0;
  };
  [[nodiscard]] const std::map<std::string, File>& files() const { return files_; }
  [[nodiscard]] const std::string& manifest() const { return manifest_; }

 private:
  SiteWriter(std::filesystem::path folder, bool exists, const StopFlag& stop, bool twins);
  [[nodiscard]] Result<void> Put(const std::string& path, std::string_view bytes, bool same);
  [[nodiscard]] Result<void> MakeParent(const std::filesystem::path& path);
  [[nodiscard]] bool IsWhatIsThere() const;

  const std::filesystem::path folder_;
  const bool exists_;
  const StopFlag& stop_;
  const bool twins_;
  const Scratch scratch_;
  std::string manifest_;
  std::mutex mutex_;  // over what follows
  std::map<std::string, File> files_;
  std::unordered_set<std::string> folders_;  // that are made
};

}  // namespace ferrotype
