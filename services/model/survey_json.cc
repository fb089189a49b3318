#include "model/survey_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>

namespace ferrotype {
namespace {

constexpr std::array<std::string_view, 4> kDriverKinds = {"driver", "linked-into-c", "sample", "test"};
constexpr std::array<std::string_view, 7> kEvidences = {
    "doc-link", "makefile-swap", "kconfig-exclusion", "driver-name", "device-table", "description", "file-name"};
constexpr std::array<std::string_view, 5> kSteps = {"call", "method", "binding", "helper", "c"};

// One list of fields serves both ways: `visit(name, member)` in the order of the output.
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, Place>
void Fields(F&& visit, T& v) {
  visit("path", v.path);
  visit("line", v.line);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, ModuleRow>
void Fields(F&& visit, T& v) {
  visit("name", v.name);
  visit("path", v.path);
  visit("declared", v.declared);
  visit("category", v.category);
  visit("cfg", v.cfg);
  visit("top_level", v.top_level);
  visit("visible", v.visible);
  visit("hidden", v.hidden);
  visit("files", v.files);
  visit("code", v.code);
  visit("public_items", v.public_items);
  visit("documented_items", v.documented_items);
  visit("unsafe", v.unsafe_tokens);
  visit("unsafe_undocumented", v.unsafe_undocumented);
  visit("c_headers", v.c_headers);
  visit("driver_users", v.driver_users);
  visit("sample_users", v.sample_users);
  visit("module_users", v.module_users);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, ApiUse>
void Fields(F&& visit, T& v) {
  visit("path", v.path);
  visit("uses", v.uses);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, Evidence>
void Fields(F&& visit, T& v) {
  visit("kind", v.kind);
  visit("text", v.text);
  visit("place", v.place);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, TwinFile>
void Fields(F&& visit, T& v) {
  visit("path", v.path);
  visit("code", v.code);
  visit("functions", v.functions);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, DriverProofs>
void Fields(F&& visit, T& v) {
  visit("macro", v.macro);
  visit("kbuild", v.kbuild);
  visit("kconfig", v.kconfig);
  visit("kconfig_chain", v.kconfig_chain);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, DriverRow>
void Fields(F&& visit, T& v) {
  visit("name", v.name);
  visit("module_name", v.module_name);
  visit("path", v.path);
  visit("kind", v.kind);
  visit("macro", v.macro);
  visit("subsystem", v.subsystem);
  visit("bus", v.bus);
  visit("license", v.license);
  visit("description", v.description);
  visit("authors", v.authors);
  visit("kconfig", v.kconfig);
  visit("kconfig_prompt", v.kconfig_prompt);
  visit("kconfig_help", v.kconfig_help);
  visit("files", v.files);
  visit("c_objects", v.c_objects);
  visit("code", v.code);
  visit("functions", v.functions);
  visit("unsafe", v.unsafe_tokens);
  visit("unsafe_undocumented", v.unsafe_undocumented);
  visit("apis", v.apis);
  visit("bindings", v.bindings);
  visit("proofs", v.proofs);
  visit("c_twin", v.twin);
  visit("twin_evidence", v.twin_evidence);
  visit("successor_of", v.successor_of);
  visit("successor_place", v.successor_place);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, Disagreement>
void Fields(F&& visit, T& v) {
  visit("what", v.what);
  visit("name", v.name);
  visit("place", v.place);
  visit("detail", v.detail);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, ChainStep>
void Fields(F&& visit, T& v) {
  visit("kind", v.kind);
  visit("symbol", v.symbol);
  visit("path", v.place.path);
  visit("line", v.place.line);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, Chain>
void Fields(F&& visit, T& v) {
  visit("from", v.from);
  visit("steps", v.steps);
  visit("resolved", v.resolved);
  visit("reason", v.reason);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, CDefinitionAt>
void Fields(F&& visit, T& v) {
  visit("path", v.place.path);
  visit("line", v.place.line);
  visit("kind", v.kind);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, CSymbolRow>
void Fields(F&& visit, T& v) {
  visit("name", v.name);
  visit("helper", v.helper);
  visit("helper_calls", v.helper_calls);
  visit("definitions", v.definitions);
  visit("elsewhere", v.elsewhere);
  visit("callers", v.callers);
  visit("exported", v.exported);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, BindingName>
void Fields(F&& visit, T& v) {
  visit("name", v.name);
  visit("uses", v.uses);
  visit("files", v.files);
  visit("helper", v.helper);
  visit("stands_for", v.stands_for);
  visit("definitions", v.definitions);
  visit("elsewhere", v.elsewhere);
  visit("users", v.users);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, EntryPoint>
void Fields(F&& visit, T& v) {
  visit("kind", v.kind);
  visit("symbol", v.symbol);
  visit("item", v.item);
  visit("path", v.place.path);
  visit("line", v.place.line);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, Layers>
void Fields(F&& visit, T& v) {
  visit("symbols", v.symbols);
  visit("names", v.names);
  visit("chains", v.chains);
  visit("entry_points", v.entry_points);
  visit("driver_calls", v.driver_calls);
  visit("driver_calls_resolved", v.driver_calls_resolved);
  visit("kernel_calls", v.kernel_calls);
  visit("kernel_calls_resolved", v.kernel_calls_resolved);
  visit("helpers", v.helpers);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, VersionFor>
void Fields(F&& visit, T& v) {
  visit("where", v.where);
  visit("version", v.version);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, Architecture>
void Fields(F&& visit, T& v) {
  visit("name", v.name);
  visit("level", v.level);
  visit("constraints", v.constraints);
  visit("selects", v.selects);
  visit("documented", v.documented);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, Toolchain>
void Fields(F&& visit, T& v) {
  visit("rustc", v.rustc);
  visit("rustc_exact", v.rustc_exact);
  visit("rustc_by_arch", v.rustc_by_arch);
  visit("rustc_place", v.rustc_place);
  visit("rustc_in_changes", v.rustc_in_changes);
  visit("bindgen", v.bindgen);
  visit("bindgen_place", v.bindgen_place);
  visit("bindgen_in_changes", v.bindgen_in_changes);
  visit("architectures", v.architectures);
  visit("experimental", v.experimental);
}
template <typename F, typename T>
  requires std::is_same_v<std::remove_const_t<T>, Survey>
void Fields(F&& visit, T& v) {
  visit("modules", v.modules);
  visit("drivers", v.drivers);
  visit("disagreements", v.disagreements);
  visit("layers", v.layers);
  visit("toolchain", v.toolchain);
  visit("unclean_files", v.unclean_files);
  visit("binding_headers", v.binding_headers);
}

template <typename T>
concept HasId = std::is_enum_v<T>;

template <typename T>
Json Write(const T& value) {
  if constexpr (HasId<T>) {
    return IdOf(value);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (requires { value.size(); }) {
    Json list = Json::array();
    for (const auto& each : value) list.push_back(Write(each));
    return list;
  } else {
    if constexpr (std::is_same_v<T, Place>) {
      if (value.path.empty()) return nullptr;
    }
    // No name comes twice: appended without a search for each.
    Json::object_t object;
    Fields([&](const char* name, const auto& member) { object.emplace_back(name, Write(member)); }, value);
    return object;
  }
}

/// Appends to CBOR (RFC 8949) what to_cbor would of what Write gives: without a tree of a hundred thousand values,
/// which takes longer to build and to take down than all the bytes to write.
class CborWriter {
 public:
  explicit CborWriter(Bytes& out) : out_(out) {}

  template <typename T>
  void Append(const T& value) {
    if constexpr (HasId<T>) {
      AppendText(IdOf(value));
    } else if constexpr (std::is_same_v<T, bool>) {
      out_ += value ? kTrue : kFalse;
    } else if constexpr (std::is_arithmetic_v<T>) {
      static_assert(std::is_unsigned_v<T>);
      Head(kUnsigned, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      AppendText(value);
    } else if constexpr (requires { value.size(); }) {
      Head(kArray, value.size());
      for (const auto& each : value) Append(each);
    } else {
      if constexpr (std::is_same_v<T, Place>) {
        if (value.path.empty()) {
          out_ += kNull;
          return;
        }
      }
      std::size_t fields = 0;
      Fields([&](const char*, const auto&) { ++fields; }, value);
      Head(kMap, fields);
      Fields(
          [&](const char* name, const auto& member) {
            AppendText(name);
            Append(member);
          },
          value);
    }
  }

 private:
  static constexpr unsigned kUnsigned = 0;
  static constexpr unsigned kText = 3;
  static constexpr unsigned kArray = 4;
  static constexpr unsigned kMap = 5;
  static constexpr char kFalse = '\xF4';
  static constexpr char kTrue = '\xF5';
  static constexpr char kNull = '\xF6';

  void AppendText(std::string_view text) {
    Head(kText, text.size());
    out_ += text;
  }

  // A major type and its number in the fewest of 0, 1, 2, 4 or 8 bytes.
  void Head(unsigned type, std::uint64_t number) {
    constexpr std::uint64_t kInHead = 24;
    unsigned bytes = 0;
    unsigned code = static_cast<unsigned>(std::min(number, kInHead));
    if (number >= kInHead) {
      for (bytes = 1; bytes < 8 && number >> (8 * bytes) != 0; bytes *= 2) ++code;
    }
    out_ += static_cast<char>(type << 5U | code);
    while (bytes != 0) out_ += static_cast<char>(number >> (8 * --bytes) & 0xFFU);
  }

  Bytes& out_;
};

template <typename T>
T ByIdOf(std::string_view id, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (IdOf(static_cast<T>(i)) == id) return static_cast<T>(i);
  }
  throw Json::other_error::create(501, fmt::format("unknown id \"{}\"", id), static_cast<const Json*>(nullptr));
}

// nlohmann's exceptions leave through here and end in UnpackSurvey.
template <typename T>
void Read(const Json& json, T& value) {
  if constexpr (std::is_same_v<T, DriverKind>) {
    value = ByIdOf<T>(json.get_ref<const std::string&>(), kDriverKinds.size());
  } else if constexpr (std::is_same_v<T, TwinEvidence>) {
    value = ByIdOf<T>(json.get_ref<const std::string&>(), kEvidences.size());
  } else if constexpr (std::is_same_v<T, StepKind>) {
    value = ByIdOf<T>(json.get_ref<const std::string&>(), kSteps.size());
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
    value = json.get<T>();
  } else if constexpr (requires { value.size(); }) {
    for (const Json& each : json) {
      value.emplace_back();
      Read(each, value.back());
    }
  } else {
    if (json.is_null()) return;
    Fields([&](const char* name, auto& member) { Read(json.at(name), member); }, value);
  }
}

}  // namespace

Json ToJson(const Place& value) { return Write(value); }
Json ToJson(const ModuleRow& value) { return Write(value); }
Json ToJson(const DriverRow& value) { return Write(value); }
Json ToJson(const Disagreement& value) { return Write(value); }
Json ToJson(const Chain& value) { return Write(value); }
Json ToJson(const CSymbolRow& value) { return Write(value); }
Json ToJson(const BindingName& value) { return Write(value); }
Json ToJson(const EntryPoint& value) { return Write(value); }
Json ToJson(const Toolchain& value) { return Write(value); }

Bytes PackSurvey(const Survey& survey) {
  Bytes packed;
  CborWriter(packed).Append(survey);
  return packed;
}

Result<Survey> UnpackSurvey(std::string_view packed) {
  try {
    Survey survey;
    Read(Json::from_cbor(packed), survey);
    return survey;
  } catch (const Json::exception& exception) {
    return Fail(ErrorKind::kCorrupt, fmt::format("survey: {}", exception.what()));
  }
}

std::string Print(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string_view IdOf(DriverKind kind) { return kDriverKinds[static_cast<std::size_t>(kind)]; }
std::string_view IdOf(TwinEvidence kind) { return kEvidences[static_cast<std::size_t>(kind)]; }
std::string_view IdOf(StepKind kind) { return kSteps[static_cast<std::size_t>(kind)]; }

}  // namespace ferrotype
