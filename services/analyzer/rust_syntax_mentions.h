// What names and ids a Rust file says, wherever in its code or its macros' arguments.
#pragma once

#include "analyzer/rust_syntax_tokens.h"
#include "model/rust_syntax.h"

namespace ferrotype {

/// Fills mentions and literals of `syntax`, whose items and uses are read already. Linear but for sorting.
void ReadMentions(const RustTokens& tokens, RustSyntax& syntax);

}  // namespace ferrotype
