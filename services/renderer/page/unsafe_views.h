// The views of a release's unsafe ledger, and a table of its sites.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

struct UnsafeView {
  std::string dimension;  ///< "state", "class", "owner", "subsystem"
  std::string key;        ///< id in data; of states also "undocumented": missing, placeholder and wrong place together
  std::string path;       ///< "class/block", below the overview
  std::string label;      ///< for people
  std::vector<const UnsafeRow*> rows;  ///< at least one, in order of path and position
};

/// Those that hold a site, by dimension in the order above, in it by the order of the enum or the alphabet.
[[nodiscard]] std::vector<UnsafeView> UnsafeViews(const Page& page, const Report& release);
/// "unsafe in rust/", "unsafe blocks": what the view holds.
[[nodiscard]] std::string ViewTitle(const Page& page, const UnsafeView& view);

[[nodiscard]] std::string ClassLabel(const Page& page, UnsafeClass kind);
[[nodiscard]] std::string StateLabel(const Page& page, SafetyState state);

/// With `anchors`, the first row of each file gets the id that UnsafeUrl leads to.
[[nodiscard]] Html SitesTable(const Page& page, std::span<const UnsafeRow* const> rows, const std::string& caption,
                              bool anchors);

}  // namespace ferrotype
