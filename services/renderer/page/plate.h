// The dark plate: the sentence that matters, one large number, one small picture, three facts with their change.
#pragma once

#include <string>

#include "renderer/page/site.h"

namespace ferrotype {

/// Of a case study: the drivers that it is about as one large number, their size from release to release, and three
/// facts. Adds them to what plate_text.tpl shows; nothing where a study is about no driver.
void AddDriverFacts(Page& page, const Report& release, std::string_view slug, Values& values);

/// `before` may be null: then no changes are told.
[[nodiscard]] Html MakePlate(Page& page, const Report& release, const Report* before, const std::string& sentence);

}  // namespace ferrotype
