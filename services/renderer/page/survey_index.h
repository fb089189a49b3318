// Where the pages of modules, drivers, unsafe sites and C symbols are, so that pages can lead to each other. Made once,
// from the reports alone.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"

namespace ferrotype {

/// A module has one page, about the newest measured release that has it: a URL outlives what it is about.
struct ModulePageOf {
  const Report* release = nullptr;
  const ModuleRow* row = nullptr;
};
struct DriverPageOf {
  const Report* release = nullptr;
  const DriverRow* row = nullptr;
};

/// A page of the index of C symbols: some of those whose names begin with one letter, underscores left out.
struct SymbolPageOf {
  std::string letter;                      ///< "a" to "z", "0" for everything else
  std::size_t number = 0;                  ///< among the pages of the letter, from 0
  std::vector<const CSymbolRow*> symbols;  ///< by name
};

class SurveyIndex {
 public:
  SurveyIndex() = default;
  /// `reports` outlive the index and don't move.
  explicit SurveyIndex(const std::vector<Report>& reports);

  /// By name, of all releases.
  [[nodiscard]] const std::map<std::string, ModulePageOf, std::less<>>& modules() const { return modules_; }
  /// By key (KeyOf), of all releases.
  [[nodiscard]] const std::map<std::string, DriverPageOf, std::less<>>& drivers() const { return drivers_; }

  /// nullptr when that release has none.
  [[nodiscard]] const ModuleRow* Module(const Report& release, std::string_view name) const;
  [[nodiscard]] const DriverRow* Driver(const Report& release, std::string_view key) const;
  /// The name, unless another row of its release has it first: then name@path.
  [[nodiscard]] std::string KeyOf(const Report& release, const DriverRow& driver) const;
  /// The module that the path "kernel::net::phy::Device" lies in: the longest that has a page; empty when there is
  /// none.
  [[nodiscard]] std::string ModuleAround(std::string_view path) const;
  /// Number of the first unsafe site of `path` among those of the file's owner; npos when it has none.
  [[nodiscard]] std::size_t FirstUnsafe(const Report& release, std::string_view path) const;
  /// In order of letter and number.
  [[nodiscard]] const std::vector<SymbolPageOf>& SymbolPages(const Report& release) const;
  /// Number of the symbol's page among them; npos when Rust doesn't call it there.
  [[nodiscard]] std::size_t SymbolPage(const Report& release, std::string_view name) const;

 private:
  struct OfRelease {
    std::map<std::string_view, const ModuleRow*> modules;
    std::map<std::string, const DriverRow*, std::less<>> drivers;
    std::map<const DriverRow*, std::string> keys;
    std::map<std::string_view, std::size_t> first_unsafe;
    std::vector<SymbolPageOf> symbol_pages;
    std::map<std::string_view, std::size_t> symbol_page;
  };
  [[nodiscard]] const OfRelease& Of(const Report& release) const;

  const Report* first_ = nullptr;
  std::vector<OfRelease> releases_;
  std::map<std::string, ModulePageOf, std::less<>> modules_;
  std::map<std::string, DriverPageOf, std::less<>> drivers_;
};

/// "modules/kernel/net/phy/index.html"
[[nodiscard]] std::string ModulePath(std::string_view name);
/// "drivers/rust_binder/index.html"
[[nodiscard]] std::string DriverPath(std::string_view key);

}  // namespace ferrotype
