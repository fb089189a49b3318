// Chains of calls as pages show them, and what the pages of the layers count.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

/// The chains that begin in one driver, sample or module.
struct ChainGroup {
  std::string from;
  std::string base;  ///< path of its pages without "/index.html"
  std::vector<const Chain*> chains;
  std::uint64_t resolved = 0;
};

/// Drivers first, in the order of the survey, then others by name.
[[nodiscard]] std::vector<ChainGroup> ChainGroups(const Report& release);

/// One call or several alike: where they are, and the way down to C.
struct ChainItem {
  Html html;  ///< content of a list item
  bool resolved = false;
  std::size_t weight = 0;  ///< bytes, about; the same in both languages
};
/// Calls that take the same way are one item. Resolved ones first, then by reason.
[[nodiscard]] std::vector<ChainItem> ChainItems(const Page& page, const Report& release, const ChainGroup& group);

/// How many calls of the driver are followed, and the way to all of them; empty when it has none.
[[nodiscard]] Html ChainsSummary(const Page& page, const Report& release, const DriverRow& driver);

/// What the id of a reason says; an id that has no message stands for itself.
[[nodiscard]] std::string ReasonWords(const Page& page, std::string_view reason);
/// The same for kinds of definitions and of entry points.
[[nodiscard]] std::string DefinitionKind(const Page& page, std::string_view kind);
[[nodiscard]] std::string EntryKind(const Page& page, std::string_view kind);

/// The picture of the three layers with its table and files.
[[nodiscard]] Html LayersFigure(Page& page, const Report& release);
/// How many of the symbols are defined as what: "function", "inline", ..., "" for those without a definition.
[[nodiscard]] std::map<std::string, std::uint64_t> DefinitionKinds(const Layers& layers);

}  // namespace ferrotype
