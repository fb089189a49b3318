// Which targets a link or a picture may have, and where they lie in the site.
#pragma once

#include <string>
#include <string_view>

#include "renderer/text/values.h"

namespace ferrotype::text {

struct Target {
  std::string url;        ///< for href or src, not yet escaped
  bool external = false;  ///< leaves the site
};

/// What stands before the id of every anchor that comes from a text, so that none meets an id of the page or a property
/// of `document`.
inline constexpr std::string_view kAnchorPrefix = "s-";

/// A link's target. Taken are https, http and mailto; `#anchor` of this text; `/en/metrics/...` from the root of the
/// site (a path that ends in `/` means its index.html, so that pages work from a disk); `../../case-studies/phy/en.md`,
/// another text, in whatever language it is asked for; and other relative paths, which lie beside the page. F030 for
/// everything else: other schemes, `//host`, backslashes, controls, a user before the host.
[[nodiscard]] Or<Target> CheckLink(std::string_view url, const Document& document, const TextContext& context);

/// A picture's source: relative to the text, below it, nothing else (F033).
[[nodiscard]] Or<Target> CheckImage(std::string_view url);

/// Where the picture lies that the text calls `name`, seen from the page; `name` itself where none of that name is
/// known.
[[nodiscard]] std::string PictureUrl(std::string_view name, const Document& document, const TextContext& context);

}  // namespace ferrotype::text
