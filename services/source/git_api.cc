#include "source/git_api.h"

#include <fmt/format.h>
#include <git2/sys/alloc.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <limits>

#include "base/text.h"

namespace ferrotype {
namespace {

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();
thread_local std::size_t allocation_limit = kNoLimit;
thread_local bool allocation_refused = false;

bool Allowed(std::size_t bytes) {
  if (bytes <= allocation_limit) return true;
  allocation_refused = true;
  git_error_set_oom();
  return false;
}

bool AllowedArray(std::size_t count, std::size_t size, std::size_t& bytes) {
  return !__builtin_mul_overflow(count, size, &bytes) ? Allowed(bytes) : Allowed(kNoLimit);
}

void* Allocate(std::size_t n, const char*, int) { return Allowed(n) ? std::malloc(n != 0 ? n : 1) : nullptr; }
void* Reallocate(void* p, std::size_t n, const char*, int) {
  return Allowed(n) ? std::realloc(p, n != 0 ? n : 1) : nullptr;
}
void* AllocateArray(std::size_t count, std::size_t size, const char* file, int line) {
  std::size_t n = 0;
  return AllowedArray(count, size, n) ? Allocate(n, file, line) : nullptr;
}
void* ReallocateArray(void* p, std::size_t count, std::size_t size, const char* file, int line) {
  std::size_t n = 0;
  return AllowedArray(count, size, n) ? Reallocate(p, n, file, line) : nullptr;
}
void* AllocateZeroed(std::size_t count, std::size_t size, const char*, int) {
  std::size_t n = 0;
  return AllowedArray(count, size, n) ? std::calloc(n != 0 ? n : 1, 1) : nullptr;
}
char* CopyBytes(const char* text, std::size_t n, const char* file, int line) {
  char* copy = n < kNoLimit ? static_cast<char*>(Allocate(n + 1, file, line)) : nullptr;
  if (copy == nullptr) return nullptr;
  std::memcpy(copy, text, n);
  copy[n] = '\0';
  return copy;
}
char* CopyUpTo(const char* text, std::size_t n, const char* file, int line) {
  return CopyBytes(text, ::strnlen(text, n), file, line);
}
char* CopyText(const char* text, const char* file, int line) { return CopyBytes(text, std::strlen(text), file, line); }

// From libgit2 1.7 on its allocator has three functions instead of nine.
template <typename Allocator>
void Fill(Allocator& allocator) {
  allocator.gmalloc = Allocate;
  allocator.grealloc = Reallocate;
  allocator.gfree = [](void* p) { std::free(p); };
  if constexpr (requires { allocator.gcalloc; }) {
    allocator.gcalloc = AllocateZeroed;
    allocator.gstrdup = CopyText;
    allocator.gstrndup = CopyUpTo;
    allocator.gsubstrdup = CopyBytes;
    allocator.greallocarray = ReallocateArray;
    allocator.gmallocarray = AllocateArray;
  }
}

Result<void> Start() {
  if (git_libgit2_init() < 0) return Fail(ErrorKind::kInternal, "libgit2 can't be started: " + LastGitMessage());
  constexpr std::size_t kWindowBytes = std::size_t{8} << 20;
  constexpr std::size_t kMappedBytes = std::size_t{64} << 20;
  static git_allocator allocator{};
  Fill(allocator);
  // What clones of today carry and reading objects need not know of.
  static std::array<const char*, 3> extensions = {"partialclone", "worktreeconfig", "preciousobjects"};
  int failed = git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
  failed |= git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, kWindowBytes);
  failed |= git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, kMappedBytes);
  failed |= git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
  failed |= git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  failed |= git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  failed |= git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
  for (const git_config_level_t level :
       {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL}) {
    failed |= git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
  }
  if (failed != 0) return Fail(ErrorKind::kInternal, "libgit2 refuses an option: " + LastGitMessage());
  return {};
}

}  // namespace

Result<void> StartGit() {
  static const Result<void> started = Start();
  return started;
}

std::string LastGitMessage() {
  const git_error* error = git_error_last();
  return error == nullptr || error->message == nullptr ? "no reason given" : Printable(error->message);
}

GitAllocationLimit::GitAllocationLimit(std::size_t bytes) {
  allocation_limit = bytes;
  allocation_refused = false;
}
GitAllocationLimit::~GitAllocationLimit() { allocation_limit = kNoLimit; }
bool GitAllocationLimit::exceeded() const { return allocation_refused; }

Result<std::optional<GitHandle<git_repository>>> OpenGitRepository(const std::string& path) {
  TRY(StartGit());
  git_repository* repository = nullptr;
  const int code = git_repository_open_ext(&repository, path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  if (code == GIT_ENOTFOUND) return std::nullopt;
  if (code != 0) {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("{}: the git repository can't be opened ({}); look at it with git fsck", Printable(path),
                            LastGitMessage()));
  }
  return GitHandle<git_repository>(repository);
}

}  // namespace ferrotype
