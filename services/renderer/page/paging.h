// Long lists on several pages, none too heavy.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

/// Number of the first row of each page, when rows of these weights (bytes, about) are split into pages of at most
/// `most`, with at least one row each. Never empty.
[[nodiscard]] std::vector<std::size_t> PageStarts(std::span<const std::size_t> weights, std::size_t most);
/// Bytes of rows on a page: the whole page stays under about 300 kB.
inline constexpr std::size_t kPageWeight = 200'000;
/// Rows of tables whose rows are alike.
inline constexpr std::size_t kPageRows = 400;
/// How many pages `rows` rows take; at least one.
[[nodiscard]] constexpr std::size_t PagesFor(std::size_t rows) {
  return rows == 0 ? 1 : (rows + kPageRows - 1) / kPageRows;
}
/// "base/index.html", "base/2/index.html": the path of page `number` (from 0) of a list.
[[nodiscard]] std::string NthPath(std::string_view base, std::size_t number);
/// One file name for a name of parts: "drivers/net" with separator "/" gives "drivers.net". Different names give
/// different file names.
[[nodiscard]] std::string FlatSlug(std::string_view name, std::string_view separator);

}  // namespace ferrotype
