// Numbers in prose that look like a metric's value and are bound to none.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/text/text.h"

namespace ferrotype::text {

struct UnboundNumber {
  std::size_t offset = 0;  ///< in bytes
  std::string shown;       ///< "31,000 lines"
  std::string metric;      ///< `rust.lines.code@v7.2.13-debian` when exactly this was measured; else empty
};

/// Knows what was measured, so that a number that equals it is told by name.
class UnboundNumbers {
 public:
  explicit UnboundNumbers(const Library& library);

  /// Numbers of `text` (one run of plain prose, on one line) that
  /// - equal a whole release's value of 1,000 or more, or a share to at least one digit after the point; or
  /// - count what metrics count: 100 or more lines, files, tokens, symbols, commits, or 3 or more drivers, modules.
  /// Years, versions, parts of names and numbers written as words are none.
  [[nodiscard]] std::vector<UnboundNumber> Find(std::string_view text) const;

 private:
  std::map<std::string, std::string, std::less<>> measured_;  // "50829", "44.3%" -> metric@release
};

}  // namespace ferrotype::text
