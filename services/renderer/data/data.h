// The site's data: everything that pages print, for programs.
#pragma once

#include "renderer/page/site.h"

namespace ferrotype {

/// data/releases.json, data/releases/<slug>.json and .files.csv, data/metrics.csv, data/metrics/<id>.{csv,json}.
[[nodiscard]] FileSet DataFiles(const Site& site);
/// manifest.sha256: "<hex>  <path>" of all `files`, as sha256sum -c reads it.
[[nodiscard]] std::string Manifest(const FileSet& files, int threads = 1);

}  // namespace ferrotype
