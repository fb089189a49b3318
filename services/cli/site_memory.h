// What `render` keeps beside a site's folder, so that the next run knows at once that nothing changed:
// `.ferrotype-NAME`. Whoever deletes it loses time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "base/hash.h"
#include "cli/options.h"
#include "publisher/write_site.h"
#include "renderer/render.h"

namespace ferrotype {

/// This build of the program with all libraries that it runs with: one that is built or linked anew is another.
[[nodiscard]] std::string ProgramIdentity();
/// The store in `folder` as its files lie there: once written to, it is another.
[[nodiscard]] std::string StoreIdentity(const std::string& folder);

class SiteMemory {
 public:
  /// For the site in the folder `out`, which may not be there yet.
  explicit SiteMemory(const std::string& out);

  /// Whether the site in the folder was made from these inputs and is as it was left: each file there, as long as it
  /// was. Files that others changed and left as long are not found; who changes the site has changed it.
  [[nodiscard]] bool Holds(const Sha256Digest& inputs, int threads) const;

  /// After `site` has written the folder: it came from `inputs`. A disk that refuses it costs time alone.
  void Keep(const Sha256Digest& inputs, const SiteWriter& site) const;

 private:
  [[nodiscard]] std::filesystem::path Path() const;

  std::filesystem::path folder_;
  // As the file says.
  bool known_ = false;
  Sha256Digest inputs_{};
  Sha256Digest manifest_{};
  std::map<std::string, std::uint64_t> sizes_;
};

/// All that a site comes from.
[[nodiscard]] Sha256Digest InputsOf(const FileSet& content, const FileSet& templates, const SiteSettings& settings,
                                    const std::string& program, const std::string& store);

}  // namespace ferrotype
