// Which of a repository's tags are releases to measure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ferrotype {

/// Words set off by blanks: `mainline` (v7.2), `stable` (v7.2.13), `rc` (v7.2-rc3), globs (v7.2.*-debian), each of them
/// with a '!' before it to leave out what it takes, and `since:v6.1` for nothing older. No word but these: all tags.
class TagSelection {
 public:
  /// kInvalidArgument for `since:` without the name of a kernel.
  [[nodiscard]] static Result<TagSelection> Parse(std::string_view words);
  [[nodiscard]] bool Takes(std::string_view tag) const;

 private:
  std::vector<std::string> take_;
  std::vector<std::string> leave_;
  std::string since_;
};

}  // namespace ferrotype
