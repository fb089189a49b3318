#include <fmt/format.h>

#include "renderer/page/pages.h"

namespace ferrotype {

FileSet ChooserPages(const Site& site) {
  // All languages stand on these pages.
  FileSet files;
  Values values;
  values.Set("STYLE", site.Asset("site.css"));
  values.Set("SCRIPT", site.Asset("site.js"));
  values.Set("ICON", site.Asset("icon.svg"));
  for (const Lang lang : site.Langs()) {
    Values& item = values.Add("LANGUAGE");
    item.Set("TAG", std::string(TagOf(lang)));
    item.Set("URL", fmt::format("{}/index.html", PathOf(lang)));
    item.Set("NAME", site.catalogue.Text(lang, "language_self", {}, site.problems));
    item.Set("WORDS", site.catalogue.Text(lang, "chooser_words", {}, site.problems));
    item.Set("BACK", site.catalogue.Text(lang, "chooser_back", {}, site.problems));
  }
  files["index.html"] = site.templates.Render("chooser", Lang::kEn, values, site.problems).str();
  files["404.html"] = site.templates.Render("not_found", Lang::kEn, values, site.problems).str();
  return files;
}

}  // namespace ferrotype
