// Rows for people (table), programs (JSON) and spreadsheets (CSV).
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "cli/options.h"
#include "model/report.h"

namespace ferrotype {

/// Nothing, a text, a number, or an exact ratio with the digits to show.
struct Ratio {
  MetricValue value;
  int decimals = 0;
};
using Cell = std::variant<std::monostate, std::string, std::int64_t, bool, Ratio>;

class Table {
 public:
  explicit Table(std::vector<std::string> columns) : columns_(std::move(columns)) {}
  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }

  /// Columns aligned by width; a JSON array of objects; or RFC 4180 with a header and \n.
  [[nodiscard]] std::string Print(Format format) const;

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<Cell>> rows_;
};

/// Writes to stdout; kSurroundings with a message when that fails (a full disk, a closed pipe).
[[nodiscard]] int Emit(const std::string& text);

}  // namespace ferrotype
