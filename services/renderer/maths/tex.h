// Formulas: TeX as MathML, by Temml, a library in JavaScript that an engine within the program runs. Where no text has
// a formula, neither is ever started. Why so: docs/adr/0016.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ferrotype {

enum class FormulaPlace : std::uint8_t { kLine, kBlock };

struct FormulaTrouble {
  enum class Kind : std::uint8_t {
    kSyntax,     ///< no TeX, or none that the library knows
    kForbidden,  ///< would reach beyond the formula: links, pictures, colours, classes, numbers of equations
    kBudget,     ///< too long, too deep, or takes too many steps or too much memory
    kEngine,     ///< ours: the engine can't be started
  };
  Kind kind = Kind::kSyntax;
  std::string message;
  std::size_t offset = 0;  ///< byte of the formula that the trouble is about
};

/// `tex` as one <math> element: names and attributes of a fixed set, no styles, the TeX within as its annotation. The
/// same formula gives the same bytes on every thread, and its cost is bounded in steps, not in time. Thread-safe; what
/// was asked before is remembered.
[[nodiscard]] tl::expected<std::string, FormulaTrouble> MathMlOf(std::string_view tex, FormulaPlace place);

/// The font that pages with formulas name, for readers whose system has none: woff2.
[[nodiscard]] std::string_view FormulaFont();

/// Whether a page has a formula, and so wants style and font of formulas.
[[nodiscard]] bool HasFormula(std::string_view html);

}  // namespace ferrotype
