// The YAML or TOML block at the head of a text, checked against the schema of its kind.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/text/text.h"

namespace ferrotype::text {

struct FrontMatter {
  std::map<std::string, std::string> values;    ///< lists are joined with ", "
  std::map<std::string, std::string> seen;      ///< of a translation: section of the original -> its hash
  std::map<std::string, Document::Spot> spots;  ///< where each value begins
  std::size_t body_offset = 0;                  ///< where the body begins in the source
  int body_line = 1;                            ///< line of the file on which it begins
};

/// The kinds of texts, which are the folders of content/.
[[nodiscard]] std::vector<std::string> Kinds();

/// Reads the block between the first line `---` and the next, or as TOML between two lines `+++`. Every mistake (no
/// block, not YAML, an unknown or a missing key, a value of another form) is an error in `diagnostics`; without errors
/// `values` holds all required keys.
[[nodiscard]] FrontMatter ReadFrontMatter(const std::string& path, std::string_view source, std::string_view kind,
                                          std::vector<Diagnostic>& diagnostics);

/// Whether `date` is a day of the calendar as YYYY-MM-DD.
[[nodiscard]] bool IsDate(std::string_view date);
/// A date, or "2026-11", or "2026": as much of it as is known.
[[nodiscard]] bool IsRoughDate(std::string_view date);

}  // namespace ferrotype::text
