#include "renderer/page/survey_index.h"

#include <fmt/format.h>

#include <array>

#include "model/owner.h"
#include "renderer/html/html.h"
#include "renderer/page/paging.h"

namespace ferrotype {
namespace {

std::string LetterOf(std::string_view name) {
  const std::size_t first = name.find_first_not_of('_');
  const char c = first == std::string_view::npos ? '0' : name[first];
  if (c >= 'a' && c <= 'z') return std::string(1, c);
  return c >= 'A' && c <= 'Z' ? std::string(1, static_cast<char>(c - 'A' + 'a')) : "0";
}

// About the bytes of a symbol's rows on its page.
std::size_t WeightOf(const CSymbolRow& symbol) {
  constexpr std::size_t kRow = 420;
  constexpr std::size_t kPlace = 200;
  return kRow + kPlace * (symbol.definitions.size() + symbol.elsewhere.size() + symbol.callers.size());
}

std::vector<SymbolPageOf> SplitSymbols(const std::vector<CSymbolRow>& symbols) {
  std::map<std::string, std::vector<const CSymbolRow*>> letters;
  for (const CSymbolRow& symbol : symbols) letters[LetterOf(symbol.name)].push_back(&symbol);
  std::vector<SymbolPageOf> pages;
  for (const auto& [letter, rows] : letters) {
    std::vector<std::size_t> weights;
    weights.reserve(rows.size());
    for (const CSymbolRow* row : rows) weights.push_back(WeightOf(*row));
    const std::vector<std::size_t> starts = PageStarts(weights, kPageWeight);
    for (std::size_t i = 0; i < starts.size(); ++i) {
      const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : rows.size();
      pages.push_back(
          {letter,
           i,
           {rows.begin() + static_cast<std::ptrdiff_t>(starts[i]), rows.begin() + static_cast<std::ptrdiff_t>(end)}});
    }
  }
  return pages;
}

}  // namespace

SurveyIndex::SurveyIndex(const std::vector<Report>& reports) : first_(reports.data()) {
  releases_.reserve(reports.size());
  for (const Report& report : reports) {
    OfRelease& of = releases_.emplace_back();
    for (const ModuleRow& row : report.survey.modules) {
      if (of.modules.emplace(row.name, &row).second) modules_[row.name] = {&report, &row};
    }
    for (const DriverRow& row : report.survey.drivers) {
      std::string key = row.name;
      if (of.drivers.contains(key)) key += "@" + row.path;
      if (!of.drivers.emplace(key, &row).second) continue;
      drivers_[key] = {&report, &row};
      of.keys.emplace(&row, std::move(key));
    }
    std::array<std::size_t, kOwners> seen{};
    for (const UnsafeRow& row : report.unsafe_sites)
      of.first_unsafe.emplace(row.path, seen.at(static_cast<std::size_t>(row.owner))++);
    of.symbol_pages = SplitSymbols(report.survey.layers.symbols);
    for (std::size_t i = 0; i < of.symbol_pages.size(); ++i) {
      for (const CSymbolRow* symbol : of.symbol_pages[i].symbols) of.symbol_page.emplace(symbol->name, i);
    }
  }
}

const SurveyIndex::OfRelease& SurveyIndex::Of(const Report& release) const {
  static const OfRelease kNone;
  const auto at = static_cast<std::size_t>(&release - first_);
  return at < releases_.size() ? releases_[at] : kNone;
}

const ModuleRow* SurveyIndex::Module(const Report& release, std::string_view name) const {
  const auto& modules = Of(release).modules;
  const auto found = modules.find(name);
  return found == modules.end() ? nullptr : found->second;
}

const DriverRow* SurveyIndex::Driver(const Report& release, std::string_view key) const {
  const auto& drivers = Of(release).drivers;
  const auto found = drivers.find(key);
  return found == drivers.end() ? nullptr : found->second;
}

std::string SurveyIndex::KeyOf(const Report& release, const DriverRow& driver) const {
  const auto& keys = Of(release).keys;
  const auto found = keys.find(&driver);
  return found == keys.end() ? driver.name : found->second;
}

std::string SurveyIndex::ModuleAround(std::string_view path) const {
  while (!path.empty()) {
    if (modules_.contains(path)) return std::string(path);
    const std::size_t colons = path.rfind("::");
    if (colons == std::string_view::npos) break;
    path = path.substr(0, colons);
  }
  return {};
}

std::size_t SurveyIndex::FirstUnsafe(const Report& release, std::string_view path) const {
  const auto& first = Of(release).first_unsafe;
  const auto found = first.find(path);
  return found == first.end() ? std::string::npos : found->second;
}

const std::vector<SymbolPageOf>& SurveyIndex::SymbolPages(const Report& release) const {
  return Of(release).symbol_pages;
}

std::size_t SurveyIndex::SymbolPage(const Report& release, std::string_view name) const {
  const auto& pages = Of(release).symbol_page;
  const auto found = pages.find(name);
  return found == pages.end() ? std::string::npos : found->second;
}

std::string ModulePath(std::string_view name) {
  // Folders as deep as somebody nests modules would be too deep for some file systems.
  constexpr std::size_t kDeepest = 12;
  std::string path;
  std::size_t depth = 0;
  for (std::string_view rest = name;; ++depth) {
    const std::size_t colons = rest.find("::");
    path += "/" + Slug(rest.substr(0, colons));
    if (colons == std::string_view::npos) break;
    rest.remove_prefix(colons + 2);
  }
  if (depth >= kDeepest) path = "/" + Slug(name);
  return fmt::format("modules{}/index.html", path);
}

std::string DriverPath(std::string_view key) { return fmt::format("drivers/{}/index.html", Slug(key)); }

}  // namespace ferrotype
