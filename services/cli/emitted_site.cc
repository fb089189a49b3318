#include "cli/emitted_site.h"

#include <fmt/format.h>

#include <iterator>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/text.h"
#include "cli/site_inputs.h"
#include "renderer/check/feeds.h"
#include "renderer/check/links.h"
#include "renderer/feed/feed.h"

namespace ferrotype {
namespace {

constexpr const char* kManifest = "manifest.sha256";

// As sha256sum writes it: "HASH  PATH".
std::vector<std::string> AgainstManifest(const FileSet& files) {
  std::vector<std::string> problems;
  for (const std::string_view line : Split(files.at(kManifest), '\n')) {
    const std::size_t gap = line.find("  ");
    if (gap == std::string_view::npos) continue;
    const std::string path(line.substr(gap + 2));
    const auto file = files.find(path);
    if (file == files.end()) {
      problems.push_back(fmt::format("{}: is not there, though {} names it", path, kManifest));
    } else if (ToHex(Sha256(file->second)) != line.substr(0, gap)) {
      problems.push_back(fmt::format("{}: is another file than the one that {} names", path, kManifest));
    }
  }
  return problems;
}

}  // namespace

Result<std::vector<std::string>> ProblemsOfSite(const std::string& folder, const SiteSettings& settings, int threads) {
  TRY_ASSIGN(const FileSet files, ReadFiles(folder));
  if (!files.contains(kManifest)) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{}: holds no site, there is no {}; make one: ferrotype render --out {}", Printable(folder),
                            kManifest, Printable(folder)));
  }
  std::vector<std::string> problems = AgainstManifest(files);
  std::vector<Lang> langs;
  for (const Lang lang : kLangs) {
    if (files.contains(fmt::format("{}/index.html", PathOf(lang)))) langs.push_back(lang);
  }
  const auto add = [&](std::vector<std::string> more) {
    problems.insert(problems.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  add(CheckPages(files, langs, threads));
  if (!settings.base_url.empty()) add(CheckFeeds(files, RootUrl(settings), threads));
  for (std::string& problem : problems) problem = fmt::format("{}/{}", folder, problem);
  return problems;
}

}  // namespace ferrotype
