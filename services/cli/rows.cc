#include "cli/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "base/text.h"
#include "cli/table.h"
#include "model/report_json.h"

namespace ferrotype {
namespace {

struct List {
  std::string_view what;
  Json (*rows)(const ReportView&);
  std::vector<std::string_view> columns;  // of CSV and tables
};

const std::vector<List>& Lists() {
  static const std::vector<List> lists = {
      {"modules",
       ModulesJson,
       {"name", "path", "category", "cfg", "code", "doc_share", "unsafe", "c_headers", "users", "since"}},
      {"drivers",
       DriversJson,
       {"name", "module_name", "path", "kind", "macro", "subsystem", "bus", "license", "kconfig", "code", "unsafe",
        "c_twin", "twin_evidence", "successor_of", "since"}},
      {"unsafe",
       [](const ReportView& view) { return UnsafeJson(view.report()); },
       {"path", "line", "class", "state", "item", "code_lines"}},
      {"chains",
       [](const ReportView& view) { return ChainsJson(view.report()); },
       {"from", "steps", "resolved", "reason"}},
      {"symbols",
       [](const ReportView& view) { return SymbolsJson(view.report()); },
       {"name", "helper", "definitions", "callers"}},
      {"bindings",
       [](const ReportView& view) { return BindingsJson(view.report()); },
       {"name", "uses", "files", "helper", "definitions", "users"}},
      {"entry-points",
       [](const ReportView& view) { return EntryPointsJson(view.report()); },
       {"kind", "symbol", "item", "path", "line"}},
      {"toolchain",
       [](const ReportView& view) { return Json::array({ToJson(view.report().survey.toolchain)}); },
       {"rustc", "rustc_exact", "rustc_by_arch", "bindgen", "architectures", "experimental"}},
      {"disagreements",
       [](const ReportView& view) { return DisagreementsJson(view.report()); },
       {"what", "name", "place", "detail"}},
      {"milestones",
       [](const ReportView& view) { return MilestonesJson(view.reports); },
       {"since", "kind", "subject", "detail", "before", "path", "line"}},
  };
  return lists;
}

/// One line for what has parts: "a.c:12", "6.12 .. 7.2".
std::string Short(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) {
    std::string out;
    for (const Json& each : value) out += (out.empty() ? "" : " ") + Short(each);
    return out;
  }
  if (!value.is_object()) return value.dump();
  if (value.contains("first_seen")) {
    const std::string absent = Short(value["absent_in"]);
    return absent.empty() ? Short(value["first_seen"]) : absent + ".." + Short(value["first_seen"]);
  }
  if (value.contains("symbol")) return Short(value["symbol"]) + "@" + Short(value["path"]) + ":" + Short(value["line"]);
  if (value.contains("path")) {
    const bool line = value.contains("line") && value["line"] != 0;
    return Short(value["path"]) + (line ? ":" + Short(value["line"]) : "");
  }
  if (value.contains("kind")) return Short(value["kind"]);
  if (value.contains("version")) return Short(value["where"]) + "=" + Short(value["version"]);
  return value.contains("name") ? Short(value["name"]) : value.dump();
}

Cell CellOf(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  return Short(value);
}

}  // namespace

bool IsSurveyList(std::string_view what) {
  return std::any_of(Lists().begin(), Lists().end(), [&](const List& list) { return list.what == what; });
}

Result<std::string> ListSurvey(const StoreLibrary& library, const Options& options) {
  const std::span<const Report> reports = library.Reports();
  if (reports.empty()) return Fail(ErrorKind::kNotFound, "no release in the store is complete; analyze one first");
  ReportView view{reports, reports.size() - 1};
  if (!options.release.empty()) {
    TRY_ASSIGN(const Report* report, library.Find(options.release));
    view.at = static_cast<std::size_t>(report - reports.data());
  }
  const auto list = std::find_if(Lists().begin(), Lists().end(), [&](const List& l) { return l.what == options.what; });
  const Json rows = list->rows(view);
  if (options.format == Format::kJson) return Print(rows);
  Table table({list->columns.begin(), list->columns.end()});
  for (const Json& row : rows) {
    std::vector<Cell> cells;
    for (const std::string_view column : list->columns) cells.push_back(CellOf(row.at(std::string(column))));
    table.Add(std::move(cells));
  }
  return table.Print(options.format);
}

}  // namespace ferrotype
