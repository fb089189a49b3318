#include "renderer/page/survey_links.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/owner.h"
#include "renderer/page/paging.h"
#include "renderer/page/parts.h"

namespace ferrotype {

std::string UnsafeBase(const Report& release) { return fmt::format("releases/{}/unsafe", Slug(release.name)); }

std::string LayersBase(const Report& release) { return fmt::format("releases/{}/layers", Slug(release.name)); }

std::string UnsafeAnchor(std::string_view path) { return "f-" + Slug(path); }

std::string UnsafeUrl(const Page& page, const Report& release, const std::vector<std::string>& files) {
  for (const std::string& path : files) {
    const std::size_t first = page.site().survey.FirstUnsafe(release, path);
    if (first == std::string::npos) continue;
    const auto site = std::lower_bound(release.unsafe_sites.begin(), release.unsafe_sites.end(), path,
                                       [](const UnsafeRow& row, const std::string& p) { return row.path < p; });
    if (site == release.unsafe_sites.end() || site->path != path) continue;
    const std::string base = fmt::format("{}/owner/{}", UnsafeBase(release), IdOf(site->owner));
    return page.To(NthPath(base, first / kPageRows)) + "#" + UnsafeAnchor(path);
  }
  return {};
}

Html UnsafeWords(const Page& page, const Report& release, const std::vector<std::string>& files, std::uint64_t tokens,
                 std::uint64_t undocumented) {
  if (tokens == 0) return Html::Text(page.Text("unsafe_none"));
  const std::string url = UnsafeUrl(page, release, files);
  const Html count = url.empty() ? Count(tokens) : Link(url, Count(tokens), "bound");
  return page.Markup("unsafe_words", {{"tokens", count}, {"count", static_cast<std::int64_t>(undocumented)}});
}

std::string SymbolsBase(const Report& release, std::string_view letter) {
  return fmt::format("{}/symbols/{}", LayersBase(release), letter);
}

std::string SymbolAnchor(std::string_view name) { return "s-" + Slug(name); }

Html SymbolLink(const Page& page, const Report& release, std::string_view name) {
  const SurveyIndex& index = page.site().survey;
  const std::size_t at = index.SymbolPage(release, name);
  if (at == std::string::npos) return NameCode(name);
  const SymbolPageOf& symbols = index.SymbolPages(release)[at];
  return Link(page.To(NthPath(SymbolsBase(release, symbols.letter), symbols.number)) + "#" + SymbolAnchor(name),
              NameCode(name));
}

}  // namespace ferrotype
