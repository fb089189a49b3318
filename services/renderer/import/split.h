// Which language a text is in, and a text in two taken apart.
#pragma once

#include <vector>

#include "renderer/import/metadata.h"
#include "renderer/language_tag.h"

namespace ferrotype::imports {

struct Halves {
  std::vector<Line> en;
  std::vector<Line> zh;
  bool interleaved = false;  ///< paragraph by paragraph, not one after the other
};

/// Every block of lines goes to the language most of its words are in. Where one language follows the other, code and
/// rules go with the blocks around them; where they alternate, what is in neither language goes to both.
[[nodiscard]] Halves SplitLanguages(const std::vector<Line>& lines);

/// The language that most words are in, and whether the other one has enough of them to be a text of its own (a quarter
/// of the blocks).
struct Spoken {
  Lang lang = Lang::kEn;
  bool both = false;
};
[[nodiscard]] Spoken LanguageOf(const std::vector<Line>& lines);

}  // namespace ferrotype::imports
