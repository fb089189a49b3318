// MathML as a library made it, as a page may have it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ferrotype {

/// `mathml` rebuilt from what this site's pages allow: MathML's presentation elements and some of their attributes,
/// styles as classes of site-templates/maths.css. Anything else (a link, a picture, a colour, an id, an element of
/// HTML) is refused with words for the editor: "a link". Distances that the style sheet has no class for are left to
/// it.
[[nodiscard]] tl::expected<std::string, std::string> CleanMathMl(std::string_view mathml);

}  // namespace ferrotype
