// Editions of a published site in one folder, and the switch between them:
//   editions/<id>/   whole editions, each with its manifest.sha256
//   current          a link to one of them: what web servers serve
//   ledger.jsonl     what was ever published (ledger.h)
//   .lock            held by whoever publishes
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "publisher/durable.h"

namespace ferrotype {

/// Path -> SHA-256 in hexadecimal, of all files of an edition but the manifest itself.
using Manifest256 = std::map<std::string, std::string>;

class Editions {
 public:
  /// Takes the lock of `folder`, making it when it is not there. kInvalidArgument when it holds something that is no
  /// published site (it is left as it is); kUnavailable when another process publishes there.
  [[nodiscard]] static Result<Editions> Open(const std::string& folder);

  /// The edition that is served; nullopt when none is. kCorrupt when `current` is no link to an edition.
  [[nodiscard]] Result<std::optional<std::string>> Current() const;

  /// Ids of the editions that are there whole, oldest first by the time of their folders.
  [[nodiscard]] Result<std::vector<std::string>> List() const;
  [[nodiscard]] bool Has(std::string_view id) const;

  /// A file of an edition. kNotFound when it has none of that path.
  [[nodiscard]] Result<std::string> Read(std::string_view id, std::string_view path) const;
  /// kCorrupt when it can't be read as one.
  [[nodiscard]] Result<Manifest256> ReadManifest(std::string_view id) const;

  /// Whether the edition's manifest is `manifest` (bytes) and each of `files` is there in its size.
  [[nodiscard]] bool Holds(std::string_view id, const FileMap& files) const;

  /// Puts an edition beside the others, synced, without serving it. One of the same id that is damaged is exchanged for
  /// this in one step. When it fails nothing remains of it. Files that the edition `like` (may be none) has with the
  /// same bytes take no room again.
  [[nodiscard]] Result<void> Add(std::string_view id, const FileMap& files, const StopFlag& stop,
                                 const std::optional<std::string>& like = {});

  /// Serves an edition that is there: one rename, before which readers get the old and after which the new.
  [[nodiscard]] Result<void> Switch(std::string_view id);

  /// Removes all editions but those in `keep` and the current one, and what killed runs left.
  [[nodiscard]] Result<void> Prune(const std::vector<std::string>& keep);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// The folder of an edition.
  [[nodiscard]] std::filesystem::path PathOf(std::string_view id) const;

 private:
  Editions(std::filesystem::path folder, FileLock lock) : folder_(std::move(folder)), lock_(std::move(lock)) {}

  std::filesystem::path folder_;
  FileLock lock_;
};

/// Whether `text` is an edition's id: 16 hexadecimal digits in lower case.
[[nodiscard]] bool IsEditionId(std::string_view text);

/// The lines of a manifest.sha256. nullopt when it isn't one, or names a path that leaves its folder.
[[nodiscard]] std::optional<Manifest256> ParseManifest(std::string_view bytes);

}  // namespace ferrotype
