// Languages whose comments follow from how lines are indented or from lines that open and close blocks.
#pragma once

#include <string_view>

#include "model/finding.h"

namespace ferrotype {

// Each takes a text as PlainText gives it, looks at every line once, and counts as LexC's header says.

/// `#` first on a line is a comment, but not inside a block scalar (`|`, `>`): examples in bindings start with
/// #include. Block scalars and their blank lines are code.
[[nodiscard]] LineCounts LexYaml(std::string_view text);

/// `#` first on a line is a comment, but not inside a help text. Help is what people read on their screens, no comment:
/// it counts as code, its blank lines too.
[[nodiscard]] LineCounts LexKconfig(std::string_view text);

/// Text is content and counts as code. `.. ` and what is indented below it is a comment unless it is a directive,
/// target, footnote, citation or substitution; what is indented below one of these, or below a line that ends in `::`,
/// is content.
[[nodiscard]] LineCounts LexReStructuredText(std::string_view text);

/// `#` first on a line, and POD from a line `=word` to `=cut`. Heredocs are code, and so is everything after __DATA__;
/// what follows __END__ is read as Perl reads it: POD or code.
[[nodiscard]] LineCounts LexPerl(std::string_view text);

}  // namespace ferrotype
