#include "model/rust_syntax.h"

namespace ferrotype {

Bytes Encode(const RustSyntax&) { return {}; }
Result<RustSyntax> DecodeRustSyntax(std::string_view) { return RustSyntax(); }

}  // namespace ferrotype
