#include "cli/settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/text.h"

namespace ferrotype {
namespace {

struct TextKey {
  const char* name;
  const char* environment;
  std::string Options::* field;
};
constexpr std::array kTextKeys = {
    TextKey{"store", "FERROTYPE_STORE", &Options::store},
    TextKey{"content", "FERROTYPE_CONTENT", &Options::content},
    TextKey{"templates", "FERROTYPE_TEMPLATES", &Options::templates},
    TextKey{"out", "FERROTYPE_OUT", &Options::out},
    TextKey{"base-url", "FERROTYPE_BASE_URL", &Options::base_url},
    TextKey{"tags", "FERROTYPE_TAGS", &Options::tags},
};

std::string Place(const std::string& path, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", Printable(path), region.begin.line, region.begin.column);
}

bool IsJobs(std::int64_t jobs) { return jobs >= 1 && jobs <= 1024; }

}  // namespace

Result<void> ReadEnvironment(Options& options) {
  for (const TextKey& key : kTextKeys) {
    if (const char* value = std::getenv(key.environment); value != nullptr && *value != '\0')
      options.*(key.field) = value;
  }
  const char* jobs = std::getenv("FERROTYPE_JOBS");
  if (jobs == nullptr || *jobs == '\0') return {};
  const std::optional<std::int64_t> number = ParseInt(jobs);
  if (!number || !IsJobs(*number))
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("FERROTYPE_JOBS={}: must be a number from 1 to 1024", Printable(jobs)));
  options.jobs = static_cast<int>(*number);
  return {};
}

Result<void> ReadSettings(const std::string& path, Options& options) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Fail(ErrorKind::kNotFound, fmt::format("{}: can't be read", Printable(path)));
  std::ostringstream text;
  text << in.rdbuf();
  toml::table table;
  try {
    table = toml::parse(text.str());
  } catch (const toml::parse_error& error) {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {}", Place(path, error.source()), error.description()));
  }
  for (const auto& [key, value] : table) {
    const std::string name(key.str());
    const auto found =
        std::find_if(kTextKeys.begin(), kTextKeys.end(), [&](const TextKey& each) { return each.name == name; });
    if (found != kTextKeys.end()) {
      const auto string = value.value<std::string>();
      if (!value.is_string() || !string)
        return Fail(ErrorKind::kInvalidArgument,
                    fmt::format("{}: {} must be a text in quotes", Place(path, value.source()), name));
      options.*(found->field) = *string;
    } else if (name == "jobs") {
      const auto number = value.value<std::int64_t>();
      if (!value.is_integer() || !number || !IsJobs(*number)) {
        return Fail(ErrorKind::kInvalidArgument,
                    fmt::format("{}: jobs must be a number from 1 to 1024", Place(path, value.source())));
      }
      options.jobs = static_cast<int>(*number);
    } else {
      std::vector<std::string> known = {"jobs"};
      for (const TextKey& each : kTextKeys) known.emplace_back(each.name);
      const std::optional<std::string> nearest = Nearest(name, known);
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: unknown key \"{}\"; {}", Place(path, key.source()), Printable(name),
                              nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                                      : fmt::format("known: {}", fmt::join(known, ", "))));
    }
  }
  return {};
}

}  // namespace ferrotype
