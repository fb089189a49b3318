#include "cli/source_argument.h"

#include <filesystem>
#include <system_error>

namespace ferrotype {

SourceArgument ParseSourceArgument(std::string_view argument) {
  std::error_code error;
  const std::size_t at = argument.rfind('@');
  if (at == std::string_view::npos || std::filesystem::exists(argument, error)) return {std::string(argument), {}};
  return {std::string(argument.substr(0, at)), {std::string(argument.substr(at + 1))}};
}

}  // namespace ferrotype
