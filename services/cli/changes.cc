#include "cli/changes.h"

#include <map>
#include <set>
#include <utility>

#include "cli/table.h"
#include "model/safety.h"

namespace ferrotype {
namespace {

struct Size {
  std::uint64_t code = 0;
  std::uint64_t unsafe_tokens = 0;
  std::uint64_t undocumented = 0;
  bool operator==(const Size&) const = default;
};

using Things = std::map<std::string, Size>;

Things ThingsOf(const Report& report, std::string_view what) {
  Things things;
  if (what == "modules") {
    for (const ModuleRow& m : report.survey.modules) things[m.name] = {m.code, m.unsafe_tokens, m.unsafe_undocumented};
  } else if (what == "drivers") {
    for (const DriverRow& d : report.survey.drivers) things[d.name] = {d.code, d.unsafe_tokens, d.unsafe_undocumented};
  } else if (what == "symbols") {
    for (const CSymbolRow& symbol : report.survey.layers.symbols) things[symbol.name] = {};
  } else {
    for (const FileRow& file : report.rust_files) things[file.path].code = file.finding.lines.code;
    for (const UnsafeRow& row : report.unsafe_sites) {
      Size& size = things[row.path];
      ++size.unsafe_tokens;
      size.undocumented += IsWanting(row.site.state) ? 1U : 0U;
    }
    std::erase_if(things, [](const auto& thing) { return thing.second.unsafe_tokens == 0; });
  }
  return things;
}

Cell Number(const Size* size, std::uint64_t Size::* member) {
  return size == nullptr ? Cell() : Cell(static_cast<std::int64_t>(size->*member));
}

}  // namespace

const std::vector<std::string>& ChangeLists() {
  static const std::vector<std::string> lists = {"drivers", "modules", "symbols", "unsafe"};
  return lists;
}

std::string ListChanges(const Report& from, const Report& to, std::string_view what, Format format) {
  const Things before = ThingsOf(from, what);
  const Things after = ThingsOf(to, what);
  std::set<std::string> names;
  for (const auto& [name, size] : before) names.insert(name);
  for (const auto& [name, size] : after) names.insert(name);
  const bool sizes = what != "symbols";
  std::vector<std::string> columns = {"name", "change"};
  if (sizes) {
    columns.insert(columns.end(),
                   {"code_from", "code_to", "unsafe_from", "unsafe_to", "undocumented_from", "undocumented_to"});
  }
  Table table(std::move(columns));
  for (const std::string& name : names) {
    const auto old = before.find(name);
    const auto now = after.find(name);
    const Size* a = old == before.end() ? nullptr : &old->second;
    const Size* b = now == after.end() ? nullptr : &now->second;
    if (a != nullptr && b != nullptr && *a == *b) continue;
    std::vector<Cell> row = {name, std::string(a == nullptr ? "new" : b == nullptr ? "gone" : "changed")};
    if (sizes) {
      for (const auto member : {&Size::code, &Size::unsafe_tokens, &Size::undocumented}) {
        row.push_back(Number(a, member));
        row.push_back(Number(b, member));
      }
    }
    table.Add(std::move(row));
  }
  return table.Print(format);
}

}  // namespace ferrotype
