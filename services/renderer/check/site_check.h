// The whole site in memory with all that is wrong with it: what `render` refuses and `check` tells.
#pragma once

#include <string>
#include <vector>

#include "renderer/render.h"
#include "renderer/text/text.h"

namespace ferrotype {

struct ExternalLink {
  std::string path;  ///< of the text
  int line = 0;
  std::string url;
};

struct CheckedSite {
  std::vector<Diagnostic> diagnostics;       ///< of content, all severities, in order of place
  std::vector<std::string> problems;         ///< of templates and of finished pages, a line each
  std::vector<ExternalLink> external_links;  ///< for a checker that has a network
  FileSet files;                             ///< mistakes show at their spot
};

/// An error only when nothing can be made at all: broken templates, two releases at one address.
[[nodiscard]] Result<CheckedSite> CheckSite(const RenderInputs& inputs, int threads);

}  // namespace ferrotype
