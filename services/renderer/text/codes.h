// Every diagnostic has a code that lasts, and a page that explains it.
#pragma once

#include <span>
#include <string_view>

#include "model/metric.h"
#include "renderer/text/text.h"

namespace ferrotype {

struct CodeInfo {
  std::string_view id;
  Diagnostic::Severity severity;  ///< the most severe that it comes with
  Bilingual name;
  Bilingual why;             ///< what is wrong, and why it matters
  Bilingual cure;            ///< what to do
  std::string_view example;  ///< what brings it about; empty where no few lines can
};

/// In order of id.
[[nodiscard]] std::span<const CodeInfo> Codes();
/// nullptr when there is none of that id.
[[nodiscard]] const CodeInfo* FindCode(std::string_view id);

}  // namespace ferrotype
