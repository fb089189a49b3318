// The cloc-equal ledger: what cloc 1.96 prints for Rust, C and headers, found by one linear scan.
//
// cloc counts by deleting: blank lines first, then comments by a pattern that knows nothing of strings, then blank
// lines again; what is left is code and the rest is comment. Its steps, with the corners that show in real kernels:
//  1. total = lines. A last line without newline is one.
//  2. A line of blanks alone is blank, also inside comments and strings. C: not if the line above ends in a backslash.
//  3. Lines that are left are joined with a newline each, and one more unless the line ends in a backslash.
//  4. Leftmost first: `//` up to and including its newline, `/*` up to the next `*/`; a `/*` without one matches
//  nothing.
//  5. Split at newlines, without empty lines at the end; blank lines are dropped as in step 2. code = lines left,
//     comment = total - blank - code.
#pragma once

#include <string_view>

#include "model/finding.h"

namespace ferrotype {

enum class ClocContinuation { kIgnored, kKeepsBlankLines };  // Rust; C and headers

/// `text`: without byte-order mark, a carriage return before each newline dropped (PlainText does both).
/// Where cloc itself would print a negative number of comments (`a \/**/` followed by code), comment is 0 and code is
/// what keeps the sum equal to the lines.
[[nodiscard]] LineCounts ClocScan(std::string_view text, ClocContinuation continuation);

}  // namespace ferrotype
