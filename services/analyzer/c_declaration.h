// One declaration of a C file's top level, as far as its `{`, `;` or whatever tells that it is none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/c_syntax.h"

namespace ferrotype {

struct CDeclaration {
  std::size_t end = 0;           ///< behind what was read; the next declaration starts there at the earliest
  std::uint32_t line = 0;        ///< of `end`
  bool opens = false;            ///< a `{` was the last byte read
  bool function = false;         ///< and it opens a function's body
  std::string_view initialized;  ///< N of `struct N x = {`; empty where it is something else
  /// `struct x {` and kin, with a body that was not read: what it is, and its tag, empty for none.
  std::optional<CNameKind> aggregate;
  std::string_view tag;
  bool is_typedef = false;
  /// The type that a typedef names, or the variable that others can name; empty for none, and where a body comes first.
  std::string_view declares;
  std::uint32_t declares_line = 0;
};

/// Reads from `start`, the first byte of `line`. The names of a function (one, or one for each branch of an #if around
/// them) are added to `definitions`. What is not surely a function is none: macro calls that write one, labels,
/// statements of a body, declarations.
[[nodiscard]] CDeclaration ReadDeclaration(std::string_view text, std::size_t start, std::uint32_t line,
                                           std::vector<CDefinition>& definitions);

}  // namespace ferrotype
