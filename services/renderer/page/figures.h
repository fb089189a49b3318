// Figures that several pages show, each for a release. Empty where the release has nothing to draw.
#pragma once

#include <string>
#include <string_view>

#include "renderer/page/figure.h"

namespace ferrotype {

/// Where Rust lives: a treemap of directories, vendored code as outlines.
[[nodiscard]] Html RustTreemap(Page& page, const Report& release);
/// Whose Rust there is, over all measured releases, as a stacked area.
[[nodiscard]] Html OwnersOverReleases(Page& page);
/// unsafe by what it makes unsafe, as bars.
[[nodiscard]] Html UnsafeClasses(Page& page, const Report& release);
/// How much of unsafe carries a SAFETY comment, a dot a subsystem.
[[nodiscard]] Html DocumentedUnsafe(Page& page, const Report& release);
/// The abstractions whose size changed most since the series before, as a slope.
[[nodiscard]] Html ModulesGrowth(Page& page, const Report& release);
/// How well the public items of each abstraction are documented: a strip a category, a cell an abstraction.
[[nodiscard]] Html ModuleDocs(Page& page, const Report& release);
/// The same as a range a category, from the least documented abstraction to the best.
[[nodiscard]] Html ModuleDocsRange(Page& page, const Report& release);
/// One call's way from `from` to C, drawn: the longest that is followed to its end.
[[nodiscard]] Html ChainFigure(Page& page, const Report& release, std::string_view from);
/// The same for the driver whose longest way is the longest of all.
[[nodiscard]] Html ChainFigure(Page& page, const Report& release);

}  // namespace ferrotype
