// How wide text gets. Fonts differ from machine to machine: these are the widest of the common ones, so that labels
// never clip.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

/// CSS pixels that `text` takes at most in a sans-serif font of `size` pixels, bold included.
[[nodiscard]] double TextWidth(std::string_view text, double size);
/// The same in a font of equal widths, for names of the source.
[[nodiscard]] double CodeWidth(std::string_view text, double size);

/// `text`, or as much of its beginning and end as fits in `width`, with … between.
[[nodiscard]] std::string FitText(std::string_view text, double size, double width);

/// `text` in lines of at most `width`: broken at spaces and between Han characters. A word that is wider than a line
/// loses its middle.
[[nodiscard]] std::vector<std::string> WrapText(std::string_view text, double size, double width);
/// A name of the source in lines of at most `width`: broken behind "::", "/" and "_", and anywhere if it must be.
[[nodiscard]] std::vector<std::string> WrapCode(std::string_view name, double size, double width);

}  // namespace ferrotype
