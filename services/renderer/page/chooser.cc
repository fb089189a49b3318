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
  std::string names;
  std::string words;
  std::string missing;
  const auto add = [](std::string& all, std::string_view gap, const std::string& text) {
    if (all != text) all += (all.empty() ? "" : std::string(gap)) + text;
  };
  Html name;
  Html nothing;
  for (const Lang lang : site.Langs()) {
    const auto text = [&](std::string_view key) { return site.catalogue.Text(lang, key, {}, site.problems); };
    if (names != site.Name(lang)) {
      const Html own = site.NameMarkup(lang);
      name += name.empty() ? own : Html::Text(" · ") + Element("span", {{"lang", TagOf(lang)}}, own);
    }
    add(names, " · ", site.Name(lang));
    add(words, " ", text("home_description"));
    add(missing, " · ", text("missing_page"));
    const Html gone = Html::Text(text("missing_page"));
    nothing += nothing.empty() ? gone : Html::Text(" ") + Element("span", {{"lang", TagOf(lang)}}, gone);
    Values& item = values.Add("LANGUAGE");
    item.Set("TAG", std::string(TagOf(lang)));
    item.Set("URL", fmt::format("{}/index.html", PathOf(lang)));
    item.Set("NAME", site.catalogue.Text(lang, "language_self", {}, site.problems));
    item.Set("WORDS", site.catalogue.Text(lang, "chooser_words", {}, site.problems));
    item.Set("BACK", site.catalogue.Text(lang, "chooser_back", {}, site.problems));
  }
  const Lang first = site.Langs().front();
  values.Set("LANG", std::string(TagOf(first)));
  values.Set("SITE", names);
  values.Set("SITE_HTML", name);
  values.Set("DESCRIPTION", words);
  values.Set("MISSING_TITLE", missing);
  values.Set("MISSING_HTML", nothing);
  // There is nothing to choose from one.
  if (site.Langs().size() == 1) values.Add("ONLY").Set("URL", fmt::format("{}/index.html", PathOf(first)));
  files["index.html"] = site.templates.Render("chooser", first, values, site.problems).str();
  files["404.html"] = site.templates.Render("not_found", first, values, site.problems).str();
  return files;
}

}  // namespace ferrotype
