// What a release needs to know of commits and tags, read from their own bytes (whose hash was checked), not from
// libgit2's idea of them.
#pragma once

#include <git2.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace ferrotype {

struct GitCommitHead {
  git_oid tree{};
  std::int64_t committed = 0;  ///< seconds since 1970
};
/// kCorrupt unless `object` begins like a commit with a tree and a committer.
[[nodiscard]] Result<GitCommitHead> ParseCommitHead(std::string_view object);

struct GitTagHead {
  git_oid target{};
  std::optional<std::int64_t> tagged;  ///< seconds since 1970; tags of old have no tagger
};
/// kCorrupt unless `object` begins like a tag.
[[nodiscard]] Result<GitTagHead> ParseTagHead(std::string_view object);

}  // namespace ferrotype
