// What a finished page says, for the index: words by how much they weigh.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

struct PageText {
  std::string title;  ///< of the window, without the site's name
  std::string description;
  std::string headings;  ///< h1 to h3, captions
  std::string names;     ///< code and facts: what a page is about is called like that
  std::string body;      ///< the rest of <main>, at most so much of it as ReadPage was asked for
  bool indexed = true;   ///< false: it asks robots to leave it out
};

/// Reads what our own templates and texts write. Navigation and pictures are left out.
[[nodiscard]] PageText ReadPage(std::string_view html, std::size_t most_body);

}  // namespace ferrotype
