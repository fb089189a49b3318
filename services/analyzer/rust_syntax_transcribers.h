// What the bodies of a macro_rules! name of the bindings.
#pragma once

#include <optional>

#include "analyzer/rust_syntax_body_builder.h"
#include "analyzer/rust_syntax_items.h"

namespace ferrotype {

/// Adds `bindings::x` and `bindings::x(..)` of all transcribers between the brackets of `code`: code that holds
/// variables of the macro can't be read as expressions. `bindings::$f(..)` stands for each name that the file's calls
/// give it; `variables` counts these, which are bounded. Where none names a binding: the first transcriber, which may
/// be an expression; it says what a call of the macro gives.
[[nodiscard]] std::optional<RustCode> ReadRustTranscribers(const RustTokens& tokens, const RustCode& code,
                                                           int& variables, RustBodyBuilder& out);

}  // namespace ferrotype
