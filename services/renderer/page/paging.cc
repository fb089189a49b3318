#include "renderer/page/paging.h"

#include <fmt/format.h>

#include "renderer/html/html.h"

namespace ferrotype {

std::vector<std::size_t> PageStarts(std::span<const std::size_t> weights, std::size_t most) {
  std::vector<std::size_t> starts = {0};
  std::size_t sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (i > starts.back() && sum + weights[i] > most) {
      starts.push_back(i);
      sum = 0;
    }
    sum += weights[i];
  }
  return starts;
}

std::string NthPath(std::string_view base, std::size_t number) {
  return number == 0 ? fmt::format("{}/index.html", base) : fmt::format("{}/{}/index.html", base, number + 1);
}

std::string FlatSlug(std::string_view name, std::string_view separator) {
  constexpr std::size_t kLongest = 120;
  std::string out;
  for (std::string_view rest = name;;) {
    const std::size_t end = rest.find(separator);
    // A dot parts the parts, so their own are written otherwise.
    for (const char c : Slug(rest.substr(0, end))) out += c == '.' ? std::string("~2e") : std::string(1, c);
    if (end == std::string_view::npos) break;
    out += '.';
    rest.remove_prefix(end + separator.size());
  }
  return out.size() > kLongest ? Slug(name) : out;
}

}  // namespace ferrotype
