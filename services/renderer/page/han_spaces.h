// Chinese pages get the space between Han and Latin letters from the style sheet (text-autospace); a typed one would
// double it.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype {

/// `html` without single spaces in text between a Han character and a Latin letter or digit, also across inline tags.
/// What is code, a title or a drawing keeps its spaces: no style sheet spaces those.
[[nodiscard]] std::string CloseHanSpaces(std::string_view html);

}  // namespace ferrotype
