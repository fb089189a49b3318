// The beginning of a text, for editors.
#pragma once

#include <string>
#include <string_view>

#include "renderer/render.h"

namespace ferrotype {

/// The files of a new text, paths within content: en.md and zh.md, with the front matter that `kind`
/// ("article", "case-study", "commentary", "event", "paper", "page") needs, and `check` accepts as they are. Drafts:
/// nobody reads them before their editor says so. `date` is YYYY-MM-DD; `release` names the release of a commentary.
/// kInvalidArgument for an unknown kind or a slug of other characters than a-z, 0-9 and -.
[[nodiscard]] Result<FileSet> NewText(std::string_view kind, std::string_view slug, std::string_view date,
                                      std::string_view release);

}  // namespace ferrotype
