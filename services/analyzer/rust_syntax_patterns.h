// What patterns bind: `let Some((a, Foo { b, .. })) = value`.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/rust_syntax_body_builder.h"
#include "analyzer/rust_syntax_items.h"

namespace ferrotype {

struct RustTokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Adds each name that the pattern binds, and the part of `value` that it stands for. Patterns that are nested deeper
/// than `most_depth` bind nothing.
void ReadRustPattern(const RustTokens& tokens, const RustTokenRange& pattern, std::uint32_t value, int most_depth,
                     RustBodyBuilder& out);

/// As types, variants and constants are written: so no binding.
[[nodiscard]] inline bool BeginsUpper(std::string_view word) {
  return !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
}

}  // namespace ferrotype
