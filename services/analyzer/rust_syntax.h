// What a Rust file declares: items, imports, macro calls.
#pragma once

#include <string_view>

#include "analyzer/rust_tree.h"
#include "model/rust_syntax.h"

namespace ferrotype {

/// `tree`: of `text`, or null when it could not be parsed (then nothing but `clean` = false is known). Linear in the
/// text but for sorting; no recursion.
[[nodiscard]] RustSyntax ReadRustSyntax(std::string_view text, const TSTree* tree);

}  // namespace ferrotype
