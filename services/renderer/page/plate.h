// The dark plate: the sentence that matters, one large number, one small picture, three facts with their change.
#pragma once

#include <string>

#include "renderer/page/site.h"

namespace ferrotype {

/// `before` may be null: then no changes are told.
[[nodiscard]] Html MakePlate(Page& page, const Report& release, const Report* before, const std::string& sentence);

}  // namespace ferrotype
