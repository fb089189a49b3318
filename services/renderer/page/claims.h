// Statements of the texts on pages other than their own.
#pragma once

#include "renderer/page/site.h"

namespace ferrotype {

/// The editors' list of a release: sentences that held in `before` and that `release` made false. Empty when there are
/// none.
[[nodiscard]] Html MadeFalse(const Page& page, const Report& release, const Report* before);

}  // namespace ferrotype
