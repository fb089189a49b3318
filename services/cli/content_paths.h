// Paths that an editor names, as paths within the folder of content.
#pragma once

#include <string>

#include "base/result.h"
#include "renderer/render.h"

namespace ferrotype {

/// "articles/x/en.md" for content/articles/x/en.md, ./content/articles/x/en.md or articles/x/en.md; a folder without
/// its slash; "" for the folder of content itself. kNotFound with the nearest when nothing lies there.
[[nodiscard]] Result<std::string> WithinContent(const std::string& content_folder, const std::string& path,
                                                const FileSet& content);

/// Writes `bytes` to `path` as a whole: a reader sees the old file or the new one. Its folder must be there.
[[nodiscard]] Result<void> WriteWhole(const std::string& path, const std::string& bytes);

}  // namespace ferrotype
