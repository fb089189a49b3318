// Names and ids in the tables and structs by which a driver tells what it drives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/c_syntax.h"

namespace ferrotype {

/// The value of an object-like macro of the same file; empty when there is none.
using MacroValue = std::function<std::string_view(std::string_view name)>;

/// Is `struct <type> x = {` one of these: x_device_id, x_driver?
[[nodiscard]] bool IsDriverTable(std::string_view type);

struct CTable {
  std::size_t begin = 0;   ///< behind its `{`
  std::uint32_t line = 0;  ///< there
  std::string_view type;
};

/// Adds to `strings`; texts that don't stand so in `text` are put into `made`. Gives the position behind its `}` (or
/// the end of the text).
std::size_t ReadTable(std::string_view text, const CTable& table, const MacroValue& macro_value,
                      std::vector<CString>& strings, std::deque<std::string>& made);

}  // namespace ferrotype
