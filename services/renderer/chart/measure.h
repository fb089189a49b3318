// How wide text gets. Fonts differ from machine to machine: these are the widest of the common ones, so that labels
// never clip.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype {

/// CSS pixels that `text` takes at most in a sans-serif font of `size` pixels, bold included.
[[nodiscard]] double TextWidth(std::string_view text, double size);

/// `text`, or as much of its beginning and end as fits in `width`, with … between.
[[nodiscard]] std::string FitText(std::string_view text, double size, double width);

}  // namespace ferrotype
