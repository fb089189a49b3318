#include "analyzer/rust_syntax.h"

namespace ferrotype {

RustSyntax ReadRustSyntax(std::string_view, const TSTree*) { return {}; }

}  // namespace ferrotype
