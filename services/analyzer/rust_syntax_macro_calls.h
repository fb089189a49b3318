// Which names the macros of a file are given where it calls them: for `bindings::$f(..)` in a macro_rules!.
#pragma once

#include <string_view>
#include <vector>

#include "analyzer/rust_syntax_items.h"

namespace ferrotype {

/// Token indices of the names that stand for `variable` ("$f", matched as ident by the rule whose matcher opens at
/// `matcher`) in the file's calls of `macro`, in order of position: where it is one argument of a list, counted from
/// the end, or the last of each element of a repetition. At most a few hundred.
[[nodiscard]] std::vector<std::uint32_t> NamesGiven(const RustTokens& tokens, std::string_view macro,
                                                    std::uint32_t matcher, std::string_view variable);

}  // namespace ferrotype
