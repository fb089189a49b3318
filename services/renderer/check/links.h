// The laws of emitted pages, checked on every build: a site with a dead link is not a site.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "renderer/language_tag.h"
#include "renderer/render.h"

namespace ferrotype {

struct HtmlTag {
  std::string name;                                             ///< lower case; "/p" for an end tag
  std::vector<std::pair<std::string, std::string>> attributes;  ///< values with entities resolved
  [[nodiscard]] const std::string* Get(std::string_view attribute) const;
};

/// The tags of a page in order. Reads what our own templates and texts write, not whatever a browser would forgive.
[[nodiscard]] std::vector<HtmlTag> TagsOf(std::string_view html);

/// What others must know of a page, and what is wrong with it whatever others have: enough when its bytes are gone.
struct PageFacts {
  struct Alternate {
    bool canonical = false;
    std::string lang;
    std::string target;  ///< resolved
  };
  std::vector<std::string> ids;  ///< sorted, each once
  std::string links;             ///< relative ones, in order, each once, with a NUL after each
  std::vector<Alternate> alternates;
  bool leads = false;   ///< does nothing but lead to another
  bool indexed = true;  ///< false: robots are asked to leave it out
  std::vector<std::string> twice;
  std::vector<std::string> breaches;

  [[nodiscard]] bool Has(std::string_view id) const;
};
[[nodiscard]] PageFacts FactsOf(std::string_view path, std::string_view html);

/// Pages of the site that are not among its files any more.
using PagesTaken = std::map<std::string, PageFacts, std::less<>>;

/// One line a breach, in order of path: a link, anchor, picture or alternate that leads nowhere, alternates that are
/// not each other's; what a style sheet loads and isn't there; an absolute URL outside <a>; an id that stands twice; a
/// page without lang, title, description or exactly one h1; inline style or script; a path or id that one language has
/// alone of those that are printed.
[[nodiscard]] std::vector<std::string> CheckPages(const FileSet& files, std::span<const Lang> langs = kLangs,
                                                  int threads = 1, const PagesTaken& taken = {});

}  // namespace ferrotype
