// The part of JSON Schema that our schemas use: type, enum, pattern, minimum, required, properties,
// additionalProperties, items, $ref to $defs.
#pragma once

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

namespace ferrotype {

inline bool HasJsonType(const nlohmann::json& value, const std::string& type) {
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  return type == "null" ? value.is_null() : type == "boolean" && value.is_boolean();
}

/// Where and how `value` breaks `schema`; empty when it doesn't. A keyword that isn't known here is a breach, so that
/// none is ignored.
inline std::vector<std::string> SchemaBreaches(const nlohmann::json& root, const nlohmann::json& schema,
                                               const nlohmann::json& value, const std::string& at = "$") {
  std::vector<std::string> breaches;
  const auto below = [&](const nlohmann::json& inner, const nlohmann::json& part, const std::string& where) {
    for (std::string& breach : SchemaBreaches(root, inner, part, where)) breaches.push_back(std::move(breach));
  };
  for (const auto& [keyword, rule] : schema.items()) {
    if (keyword == "$ref") {
      below(root.at(nlohmann::json::json_pointer(rule.get<std::string>().substr(1))), value, at);
    } else if (keyword == "type") {
      bool any = false;
      for (const auto& type : rule.is_array() ? rule : nlohmann::json::array({rule}))
        any = any || HasJsonType(value, type.get<std::string>());
      if (!any) breaches.push_back(at + ": is no " + rule.dump());
    } else if (keyword == "enum") {
      if (std::find(rule.begin(), rule.end(), value) == rule.end())
        breaches.push_back(at + ": is none of " + rule.dump());
    } else if (keyword == "pattern") {
      if (value.is_string() && !std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>())))
        breaches.push_back(at + ": doesn't match " + rule.dump());
    } else if (keyword == "minimum") {
      if (value.is_number() && value < rule) breaches.push_back(at + ": is less than " + rule.dump());
    } else if (keyword == "required") {
      for (const auto& name : rule) {
        if (value.is_object() && !value.contains(name.get<std::string>()))
          breaches.push_back(at + ": lacks " + name.dump());
      }
    } else if (keyword == "properties") {
      for (const auto& [name, inner] : rule.items()) {
        if (value.is_object() && value.contains(name)) below(inner, value.at(name), at + "." + name);
      }
    } else if (keyword == "additionalProperties") {
      if (!value.is_object()) continue;
      for (const auto& [name, part] : value.items()) {
        if (schema.contains("properties") && schema.at("properties").contains(name)) continue;
        if (rule.is_boolean()) {
          if (!rule.get<bool>()) breaches.push_back(at + ": holds \"" + name + "\", which the schema doesn't know");
        } else {
          below(rule, part, at + "." + name);
        }
      }
    } else if (keyword == "items") {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
        below(rule, value[i], at + "[" + std::to_string(i) + "]");
    } else if (keyword != "$schema" && keyword != "$id" && keyword != "$defs" && keyword != "title" &&
               keyword != "description") {
      breaches.push_back(at + ": keyword " + keyword + " is not checked");
    }
  }
  return breaches;
}

}  // namespace ferrotype
