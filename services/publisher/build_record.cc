#include "publisher/build_record.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "base/hash.h"

namespace ferrotype {
namespace {

using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json InputsJson(const BuildRecord& record) {
  Json json = {{"program", record.program}, {"versions", record.versions}};
  json["releases"] = Json::array();
  for (const BuildRecord::Release& release : record.releases)
    json["releases"].push_back({{"name", release.name}, {"tree", release.tree}, {"digest", release.digest}});
  json["content"] = record.content;
  json["templates"] = record.templates;
  json["settings"] = record.settings;
  return json;
}

}  // namespace

std::string HashOf(const FileMap& files) {
  Sha256Hasher hasher;
  for (const auto& [path, bytes] : files) {
    hasher.Update(fmt::format("{}:{}:{}:", path.size(), path, bytes.size()));
    hasher.Update(bytes);
  }
  return ToHex(hasher.Finish());
}

std::string InputsOf(const BuildRecord& record) { return ToHex(Sha256(Dump(InputsJson(record)))); }

std::string WriteBuildRecord(const BuildRecord& record) {
  Json json = InputsJson(record);
  json["inputs"] = record.inputs;
  json["base"] = record.base;
  json["counts"] = record.counts;
  json["redirects"] = record.redirects;
  json["archived"] = record.archived;
  json["warnings"] = record.warnings;
  json["files"] = record.files;
  return Dump(json);
}

Result<BuildRecord> ParseBuildRecord(std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  BuildRecord record;
  const auto broken = [] { return Fail(ErrorKind::kCorrupt, "build.json is not what was written"); };
  if (!json.is_object()) return broken();
  try {
    json.at("program").get_to(record.program);
    json.at("versions").get_to(record.versions);
    for (const Json& each : json.at("releases")) {
      record.releases.push_back({each.at("name").get<std::string>(), each.at("tree").get<std::string>(),
                                 each.at("digest").get<std::string>()});
    }
    json.at("content").get_to(record.content);
    json.at("templates").get_to(record.templates);
    json.at("settings").get_to(record.settings);
    json.at("inputs").get_to(record.inputs);
    json.at("base").get_to(record.base);
    json.at("counts").get_to(record.counts);
    json.at("redirects").get_to(record.redirects);
    json.at("archived").get_to(record.archived);
    json.at("warnings").get_to(record.warnings);
    json.at("files").get_to(record.files);
  } catch (const Json::exception&) {
    return broken();
  }
  return record;
}

std::string EditionIdOf(std::string_view record) { return ToHex(Sha256(record)).substr(0, 16); }

}  // namespace ferrotype
