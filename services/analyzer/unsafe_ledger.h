// The unsafe ledger: every `unsafe` token of a Rust file in one class, with the state of its justification.
#pragma once

#include <string_view>

#include "analyzer/rust_tree.h"
#include "model/unsafe.h"

namespace ferrotype {

/// `tree`: of `text`, or null when it could not be parsed; then the tokens around each site decide alone. As many sites
/// as ScanRust counts tokens, for any bytes. Linear; no recursion.
[[nodiscard]] UnsafeLedger ReadUnsafeLedger(std::string_view text, const TSTree* tree);

}  // namespace ferrotype
