#include "source/git_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/hash.h"
#include "base/text.h"

namespace ferrotype {
namespace {

// An object may be a small difference to a large one. So much may an object on the way to the one that was asked for
// have.
constexpr std::uint64_t kMaxBaseBytes = std::uint64_t{512} << 20;
// What libgit2 allocates around an object's bytes.
constexpr std::uint64_t kSlackBytes = 4096;

std::optional<GitObjectType> TypeOf(git_object_t type) {
  switch (type) {
    case GIT_OBJECT_COMMIT:
      return GitObjectType::kCommit;
    case GIT_OBJECT_TREE:
      return GitObjectType::kTree;
    case GIT_OBJECT_BLOB:
      return GitObjectType::kBlob;
    case GIT_OBJECT_TAG:
      return GitObjectType::kTag;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string_view NameOf(GitObjectType type) {
  constexpr std::array<std::string_view, 4> kNames = {"commit", "tree", "blob", "tag"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string HexOf(const git_oid& id) { return ToHex(id.id); }

Result<std::unique_ptr<GitObjects>> GitObjects::Open(const std::string& path) {
  TRY_ASSIGN(auto repository, OpenGitRepository(path));
  if (!repository) return Fail(ErrorKind::kNotFound, Printable(path) + ": is no git repository any more");
  git_odb* database = nullptr;
  if (git_repository_odb(&database, repository->get()) != 0) {
    return Fail(ErrorKind::kCorrupt, fmt::format("{}: the git repository's objects can't be opened ({})",
                                                 Printable(path), LastGitMessage()));
  }
  return std::unique_ptr<GitObjects>(
      new GitObjects(std::move(*repository), GitHandle<git_odb>(database), Printable(path)));
}

Unexpected GitObjects::Missing(const git_oid& id) const {
  // libgit2 doesn't tell a pack that it can't make sense of from one that isn't there.
  return Fail(
      ErrorKind::kNotFound,
      fmt::format(
          "{}: object {} is missing, or the pack that holds it is broken; look with git fsck, or clone again without "
          "--filter and --depth",
          where_, HexOf(id)));
}

Unexpected GitObjects::Broken(const git_oid& id, int code) const {
  if (code == GIT_ENOTFOUND) return Missing(id);
  const git_error* error = git_error_last();
  const bool surroundings = error != nullptr && error->klass == GIT_ERROR_OS;
  return Fail(surroundings ? ErrorKind::kUnavailable : ErrorKind::kCorrupt,
              fmt::format("{}: object {} can't be read ({}); look at the repository with git fsck", where_, HexOf(id),
                          LastGitMessage()));
}

Result<std::optional<GitHeader>> GitObjects::Header(const git_oid& id) const {
  std::size_t bytes = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  const GitAllocationLimit limit(kMaxBaseBytes);
  const int code = git_odb_read_header(&bytes, &type, database_.get(), &id);
  if (code == GIT_ENOTFOUND) return std::nullopt;
  if (code != 0) return Broken(id, code);
  const std::optional<GitObjectType> known = TypeOf(type);
  if (!known) return Fail(ErrorKind::kCorrupt, fmt::format("{}: object {} is of no known type", where_, HexOf(id)));
  return GitHeader{*known, bytes};
}

Result<std::optional<GitObject>> GitObjects::Read(const git_oid& id, std::uint64_t max_bytes) const {
  git_odb_object* raw = nullptr;
  // Asking for the size first would cost a second walk along the deltas of each object. Instead libgit2 may allocate no
  // more than is allowed, and only when it wanted more is the size looked up.
  int code = 0;
  bool too_large = false;
  {
    const GitAllocationLimit limit(static_cast<std::size_t>(std::min(max_bytes, kMaxBaseBytes) + kSlackBytes));
    code = git_odb_read(&raw, database_.get(), &id);
    too_large = code != 0 && limit.exceeded();
  }
  if (too_large) {
    TRY_ASSIGN(const auto header, Header(id));
    if (header && header->bytes > max_bytes) return std::nullopt;
    const GitAllocationLimit limit(kMaxBaseBytes);
    code = git_odb_read(&raw, database_.get(), &id);
  }
  if (code != 0) return Broken(id, code);
  std::shared_ptr<git_odb_object> object(raw, GitDeleter());
  const std::optional<GitObjectType> type = TypeOf(git_odb_object_type(raw));
  if (!type) return Fail(ErrorKind::kCorrupt, fmt::format("{}: object {} is of no known type", where_, HexOf(id)));
  const std::string_view bytes(static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw));
  if (bytes.size() > max_bytes) return std::nullopt;
  const Sha1Digest hash = GitObjectId(NameOf(*type), bytes);
  if (std::memcmp(hash.data(), id.id, hash.size()) != 0) {
    return Fail(ErrorKind::kCorrupt,
                fmt::format("{}: object {} holds other bytes than its name says; look at the repository with git fsck",
                            where_, HexOf(id)));
  }
  return GitObject{*type, {bytes, std::move(object)}};
}

}  // namespace ferrotype
