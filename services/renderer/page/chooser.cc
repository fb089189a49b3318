#include <fmt/format.h>

#include "base/base64.h"
#include "base/hash.h"
#include "renderer/page/han_spaces.h"
#include "renderer/page/pages.h"

namespace ferrotype {
namespace {

// "https://example.org/a/b/" -> "/a/b/"; "" of an address that there isn't.
std::string PathOfUrl(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "";
  const std::size_t path = url.find('/', scheme + 3);
  std::string below = path == std::string_view::npos ? "/" : std::string(url.substr(path));
  if (!below.ends_with('/')) below += '/';
  return below;
}

}  // namespace

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
    const Html said = Html::Text(text("chooser_words"));
    item.Set("WORDS_HTML", lang == Lang::kZh ? Html::Trusted(CloseHanSpaces(said.str())) : said);
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
  // A server shows this page at whatever address was asked for, deep or not: it loads nothing, and its links start at
  // the host's root, below the path of the site's address. A script leads to where the site is instead, should it
  // have been put elsewhere.
  const std::string below = PathOfUrl(site.settings.base_url);
  for (const Lang lang : site.Langs()) {
    Values& item = values.Add("WAY_BACK");
    item.Set("TAG", std::string(TagOf(lang)));
    item.Set("URL", fmt::format("{}{}/index.html", below, PathOf(lang)));
    item.Set("NAME", site.catalogue.Text(lang, "language_self", {}, site.problems));
    item.Set("BACK", site.catalogue.Text(lang, "chooser_back", {}, site.problems));
  }
  const std::string style = site.templates.Render("not_found_style", first, Values(), site.problems).str();
  values.Set("STYLE_HTML", Html::Trusted(style));
  values.Set("STYLE_HASH", ToBase64(Sha256(style)));
  const std::string script = site.templates.Render("not_found_script", first, Values(), site.problems).str();
  values.Set("SCRIPT_HTML", Html::Trusted(script));
  values.Set("SCRIPT_HASH", ToBase64(Sha256(script)));
  files["404.html"] = site.templates.Render("not_found", first, values, site.problems).str();
  return files;
}

}  // namespace ferrotype
