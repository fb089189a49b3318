#include "cli/targets.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/text.h"

namespace ferrotype {
namespace {

std::vector<std::string> NamesOf(const Options& options) {
  std::vector<std::string> names;
  for (const auto& [name, target] : options.targets) names.push_back(name);
  return names;
}

Options At(const Options& options, const Target& target) {
  Options one = options;
  one.to = target.to;
  const Target& plain = options.settings;  // what the file says outside of targets; what differs was given later
  if (!target.base_url.empty() && options.base_url == plain.base_url) one.base_url = target.base_url;
  if (!target.hook.empty() && options.hook == plain.hook) one.hook = target.hook;
  if (target.keep != 0 && options.keep == plain.keep) one.keep = target.keep;
  return one;
}

}  // namespace

Result<std::vector<Options>> PublicationsOf(const Options& options) {
  std::vector<Options> all;
  if (options.to.empty()) {
    for (const auto& [name, target] : options.targets) all.push_back(At(options, target));
    if (all.empty()) {
      return Fail(ErrorKind::kInvalidArgument,
                  "name where to publish: --to DIR, or `to` or [targets.NAME] in ferrotype.toml");
    }
    return all;
  }
  if (const auto named = options.targets.find(options.to); named != options.targets.end()) {
    all.push_back(At(options, named->second));
    return all;
  }
  // A folder that isn't there yet is made; a target with a slip in its name must not become one.
  std::error_code error;
  const std::optional<std::string> nearest = Nearest(options.to, NamesOf(options));
  if (nearest && options.to.find('/') == std::string::npos && !std::filesystem::exists(options.to, error)) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{0}: neither a target of ferrotype.toml nor a folder; did you mean {1}? (A new folder of "
                            "that name: --to ./{0})",
                            Printable(options.to), *nearest));
  }
  all.push_back(options);
  return all;
}

Result<Options> PublicationOf(const Options& options) {
  TRY_ASSIGN(std::vector<Options> all, PublicationsOf(options));
  if (all.size() == 1) return std::move(all.front());
  return Fail(ErrorKind::kInvalidArgument,
              fmt::format("there are several targets: name one by --to; ferrotype.toml has {}",
                          fmt::join(NamesOf(options), ", ")));
}

}  // namespace ferrotype
