// Front matter in TOML, as the same entries that YAML gives.
#pragma once

#include <string_view>
#include <vector>

#include "renderer/text/flat_yaml.h"

namespace ferrotype::text {

/// The entries of `toml` in order of their places: keys with a value, a list of values, or one flat table. Numbers,
/// dates and truth values are text as YAML's are. Deeper nesting is refused. The first mistake goes to `trouble` and
/// ends the reading.
[[nodiscard]] std::vector<YamlEntry> ReadFlatToml(std::string_view toml, std::vector<YamlTrouble>& trouble);

}  // namespace ferrotype::text
