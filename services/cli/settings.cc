#include "cli/settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/text.h"
#include "renderer/language_tag.h"

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
    TextKey{"brokers", "FERROTYPE_BROKERS", &Options::brokers},
    TextKey{"topic-prefix", "FERROTYPE_TOPIC_PREFIX", &Options::topic_prefix},
    TextKey{"repository", "FERROTYPE_REPOSITORY", &Options::repository},
    TextKey{"clones", "FERROTYPE_CLONES", &Options::clones},
    TextKey{"snapshots", "FERROTYPE_SNAPSHOTS", &Options::snapshots},
    TextKey{"metrics", "FERROTYPE_METRICS", &Options::metrics_address},
    TextKey{"log-format", "FERROTYPE_LOG_FORMAT", &Options::log_format},
    TextKey{"log-level", "FERROTYPE_LOG_LEVEL", &Options::log_level},
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
    NumberKey{"partitions", "FERROTYPE_PARTITIONS", &Options::partitions, 1, 10'000},
    NumberKey{"replication", "FERROTYPE_REPLICATION", &Options::replication, 1, 100},
    NumberKey{"ahead", "FERROTYPE_AHEAD", &Options::ahead, 1, 100'000},
};

// Lists have no form in the environment.
struct ListKey {
  const char* name;
  std::vector<std::string> Options::* field;
};
constexpr std::array kListKeys = {
    ListKey{"sources", &Options::watched},
    ListKey{"retired", &Options::retired},
    ListKey{"repositories", &Options::repositories},
    ListKey{"languages", &Options::languages},
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

bool IsSiteName(const std::string& text) {
  constexpr std::size_t kMostBytes = 200;
  return !text.empty() && text.size() <= kMostBytes && Printable(text) == text;
}

// name = "One for all", or name = { en = "One", zh = "Another" }.
Result<void> TakeName(const toml::node& value, const std::string& path, Options& options) {
  const auto take = [&](const std::string& language, const toml::node& node) -> Result<void> {
    const auto text = node.value<std::string>();
    if (node.is_string() && text && IsSiteName(*text)) {
      options.names[language] = *text;
      return {};
    }
    return Fail(
        ErrorKind::kInvalidArgument,
        fmt::format("{}: name must be a text of one line, or one for each language: name = {{ en = \"...\", zh = "
                    "\"...\" }}",
                    Place(path, node.source())));
  };
  const toml::table* table = value.as_table();
  if (table == nullptr) return take("", value);
  for (const auto& [key, node] : *table) {
    const std::string language(key.str());
    if (!LangOf(language)) {
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: name: \"{}\" is no language; write its two letters: en, zh",
                              Place(path, key.source()), Printable(language)));
    }
    TRY(take(language, node));
  }
  return {};
}

// librdkafka's own settings, which it checks itself: "security.protocol" = "ssl", or security.protocol = "ssl".
Result<void> TakeKafka(const std::string& prefix, const toml::table& table, const std::string& path, Options& options) {
  for (const auto& [key, value] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* below = value.as_table()) {
      TRY(TakeKafka(name + ".", *below, path, options));
    } else if (const auto text = value.value<std::string>(); value.is_string() && text) {
      options.kafka_settings[name] = *text;
    } else if (const auto number = value.value<std::int64_t>(); value.is_integer() && number) {
      options.kafka_settings[name] = fmt::format("{}", *number);
    } else if (const auto flag = value.value<bool>(); value.is_boolean() && flag) {
      options.kafka_settings[name] = *flag ? "true" : "false";
    } else {
      return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: kafka.{} must be a text, a number, true or false",
                                                           Place(path, value.source()), Printable(name)));
    }
  }
  return {};
}

