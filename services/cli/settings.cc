#include "cli/settings.h"

#include <fmt/format.h>

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/text.h"

namespace ferrotype {
namespace {

struct TextKey {
  const char* name;
  std::string Options::*field;
};
constexpr std::array kTextKeys = {
    TextKey{"store", &Options::store}, TextKey{"content", &Options::content},   TextKey{"templates", &Options::templates},
    TextKey{"out", &Options::out},     TextKey{"base-url", &Options::base_url}, TextKey{"tags", &Options::tags},
};

std::string Place(const std::string& path, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", Printable(path), region.begin.line, region.begin.column);
}

}  // namespace

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
    const auto found = std::find_if(kTextKeys.begin(), kTextKeys.end(), [&](const TextKey& each) { return each.name == name; });
    if (found != kTextKeys.end()) {
      const auto string = value.value<std::string>();
      if (!value.is_string() || !string) return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {} must be a text in quotes", Place(path, value.source()), name));
      options.*(found->field) = *string;
    } else if (name == "jobs") {
      const auto number = value.value<std::int64_t>();
      if (!value.is_integer() || !number || *number < 1 || *number > 1024) {
        return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: jobs must be a number from 1 to 1024", Place(path, value.source())));
      }
      options.jobs = static_cast<int>(*number);
    } else {
      std::vector<std::string> known = {"jobs"};
      for (const TextKey& each : kTextKeys) known.emplace_back(each.name);
      const std::optional<std::string> nearest = Nearest(name, known);
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: unknown key \"{}\"; {}", Place(path, key.source()), Printable(name),
                                                           nearest ? fmt::format("did you mean \"{}\"?", *nearest) : fmt::format("known: {}", fmt::join(known, ", "))));
    }
  }
  return {};
}

}  // namespace ferrotype
