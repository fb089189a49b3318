// The front door of this room: whatever a path holds, as a Source.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "model/source.h"

namespace ferrotype {

/// Opens what is at `path`, told apart by looking at it, never by its name: a git repository (bare, or with a work
/// tree, whose objects and not whose files are read), a directory with a kernel tree, or a tarball (plain, gzip, xz,
/// zstd). kNotFound when nothing is there, kInvalidArgument when it is something else, kCorrupt when it is one of these
/// but broken, kUnavailable when it can't be opened.
[[nodiscard]] Result<std::unique_ptr<Source>> OpenSource(const std::string& path);

}  // namespace ferrotype
