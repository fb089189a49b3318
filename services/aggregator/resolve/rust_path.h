// The text of a path, a type or a list of generics taken apart. Text is as RustSyntax keeps it.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace ferrotype {

struct PathSegment {
  std::string_view name;
  std::string_view generics;  ///< "T, U" between its < and >
};

struct ParsedPath {
  std::string_view self_type;   ///< of <T as Trait>::x: "T"; "" for other paths
  std::string_view self_trait;  ///< "Trait"
  std::vector<PathSegment> segments;
};

[[nodiscard]] ParsedPath ParsePath(std::string_view text);

/// Parts of `text` between `separator`s outside brackets of all kinds, blanks trimmed; empty ones left out.
[[nodiscard]] std::vector<std::string_view> SplitTop(std::string_view text, char separator);

/// The first `what` outside brackets; npos when there is none.
[[nodiscard]] std::size_t FindTop(std::string_view text, std::string_view what);

[[nodiscard]] std::string_view Trim(std::string_view text);

struct GenericParam {
  std::string_view name;
  std::vector<std::string_view> bounds;
  std::string_view fallback;  ///< after '='
  bool constant = false;
};
/// Of "<'a, T: Driver + Send, const N: usize = 1>": lifetimes left out.
[[nodiscard]] std::vector<GenericParam> ParseGenerics(std::string_view text);

}  // namespace ferrotype
