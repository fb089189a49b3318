// SOURCE[@NAME] as people write it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

struct SourceArgument {
  std::string path;
  std::vector<std::string> patterns;  ///< NAME, if given
};

/// Splits at the last '@', unless the whole is the path of something that is there.
[[nodiscard]] SourceArgument ParseSourceArgument(std::string_view argument);

}  // namespace ferrotype
