// What a release changed, in sentences: drivers, abstractions, C symbols, unsafe, tool chain.
#pragma once

#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

/// Sentences of the page's language about what is true and worth a sentence, the most telling first. Each number leads
/// to its evidence. Nothing for a release that nothing is compared with.
[[nodiscard]] std::vector<Html> ChangePoints(const Page& page, const Report& release, const Report* before);

}  // namespace ferrotype
