// What a C file or header defines, by one linear scan without a parser.
//
// C is indented: what a file declares starts at the very first byte of a line, and little else does. So only the lines
// that the count of lines has found to start so (LineStart) are looked at, each as far as the `{` or `;` of its
// declaration; bodies are never read, but for those of types in headers, of rust_helper_* functions and of tables of
// drivers.
#pragma once

#include <string_view>
#include <vector>

#include "analyzer/block_scan.h"
#include "base/bytes.h"

namespace ferrotype {

/// Longer texts have no index: the largest header of a kernel has 25 MB.
inline constexpr std::size_t kMaxIndexedBytes = 64 << 20;

/// The message of CSyntax (model/c_syntax.h); empty when `text` defines nothing. Definitions under any #if count: which
/// one a build takes isn't known here. `starts`: of `text` (ScanC). Static functions that aren't inline are named only
/// `in_header`, else counted; so are types and constants, and variables only elsewhere. Linear but for sorting.
[[nodiscard]] Bytes ReadCSyntax(std::string_view text, const std::vector<LineStart>& starts, bool in_header);

}  // namespace ferrotype
