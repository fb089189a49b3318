// Objects of a git repository by id: their bytes, checked against the id.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/oid.h"
#include "base/result.h"
#include "model/source.h"
#include "source/git_api.h"

namespace ferrotype {

enum class GitObjectType { kCommit, kTree, kBlob, kTag };

/// "commit", "tree", "blob", "tag"
[[nodiscard]] std::string_view NameOf(GitObjectType type);

struct GitHeader {
  GitObjectType type = GitObjectType::kBlob;
  std::uint64_t bytes = 0;
};

struct GitObject {
  GitObjectType type = GitObjectType::kBlob;
  BlobBytes content;
};

/// One repository opened once more. One thread at a time; open one for each thread, then they don't wait for each
/// other.
class GitObjects {
 public:
  /// `where` is what messages call the repository.
  [[nodiscard]] static Result<std::unique_ptr<GitObjects>> Open(const std::string& path);

  /// What the repository says of an object, without inflating it. nullopt when there is none.
  [[nodiscard]] Result<std::optional<GitHeader>> Header(const git_oid& id) const;

  /// The object, hashed and found to be what it is called. nullopt when it has more than `max_bytes` (it is not
  /// inflated then). kNotFound when there is none, kCorrupt when it is broken.
  [[nodiscard]] Result<std::optional<GitObject>> Read(const git_oid& id, std::uint64_t max_bytes) const;

  /// "... object 1234 is missing ...": kNotFound.
  [[nodiscard]] Unexpected Missing(const git_oid& id) const;

  [[nodiscard]] git_repository* repository() const { return repository_.get(); }
  /// The path as it may be printed.
  [[nodiscard]] const std::string& where() const { return where_; }

 private:
  GitObjects(GitHandle<git_repository> repository, GitHandle<git_odb> database, std::string where)
      : repository_(std::move(repository)), database_(std::move(database)), where_(std::move(where)) {}
  [[nodiscard]] Unexpected Broken(const git_oid& id, int code) const;

  GitHandle<git_repository> repository_;
  GitHandle<git_odb> database_;
  std::string where_;
};

/// The id as git writes it for people.
[[nodiscard]] std::string HexOf(const git_oid& id);

template <typename Tag>
[[nodiscard]] git_oid ToGit(const Oid<Tag>& oid) {
  git_oid id{};
  std::memcpy(id.id, oid.bytes.data(), oid.bytes.size());
  return id;
}
template <typename OidType>
[[nodiscard]] OidType FromGit(const git_oid& id) {
  OidType oid;
  std::memcpy(oid.bytes.data(), id.id, oid.bytes.size());
  return oid;
}

}  // namespace ferrotype
