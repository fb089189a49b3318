#include "aggregator/kconfig_expression.h"

namespace ferrotype {

std::string_view NextKconfigToken(std::string_view& rest) {
  const std::size_t begin = rest.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return rest = {};
  rest.remove_prefix(begin);
  std::size_t size = 1;
  const char c = rest[0];
  if (c == '"' || c == '\'') {
    const std::size_t end = rest.find(c, 1);
    size = end == std::string_view::npos ? rest.size() : end + 1;
  } else if (c == '$') {
    std::size_t depth = 0;
    for (size = 1; size < rest.size(); ++size) {
      if (rest[size] == '(') ++depth;
      if (rest[size] == ')' && (depth == 0 || --depth == 0)) {
        ++size;
        break;
      }
      if (depth == 0 && (rest[size] == ' ' || rest[size] == '\t')) break;
    }
  } else if (rest.starts_with("&&") || rest.starts_with("||") || rest.starts_with("!=") || rest.starts_with("<=") ||
             rest.starts_with(">=")) {
    size = 2;
  } else if (std::string_view("()!=<>&|").find(c) == std::string_view::npos) {
    size = rest.find_first_of(" \t()!=<>&|\"'$");
    if (size == std::string_view::npos) size = rest.size();
  }
  const std::string_view token = rest.substr(0, size);
  rest.remove_prefix(size);
  return token;
}

bool IsKconfigComparison(std::string_view token) {
  return token == "=" || token == "!=" || token == "<" || token == "<=" || token == ">" || token == ">=";
}

bool IsKconfigOperand(std::string_view token) {
  return !token.empty() && std::string_view("()!=<>&|").find(token[0]) == std::string_view::npos;
}

}  // namespace ferrotype
