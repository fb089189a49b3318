#include "cli/watch_state.h"

#include <nlohmann/json.hpp>

namespace ferrotype {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;

}  // namespace

std::string WriteWatchState(const WatchState& state) {
  Json json = {{"version", kVersion}, {"sources", Json::object()}};
  for (const auto& [address, source] : state.sources) {
    json["sources"][address] = {{"failures", source.failures},
                                {"not_before", source.not_before},
                                {"tags", source.tags},
                                {"files", source.files},
                                {"told", source.told}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<WatchState> ParseWatchState(std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  WatchState state;
  try {
    if (json.at("version") != kVersion) return Fail(ErrorKind::kCorrupt, "of another version");
    for (const auto& [address, each] : json.at("sources").items()) {
      WatchedSource& source = state.sources[address];
      each.at("failures").get_to(source.failures);
      each.at("not_before").get_to(source.not_before);
      each.at("tags").get_to(source.tags);
      each.at("files").get_to(source.files);
      each.at("told").get_to(source.told);
    }
  } catch (const Json::exception&) {
    return Fail(ErrorKind::kCorrupt, "damaged");
  }
  return state;
}

}  // namespace ferrotype
