// What a figure says in words: the finding over it, and the picture for those who can't see it. Both are made from the
// data that is drawn.
#pragma once

#include <string>

#include "renderer/page/figure.h"

namespace ferrotype {

/// "Kernel-authored Rust: 50,829 in 7.2.13, +41,234 since 6.12.117": one sentence without a stop.
[[nodiscard]] std::string FindingOf(const Page& page, const FigureParts& parts);
/// Form, newest value, trend, extremes.
[[nodiscard]] std::string DescribeFigure(const Page& page, const FigureParts& parts);

}  // namespace ferrotype
