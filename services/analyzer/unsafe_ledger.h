// The unsafe ledger: every `unsafe` token of a Rust file in one class, with the state of its justification.
//
// It is read from tokens alone. A grammar gives macro arguments, macro_rules! bodies and quoted code as bare tokens
// anyway, where about a tenth of the sites stand; so one walk over tokens, which knows brackets, item headers and
// statements, sees all of them by the same rules, and a text that no grammar can read as well.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/unsafe.h"

namespace ferrotype {

/// Longer texts have an empty ledger: no file of a kernel comes near.
inline constexpr std::size_t kMaxLedgerBytes = 4 << 20;

/// As many sites as ScanRust counts tokens, for any bytes up to kMaxLedgerBytes. Linear; no recursion.
[[nodiscard]] UnsafeLedger ReadUnsafeLedger(std::string_view text);

}  // namespace ferrotype
