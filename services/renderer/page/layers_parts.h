// Chains of calls as pages show them, and what the pages of the layers count.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/chart/chart.h"
#include "renderer/page/site.h"
#include "renderer/page/table.h"

namespace ferrotype {

/// How far a chain was followed.
enum class Reached : std::uint8_t {
  kEnd = 0,       ///< to C, or to a function that calls none
  kFunction = 1,  ///< to the function that is called; something below it stays open
  kNothing = 2,
};

/// The chains that begin in one driver, sample or module. A call that leads to several places of C has several.
struct ChainGroup {
  std::string from;
  std::string base;                   ///< path of its pages without "/index.html"
  const DriverRow* driver = nullptr;  ///< null for modules of the kernel crate
  std::vector<const Chain*> chains;
  std::uint64_t calls = 0;     ///< of drivers those that may lead into the kernel crate
  std::uint64_t followed = 0;  ///< of them, to the function that is called; of modules, to C
  std::uint64_t direct = 0;    ///< a driver's calls of bindings
};

/// Drivers first, in the order of the survey, then others by name.
[[nodiscard]] std::vector<ChainGroup> ChainGroups(const Report& release);

/// One call or several alike: where they are, and the way down to C.
struct ChainItem {
  Html html;  ///< content of a list item
  Reached reached = Reached::kNothing;
  std::size_t weight = 0;  ///< bytes, about; the same in both languages
};
/// Calls that take the same way are one item. Those followed to the end first, then by
/// reason.
[[nodiscard]] std::vector<ChainItem> ChainItems(const Page& page, const Report& release, const ChainGroup& group);

/// How many calls of the driver are followed, and the way to all of them; empty when it has none.
[[nodiscard]] Html ChainsSummary(const Page& page, const Report& release, const DriverRow& driver);

/// "Of 19 calls ..., 19 are followed to the very function (100%)."
[[nodiscard]] Html GroupWords(const Page& page, const ChainGroup& group);

/// What the id of a reason says; an id that has no message stands for itself.
[[nodiscard]] std::string ReasonWords(const Page& page, std::string_view reason);
/// The same for kinds of definitions and of entry points.
[[nodiscard]] std::string DefinitionKind(const Page& page, std::string_view kind);
[[nodiscard]] std::string EntryKind(const Page& page, std::string_view kind);

/// A picture of the layers or of a chain through them, with its table and its file.
struct Diagram {
  std::string id;    ///< of the anchor and the drawings: "layers"
  std::string file;  ///< "layers.v7.2": of its drawings below data/charts/ and its CSV and JSON below data/diagrams/
  std::string title;
  std::string unit;
  std::string source;
  std::string description;
  Table table;
  std::vector<std::string> columns;            ///< of the data, which says in ids what the table says in words
  std::vector<std::vector<std::string>> rows;  ///< "value" and "line" are numbers
  std::function<Drawing(Extent)> draw;
};
[[nodiscard]] Html DiagramFigure(Page& page, const Report& release, const Diagram& diagram);

/// The picture of the three layers with its table and files.
[[nodiscard]] Html LayersFigure(Page& page, const Report& release);
/// How many of the symbols are defined as what: "function", "inline", ..., "" for those without a definition.
[[nodiscard]] std::map<std::string, std::uint64_t> DefinitionKinds(const Layers& layers);

}  // namespace ferrotype
