// What a C file or header defines, by one linear scan without a parser.
#pragma once

#include <string_view>

#include "base/bytes.h"

namespace ferrotype {

/// The message of CSyntax (model/c_syntax.h); empty when `text` defines nothing. Definitions under any #if count: which
/// one a build takes isn't known here.
[[nodiscard]] Bytes ReadCSyntax(std::string_view text);

}  // namespace ferrotype
