// A tarball or directory into a bare repository, which a cluster's analyzers can read and fetch from.
#pragma once

#include <string>

#include "base/oid.h"
#include "base/result.h"
#include "base/stop.h"
#include "model/source.h"

namespace ferrotype {

struct ImportedRelease {
  std::string name;  ///< of the tag
  TreeOid tree;
  CommitOid commit;
  bool fresh = false;  ///< it was not there before
  std::uint64_t objects = 0;
};

/// Walks the one release of `source` into the repository at `repository`, which is made if it isn't there: every tree
/// and blob that it lacks, as packs; one commit without parents whose bytes depend on tree, name and date alone; and
/// the tag `release.name`. kInvalidArgument when the tag is there with another tree, and for a file too large to be
/// held. What a killed run left are objects that nothing names. One caller at a time.
[[nodiscard]] Result<ImportedRelease> ImportRelease(const std::string& repository, Source& source,
                                                    const SourceRelease& release, const StopFlag& stop);

}  // namespace ferrotype
