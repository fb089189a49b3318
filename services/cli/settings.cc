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
    TextKey{"to", "FERROTYPE_TO", &Options::to},
    TextKey{"hook", "FERROTYPE_HOOK", &Options::hook},
    TextKey{"every", "FERROTYPE_EVERY", &Options::every},
};

struct NumberKey {
  const char* name;
  const char* environment;
  int Options::* field;
  int least;
  int most;
};
constexpr std::array kNumberKeys = {
    NumberKey{"jobs", "FERROTYPE_JOBS", &Options::jobs, 1, 1024},
    NumberKey{"keep", "FERROTYPE_KEEP", &Options::keep, 2, 1000},
};

// Lists have no form in the environment.
struct ListKey {
  const char* name;
  std::vector<std::string> Options::* field;
};
constexpr std::array kListKeys = {
    ListKey{"sources", &Options::watched},
    ListKey{"retired", &Options::retired},
};

std::string Place(const std::string& path, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", Printable(path), region.begin.line, region.begin.column);
}

bool Fits(const NumberKey& key, std::int64_t number) { return number >= key.least && number <= key.most; }

Result<void> TakeText(const TextKey& key, const toml::node& value, const std::string& path, Options& options) {
  const auto text = value.value<std::string>();
  if (!value.is_string() || !text)
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("{}: {} must be a text in quotes", Place(path, value.source()), key.name));
  options.*(key.field) = *text;
  return {};
}

Result<void> TakeNumber(const NumberKey& key, const toml::node& value, const std::string& path, Options& options) {
  const auto number = value.value<std::int64_t>();
  if (!value.is_integer() || !number || !Fits(key, *number)) {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {} must be a number from {} to {}",
                                                         Place(path, value.source()), key.name, key.least, key.most));
  }
  options.*(key.field) = static_cast<int>(*number);
  return {};
}

Result<void> TakeList(const ListKey& key, const toml::node& value, const std::string& path, Options& options) {
  const auto wrong = [&] {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {} must be a list of texts: [\"one\", \"two\"]",
                                                         Place(path, value.source()), key.name));
  };
  const toml::array* list = value.as_array();
  if (list == nullptr) return wrong();
  std::vector<std::string> texts;
  for (const toml::node& each : *list) {
    const auto text = each.value<std::string>();
    if (!each.is_string() || !text || text->empty()) return wrong();
    texts.push_back(*text);
  }
  options.*(key.field) = std::move(texts);
  return {};
}

template <typename Keys>
auto FindKey(const Keys& keys, std::string_view name) -> decltype(&keys[0]) {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& each) { return each.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace

Result<void> ReadEnvironment(Options& options) {
  for (const TextKey& key : kTextKeys) {
    if (const char* value = std::getenv(key.environment); value != nullptr && *value != '\0')
      options.*(key.field) = value;
  }
  for (const NumberKey& key : kNumberKeys) {
    const char* value = std::getenv(key.environment);
    if (value == nullptr || *value == '\0') continue;
    const std::optional<std::int64_t> number = ParseInt(value);
    if (!number || !Fits(key, *number)) {
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}={}: must be a number from {} to {}", key.environment,
                                                           Printable(value), key.least, key.most));
    }
    options.*(key.field) = static_cast<int>(*number);
  }
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
    if (const TextKey* words = FindKey(kTextKeys, name); words != nullptr) {
      TRY(TakeText(*words, value, path, options));
    } else if (const NumberKey* number = FindKey(kNumberKeys, name); number != nullptr) {
      TRY(TakeNumber(*number, value, path, options));
    } else if (const ListKey* list = FindKey(kListKeys, name); list != nullptr) {
      TRY(TakeList(*list, value, path, options));
    } else {
      std::vector<std::string> known;
      for (const TextKey& each : kTextKeys) known.emplace_back(each.name);
      for (const NumberKey& each : kNumberKeys) known.emplace_back(each.name);
      for (const ListKey& each : kListKeys) known.emplace_back(each.name);
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
