#include "renderer/page/redirects.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "renderer/page/documents.h"

namespace ferrotype {
namespace {

bool IsSlug(std::string_view slug) {
  return !slug.empty() && slug.front() != '-' && std::all_of(slug.begin(), slug.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::vector<std::string> FormerSlugs(const Site& site, std::string_view kind, std::string_view slug) {
  std::vector<std::string> former;
  for (const Document& document : site.documents.Of(kind, slug)) {
    for (std::string& name : ListField(document, "formerly")) {
      if (std::find(former.begin(), former.end(), name) == former.end()) former.push_back(std::move(name));
    }
  }
  return former;
}

std::map<std::string, std::string> RenamedPages(const Site& site) {
  std::map<std::string, std::string> renamed;
  for (const std::string_view kind : {"articles", "case-studies", "pages"}) {
    std::map<std::string, std::string> owner;
    for (const std::string& slug : site.Slugs(kind)) {
      for (const std::string& former : FormerSlugs(site, kind, slug)) {
        const auto [other, fresh] = owner.emplace(former, slug);
        const bool taken = !site.documents.Of(kind, former).empty();
        if (!IsSlug(former) || taken || !fresh) {
          site.problems.Add(
              fmt::format("content/{}/{}: error[F023]: formerly: \"{}\" {}", kind, slug, Printable(former),
                          !IsSlug(former) ? std::string("is no name of a text; one is of a-z, 0-9 and -")
                          : taken ? std::string("is there; a text that is gone gives its name to one other, not to two")
                                  : fmt::format("is also what {} was called", other->second)));
          continue;
        }
        for (const Lang lang : site.Langs()) {
          renamed.emplace(fmt::format("{}/{}", PathOf(lang), DocumentPath(kind, former)),
                          fmt::format("{}/{}", PathOf(lang), DocumentPath(kind, slug)));
        }
      }
    }
  }
  return renamed;
}

FileSet RedirectPages(const Site& site, const std::map<std::string, std::string>& redirects) {
  FileSet files;
  for (const auto& [from, to] : redirects) {
    const Lang lang = LangOf(std::string_view(from).substr(0, from.find('/'))).value_or(Lang::kEn);
    std::string to_root;
    for (const char c : from) to_root += c == '/' ? "../" : "";
    Values values;
    values.Set("LANG", std::string(TagOf(lang)));
    values.Set("STYLE", to_root + site.Asset("site.css"));
    values.Set("SCRIPT", to_root + site.Asset("site.js"));
    values.Set("ICON", to_root + site.Asset("icon.svg"));
    values.Set("URL", to_root + to);
    values.Set("SITE", site.Name(lang));
    files[from] = site.templates.Render("redirect", lang, values, site.problems).str();
  }
  return files;
}

}  // namespace ferrotype
