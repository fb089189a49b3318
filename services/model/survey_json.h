// A survey as JSON: what `list --format json` and the site's data print, and, packed, what the store keeps.
#pragma once

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "base/result.h"
#include "model/survey.h"

namespace ferrotype {

using Json = nlohmann::ordered_json;

// Every field by its name in the contract, in its order. What is unknown or doesn't apply is null or empty, never left
// out.
[[nodiscard]] Json ToJson(const Place& value);  ///< null for a place without a path
[[nodiscard]] Json ToJson(const ModuleRow& value);
[[nodiscard]] Json ToJson(const DriverRow& value);
[[nodiscard]] Json ToJson(const Disagreement& value);
[[nodiscard]] Json ToJson(const Chain& value);
[[nodiscard]] Json ToJson(const CSymbolRow& value);
[[nodiscard]] Json ToJson(const BindingName& value);
[[nodiscard]] Json ToJson(const EntryPoint& value);
[[nodiscard]] Json ToJson(const Toolchain& value);

/// The form of the store (CBOR): equal surveys, equal bytes.
[[nodiscard]] Bytes PackSurvey(const Survey& survey);
/// kCorrupt for bytes that PackSurvey of this version did not write.
[[nodiscard]] Result<Survey> UnpackSurvey(std::string_view packed);

/// JSON text: UTF-8, what isn't becomes U+FFFD; one space of indentation, a newline at its end.
[[nodiscard]] std::string Print(const Json& json);

/// "driver", "linked-into-c", "sample", "test".
[[nodiscard]] std::string_view IdOf(DriverKind kind);
/// "doc-link", "makefile-swap", ...
[[nodiscard]] std::string_view IdOf(TwinEvidence kind);
/// "call", "method", "binding", "helper", "c".
[[nodiscard]] std::string_view IdOf(StepKind kind);

}  // namespace ferrotype
