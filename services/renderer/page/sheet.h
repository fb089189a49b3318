// The form of all pages of what no counter measures: where the reader is, a heading, facts, sections of tables, and the
// way on.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

struct SheetSection {
  std::string id;
  std::string title;
  Html body;
};

struct Sheet {
  std::string nav;           ///< the entry of the navigation that is current
  std::vector<Step> crumbs;  ///< from the section of the site down to the page above this one
  std::string title;         ///< of the window and the list of results
  Html heading;              ///< the same as a heading; empty: `title`
  std::string description;   ///< for search engines; empty: `title`
  Html intro;
  std::vector<std::pair<std::string, Html>> facts;  ///< those without a value are left out
  std::vector<SheetSection> sections;               ///< those without a body are left out
  Step before;                                      ///< the neighbours in the order that readers know; may be empty
  Step after;
};

/// "Releases", "Linux 7.2.13": the way down to what belongs to a release.
[[nodiscard]] std::vector<Step> ReleaseCrumbs(const Page& page, const Report& release);
/// The same page of the measured releases before and after.
void SetNeighbours(const Page& page, const Report& release, std::string (*base)(const Report&), Sheet& sheet);

[[nodiscard]] FileSet FinishSheet(Page& page, const Sheet& sheet);

}  // namespace ferrotype
