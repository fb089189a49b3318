// Reads the markers of a ctemplate file, to check what ctemplate leaves unchecked and to name file and line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ferrotype {

/// A marker and, for a section, what stands in it.
struct TemplateNode {
  enum class Kind { kVariable, kSection };
  Kind kind = Kind::kVariable;
  std::string name;
  int line = 1;
  std::vector<TemplateNode> children;  ///< of a section
};

/// kInvalidArgument with `path`:line: unbalanced or unclosed markers; no `{{%AUTOESCAPE context="HTML"}}` at the start;
/// :none at a name that doesn't end in _HTML, or a name that does without it; kinds of markers that our templates don't
/// use.
[[nodiscard]] Result<std::vector<TemplateNode>> ScanTemplate(const std::string& path, std::string_view text);

}  // namespace ferrotype
