// What rendering needs, read from this machine.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cli/library.h"
#include "cli/options.h"
#include "renderer/render.h"

namespace ferrotype {

/// Regular files below `folder` by relative path; hidden ones and links are left out. kNotFound when there is no such
/// folder; kInvalidArgument for more than 100,000 files or 1 GiB.
[[nodiscard]] Result<FileSet> ReadFiles(const std::string& folder);

/// What the settings say of the site itself. `preview`: for editors.
[[nodiscard]] SiteSettings SiteSettingsOf(const Options& options, bool preview = false);

}  // namespace ferrotype
