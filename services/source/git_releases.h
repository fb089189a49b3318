// Which releases a repository's tags offer.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/source.h"
#include "source/git_objects.h"

namespace ferrotype {

/// As GitSource::Releases says.
[[nodiscard]] Result<std::vector<SourceRelease>> FindGitReleases(const GitObjects& objects,
                                                                 std::span<const std::string> patterns);

}  // namespace ferrotype
