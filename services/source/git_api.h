// libgit2, held by values that clean up after themselves. Nothing outside git_*.cc sees it.
#pragma once

#include <git2.h>

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace ferrotype {

struct GitDeleter {
  void operator()(git_repository* p) const { git_repository_free(p); }
  void operator()(git_odb* p) const { git_odb_free(p); }
  void operator()(git_odb_object* p) const { git_odb_object_free(p); }
  void operator()(git_object* p) const { git_object_free(p); }
  void operator()(git_reference* p) const { git_reference_free(p); }
  void operator()(git_reference_iterator* p) const { git_reference_iterator_free(p); }
};
template <typename T>
using GitHandle = std::unique_ptr<T, GitDeleter>;

/// Initializes libgit2 once for this process and sets its options: no user's configuration, small pack windows, no
/// object cache, no hash check (we hash what we read), no check of who owns a repository (nothing in it is run).
/// Thread-safe.
[[nodiscard]] Result<void> StartGit();

/// What libgit2 says about the last failure on this thread, as part of a sentence.
[[nodiscard]] std::string LastGitMessage();

/// While this lives, no single allocation of libgit2 on this thread exceeds `bytes`: it fails with an error instead.
/// Sizes in a pack are an attacker's words, and deltas make large objects out of small ones.
class GitAllocationLimit {
 public:
  explicit GitAllocationLimit(std::size_t bytes);
  ~GitAllocationLimit();
  GitAllocationLimit(const GitAllocationLimit&) = delete;
  GitAllocationLimit& operator=(const GitAllocationLimit&) = delete;

  /// Whether an allocation was refused since this began.
  [[nodiscard]] bool exceeded() const;
};

/// Opens the repository at `path` itself, or in its .git; nullopt when there is none.
[[nodiscard]] Result<std::optional<GitHandle<git_repository>>> OpenGitRepository(const std::string& path);

}  // namespace ferrotype
