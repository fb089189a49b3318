// The clones of one analyzer: by the name that work gives a repository, a path on this machine, or the address of one
// that is mirrored here, tag by tag, as work asks for them.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "model/source.h"

namespace ferrotype {

/// "linux=/srv/linux.git", "linux=https://...", or without a name, which then is the last part of the address.
struct CloneAddress {
  std::string name;
  std::string address;
};
[[nodiscard]] CloneAddress ParseCloneAddress(std::string_view text);
[[nodiscard]] bool IsUrl(std::string_view address);

/// Any number of threads.
class Clones {
 public:
  /// `folder` holds the mirrors. A path is looked at now: kNotFound or kInvalidArgument when no repository is there.
  static Result<std::unique_ptr<Clones>> Open(const std::vector<CloneAddress>& addresses, std::string folder,
                                              const StopFlag& stop);

  /// Reads of one thread.
  class Reader {
   public:
    /// As BlobReader::Read. `release`: the tag that leads to the blob, fetched when the mirror of `repository` lacks
    /// the blob; a path is nobody's to fetch into. kNotFound says which clone lacks it and what helps.
    Result<std::optional<BlobBytes>> Read(std::string_view repository, const std::string& release, BlobOid blob,
                                          std::uint64_t max_bytes);

   private:
    friend class Clones;
    explicit Reader(Clones& clones) : clones_(clones) {}
    Clones& clones_;
    std::map<std::string, std::unique_ptr<BlobReader>> readers_;  // by path
  };
  [[nodiscard]] std::unique_ptr<Reader> OpenReader() { return std::unique_ptr<Reader>(new Reader(*this)); }

 private:
  struct Clone {
    CloneAddress from;
    std::string path;
    bool mirror = false;
  };

  Clones(std::string folder, const StopFlag& stop) : folder_(std::move(folder)), stop_(stop) {}
  Result<const Clone*> Find(std::string_view repository) const;
  Result<void> Fetch(const Clone& clone, const std::string& release);

  const std::string folder_;
  const StopFlag& stop_;
  std::vector<Clone> clones_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::chrono::steady_clock::time_point> fetched_;  // path, release
};

}  // namespace ferrotype
