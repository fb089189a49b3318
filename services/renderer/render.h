// Rendering is a pure function: what the store knows + what people wrote + how it looks -> files of a site.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "model/report.h"

namespace ferrotype {

/// Files by path relative to a root, '/' between components.
using FileSet = std::map<std::string, std::string>;

struct SiteSettings {
  /// "https://example.org/ferrotype/" for feeds and the sitemap, which need absolute URLs; empty leaves both out (a
  /// preview).
  std::string base_url;
};

struct RenderInputs {
  const Library& library;
  const FileSet& content;    ///< below content/
  const FileSet& templates;  ///< below site-templates/
  SiteSettings settings;
  /// Files that others made and the site carries as they are (data/ferrotype.sqlite), in the manifest with the rest;
  /// may be null.
  const FileSet* extra = nullptr;
};

/// All files of the site. The same bytes for the same inputs, with any number of threads (>= 1), on any machine. HTML
/// holds only relative URLs. kInvalidArgument when content or templates have mistakes; the message then holds every
/// diagnostic, one per line.
[[nodiscard]] Result<FileSet> RenderSite(const RenderInputs& inputs, int threads);

}  // namespace ferrotype