// FERROTYPE_KAFKA_SASL_PASSWORD is sasl.password.
void TakeKafkaEnvironment(Options& options) {
  constexpr std::string_view kPrefix = "FERROTYPE_KAFKA_";
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view line = *each;
    const std::size_t equals = line.find('=');
    if (!line.starts_with(kPrefix) || equals == std::string_view::npos || equals + 1 == line.size()) continue;
    std::string name(line.substr(kPrefix.size(), equals - kPrefix.size()));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
      return c == '_' ? '.' : c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    options.kafka_settings[name] = line.substr(equals + 1);
  }
}

template <typename Keys>
auto FindKey(const Keys& keys, std::string_view name) -> decltype(&keys[0]) {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& each) { return each.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

bool IsTargetName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// [targets.NAME]: the keys of one publication, in a table of their own.
Result<void> TakeTargets(const toml::node& value, const std::string& path, Options& options) {
  const toml::table* all = value.as_table();
  const auto wrong = [&](const toml::source_region& place, const std::string& what) {
    return Fail(ErrorKind::kInvalidArgument, fmt::format("{}: {}", Place(path, place), what));
  };
  if (all == nullptr) return wrong(value.source(), "targets are tables: [targets.main] and a line to = \"...\"");
  for (const auto& [name, each] : *all) {
    if (!IsTargetName(name.str())) {
      return wrong(name.source(),
                   fmt::format("a target can't be called \"{}\": write a-z, 0-9 and -", Printable(name.str())));
    }
    const toml::table* keys = each.as_table();
    if (keys == nullptr) return wrong(each.source(), fmt::format("write [targets.{}] and its keys below", name.str()));
    Options one;
    one.keep = 0;
    for (const auto& [key, setting] : *keys) {
      const std::vector<std::string> known = {"to", "base-url", "hook", "keep"};
      if (const TextKey* words = FindKey(kTextKeys, key.str());
          words != nullptr && std::find(known.begin(), known.end(), key.str()) != known.end()) {
        TRY(TakeText(*words, setting, path, one));
      } else if (const NumberKey* number = FindKey(kNumberKeys, key.str()); number != nullptr && key.str() == "keep") {
        TRY(TakeNumber(*number, setting, path, one));
      } else {
        const std::optional<std::string> nearest = Nearest(key.str(), known);
        return wrong(key.source(), fmt::format("a target has no key \"{}\"; {}", Printable(key.str()),
                                               nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                                                       : fmt::format("known: {}", fmt::join(known, ", "))));
      }
    }
    if (one.to.empty())
      return wrong(each.source(), fmt::format("target {} needs its folder: to = \"...\"", name.str()));
    options.targets[std::string(name.str())] = {one.to, one.base_url, one.hook, one.keep};
  }
  return {};
}

}  // namespace

Result<void> ReadEnvironment(Options& options) {
  TakeKafkaEnvironment(options);
  if (const char* name = std::getenv("FERROTYPE_NAME"); name != nullptr && *name != '\0') {
    if (!IsSiteName(name)) return Fail(ErrorKind::kInvalidArgument, "FERROTYPE_NAME: must be a text of one line");
    options.names = {{"", name}};
  }
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
    } else if (name == "name") {
      TRY(TakeName(value, path, options));
    } else if (name == "targets") {
      TRY(TakeTargets(value, path, options));
    } else if (name == "kafka" && value.is_table()) {
      TRY(TakeKafka("", *value.as_table(), path, options));
    } else {
      std::vector<std::string> known = {"targets", "name"};
      for (const TextKey& each : kTextKeys) known.emplace_back(each.name);
      for (const NumberKey& each : kNumberKeys) known.emplace_back(each.name);
      for (const ListKey& each : kListKeys) known.emplace_back(each.name);
      known.emplace_back("[kafka]");
      const std::optional<std::string> nearest = Nearest(name, known);
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{}: unknown key \"{}\"; {}", Place(path, key.source()), Printable(name),
                              nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                                      : fmt::format("known: {}", fmt::join(known, ", "))));
    }
  }
  options.settings = {options.to, options.base_url, options.hook, options.keep};
  return {};
}

}  // namespace ferrotype
