// What functions named rust_helper_* call, also those that macros of the same file write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/block_scan.h"
#include "model/c_syntax.h"

namespace ferrotype {

inline constexpr std::string_view kHelperPrefix = "rust_helper_";

/// Adds what the body calls that begins at `begin`, behind its `{`; gives the position behind its `}`.
std::size_t ReadHelperBody(std::string_view text, std::size_t begin, std::uint32_t line, std::string_view helper,
                           std::vector<CHelperCall>& calls);

/// Expands the calls at the top level of `text` of its own function-like macros and adds the helpers that they write,
/// with the lines of the calls. `##` pastes; names that are made are kept in `made`. What grows beyond a budget is
/// left out.
void ExpandHelpers(std::string_view text, const std::vector<LineStart>& starts, CSyntax& syntax,
                   std::deque<std::string>& made);

}  // namespace ferrotype
