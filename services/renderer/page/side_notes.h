// Footnotes beside the line that they belong to, for wide windows; the list at the end of the text stays, for narrow
// ones, print and feeds.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype {

/// `body` as renderer/text writes it, with a copy of each footnote of plain words behind its first mark
/// (<span class="sidenote">). Notes that hold more than words, and marks in headings and tables, are left as they are.
[[nodiscard]] std::string WithSideNotes(std::string_view body);

}  // namespace ferrotype
