// What a text can be found by. One rule for the index, here, and for what readers type, in site-templates/search.js;
// tests/golden/search holds both to it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

struct SearchToken {
  enum class Kind : std::uint8_t {
    kWhole,  ///< names joined by ::, /, . or -, as one: "kernel::net::phy", "rust/kernel/lib.rs", "v7.2.13-debian"
    kName,   ///< a name of parts, as one: "genphy_soft_reset", "deviceprivate", "v7.2.13"
    kPart,   ///< "soft"; a word is a part that stands alone
    kHan,    ///< two neighbouring Han characters, or one that has no neighbour
  };
  Kind kind = Kind::kPart;
  std::string text;
  bool operator==(const SearchToken&) const = default;
};

/// In order of place; a whole comes before its names, a name before its parts. Without regard to case, width and marks
/// over letters (Unicode NFKD); plural s taken off words; words that say nothing ("the", "of") left out. Any bytes do:
/// what is not UTF-8 parts words.
[[nodiscard]] std::vector<SearchToken> SearchTokens(std::string_view text);

/// "w", "n", "p", "h": as test data print a kind.
[[nodiscard]] char LetterOf(SearchToken::Kind kind);

}  // namespace ferrotype
