// The little YAML that front matter and tables of references need: a mapping of scalars, of simple lists, or of flat
// mappings.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "renderer/text/reporter.h"

namespace ferrotype::text {

struct YamlEntry {
  enum class Kind { kScalar, kList, kMapping };

  std::string key;
  Kind kind = Kind::kScalar;
  std::string scalar;
  std::vector<std::string> list;
  std::vector<std::pair<std::string, std::string>> mapping;
  Place place;        ///< of the key; bytes
  Place value_place;  ///< of the value's first byte
};

struct YamlTrouble {
  Place place;
  std::string message;
};

/// The entries of `yaml` in order. Anchors, aliases, tags, further documents, repeated keys and deeper nesting are
/// refused: a config language needs none, and each has been a hole in some reader. Every scalar is text; nobody guesses
/// that `no` is a truth value. An empty document is no entries. The first mistake goes to `trouble` and ends the
/// reading.
[[nodiscard]] std::vector<YamlEntry> ReadFlatYaml(std::string_view yaml, std::vector<YamlTrouble>& trouble);

}  // namespace ferrotype::text
