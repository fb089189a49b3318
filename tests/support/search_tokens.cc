// search_tokens: texts (a JSON list on standard input) as the index reads them, a JSON list of "kind:token" lists.
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "renderer/search/tokens.h"

int main() {
  const std::string input((std::istreambuf_iterator<char>(std::cin)), {});
  nlohmann::json answers = nlohmann::json::array();
  for (const auto& text : nlohmann::json::parse(input)) {
    nlohmann::json tokens = nlohmann::json::array();
    for (const ferrotype::SearchToken& token : ferrotype::SearchTokens(text.get<std::string>()))
      tokens.push_back(std::string(1, ferrotype::LetterOf(token.kind)) + ":" + token.text);
    answers.push_back(std::move(tokens));
  }
  std::cout << answers.dump() << "\n";
  return 0;
}
