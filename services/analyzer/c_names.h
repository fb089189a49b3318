// The types and enumerators that a body declares, and the constants that macros are: what bindings may name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/c_syntax.h"

namespace ferrotype {

/// Collects the names of one text, in any order of lines.
class CNames {
 public:
  void Add(std::string_view name, std::uint32_t line, CNameKind kind);
  /// By line; without its macros when they are more than kMostCMacros.
  std::vector<CHashedName> Take();
  /// `at`: behind the "define" of a directive. Macros with parameters and without a value are none.
  void AddMacro(std::string_view text, std::size_t at, std::uint32_t line);

 private:
  std::vector<CHashedName> names_;
  std::size_t macros_ = 0;
};

struct CAggregate {
  CNameKind kind = CNameKind::kStruct;
  std::string_view tag;  ///< empty for none
  bool is_typedef = false;
  std::size_t begin = 0;   ///< behind its `{`
  std::uint32_t line = 0;  ///< there
};

/// Adds the enumerators of a body, the types declared within it, macros that stand between, and what a typedef calls
/// it; not the aggregate's own tag. Gives the position behind its `}` (or the end of the text).
std::size_t ReadAggregate(std::string_view text, const CAggregate& aggregate, CNames& names);

}  // namespace ferrotype
