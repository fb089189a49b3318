// Chinese pages get the space between Han and Latin letters from the style sheet (text-autospace); a typed one would
// double it. And a line may end between any two of their characters, which is wrong between a number and its measure
// word.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype {

/// `html` without single spaces in text between a Han character and a Latin letter or digit, also across inline tags.
/// A number and the measure word after it stand in a <span class="nb">, which the style sheet keeps on one line:
/// "12行", also where the number is an element of its own. What is code, a title or a drawing keeps its spaces: no
/// style sheet spaces those.
[[nodiscard]] std::string CloseHanSpaces(std::string_view html);

}  // namespace ferrotype
