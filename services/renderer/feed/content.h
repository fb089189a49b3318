// A page's text as feed readers take it: whole, without what only our style sheet or a script gives sense.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype {

/// `html` of ours with every URL absolute (`base`: the page's, from which relative ones are seen; "#x" leads to the
/// page), and without scripts, styles, drawings in the text, controls, classes and ids. All words stay.
[[nodiscard]] std::string FeedContent(std::string_view html, std::string_view base);

/// `url` seen from `base`, "https://x/en/a/index.html" and "../b" giving "https://x/en/b".
[[nodiscard]] std::string AbsoluteUrl(std::string_view base, std::string_view url);

}  // namespace ferrotype
