// The parts of a text that a translation follows one by one.
#pragma once

#include <string>
#include <vector>

#include "renderer/text/text.h"

namespace ferrotype {

/// Title and summary.
inline constexpr std::string_view kHeadSection = "_head";
/// What stands before the first heading with an anchor.
inline constexpr std::string_view kTopSection = "_top";

struct Section {
  std::string id;    ///< kHeadSection, kTopSection or the anchor of a heading, `{#id}`
  std::string hash;  ///< 12 hexadecimal digits of SHA-256 over the words, roles, links and code
  TextSpot spot;
  bool operator==(const Section&) const = default;
};

/// In order of the text; a section without words is none. A section reaches to the next heading that names its anchor.
/// White space, line breaks, marks of emphasis, and how a list or a table is drawn change no hash; the words of a
/// title, the target of a link, the argument of a role and the code in a fence do.
[[nodiscard]] std::vector<Section> SectionsOf(const Document& document);

}  // namespace ferrotype
