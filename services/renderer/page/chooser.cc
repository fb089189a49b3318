#include "renderer/page/pages.h"

namespace ferrotype {

FileSet ChooserPages(const Site& site) {
  // Both languages stand on these pages, so what they say stands in their templates and the English catalogue is asked
  // for nothing but shared words.
  FileSet files;
  Values values;
  values.Set("STYLE", site.Asset("site.css"));
  values.Set("SCRIPT", site.Asset("site.js"));
  files["index.html"] = site.templates.Render("chooser", Lang::kEn, values, site.problems).str();
  files["404.html"] = site.templates.Render("not_found", Lang::kEn, values, site.problems).str();
  return files;
}

}  // namespace ferrotype
