#include "cli/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "base/text.h"
#include "cli/table.h"
#include "model/history.h"
#include "model/owner.h"
#include "model/survey_json.h"
#include "model/unsafe.h"

namespace ferrotype {
namespace {

Json SinceJson(const Since& since) {
  return {{"absent_in", since.absent_in.empty() ? Json(nullptr) : Json(since.absent_in)},
          {"first_seen", since.first_seen.empty() ? Json(nullptr) : Json(since.first_seen)},
          {"exact", since.exact}};
}

/// A release among all that are measured: what `since` needs.
struct View {
  std::span<const Report> reports;
  std::size_t at = 0;
  [[nodiscard]] const Report& report() const { return reports[at]; }
};

Json Modules(const View& view) {
  Json rows = Json::array();
  for (const ModuleRow& module : view.report().survey.modules) {
    Json row = ToJson(module);
    row["doc_share"] = module.public_items == 0
                           ? Json(nullptr)
                           : Json::parse(FormatRatio(static_cast<std::int64_t>(module.documented_items * 100),
                                                     static_cast<std::int64_t>(module.public_items), 2));
    row["users"] = Json::array();
    for (const auto* list : {&module.driver_users, &module.sample_users, &module.module_users}) {
      for (const std::string& user : *list) row["users"].push_back(user);
    }
    row["since"] = SinceJson(SinceOf(view.reports, view.at, [&](const Report& report) {
      return std::any_of(report.survey.modules.begin(), report.survey.modules.end(),
                         [&](const ModuleRow& other) { return other.name == module.name; });
    }));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json Drivers(const View& view) {
  Json rows = Json::array();
  for (const DriverRow& driver : view.report().survey.drivers) {
    Json row = ToJson(driver);
    row["since"] = SinceJson(SinceOf(view.reports, view.at, [&](const Report& report) {
      return std::any_of(report.survey.drivers.begin(), report.survey.drivers.end(), [&](const DriverRow& other) {
        return other.name == driver.name && other.kind == driver.kind;
      });
    }));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json Unsafe(const View& view) {
  Json rows = Json::array();
  for (const UnsafeRow& row : view.report().unsafe_sites) {
    const UnsafeSite& site = row.site;
    rows.push_back({{"path", row.path},
                    {"line", site.line},
                    {"column", site.column},
                    {"end_line", site.end_line},
                    {"class", IdOf(site.kind)},
                    {"inner", IdOf(site.inner)},
                    {"state", IdOf(site.state)},
                    {"item", site.item},
                    {"owner", IdOf(row.owner)},
                    {"code_lines", site.code_lines},
                    {"binding_calls", site.operations.binding_calls},
                    {"calls", site.operations.calls},
                    {"dereferences", site.operations.dereferences},
                    {"references", site.operations.references}});
  }
  return rows;
}

template <typename T>
Json All(const std::vector<T>& values) {
  Json rows = Json::array();
  for (const T& value : values) rows.push_back(ToJson(value));
  return rows;
}

Json AllMilestones(const View& view) {
  Json rows = Json::array();
  for (const Milestone& m : Milestones(view.reports)) {
    rows.push_back({{"kind", IdOf(m.kind)},
                    {"subject", m.subject},
                    {"detail", m.detail},
                    {"before", m.before},
                    {"since", SinceJson(m.since)},
                    {"date", m.date.empty() ? Json(nullptr) : Json(m.date)},
                    {"metric", m.metric},
                    {"path", m.evidence.path},
                    {"line", m.evidence.line}});
  }
  return rows;
}

struct List {
  std::string_view what;
  Json (*rows)(const View&);
  std::vector<std::string_view> columns;  // of CSV and tables
};

const std::vector<List>& Lists() {
  static const std::vector<List> lists = {
      {"modules",
       Modules,
       {"name", "path", "category", "cfg", "code", "doc_share", "unsafe", "c_headers", "users", "since"}},
      {"drivers",
       Drivers,
       {"name", "module_name", "path", "kind", "macro", "subsystem", "bus", "license", "kconfig", "code", "unsafe",
        "c_twin", "twin_evidence", "successor_of", "since"}},
      {"unsafe", Unsafe, {"path", "line", "class", "state", "item", "code_lines"}},
      {"chains",
       [](const View& view) { return All(view.report().survey.layers.chains); },
       {"from", "steps", "resolved", "reason"}},
      {"symbols",
       [](const View& view) { return All(view.report().survey.layers.symbols); },
       {"name", "helper", "definitions", "callers"}},
      {"bindings", [](const View& view) { return All(view.report().survey.layers.names); }, {"name", "uses", "files"}},
      {"entry-points",
       [](const View& view) { return All(view.report().survey.layers.entry_points); },
       {"kind", "symbol", "item", "path", "line"}},
      {"toolchain",
       [](const View& view) { return Json::array({ToJson(view.report().survey.toolchain)}); },
       {"rustc", "rustc_exact", "rustc_by_arch", "bindgen", "architectures", "experimental"}},
      {"disagreements",
       [](const View& view) { return All(view.report().survey.disagreements); },
       {"what", "name", "place", "detail"}},
      {"milestones", AllMilestones, {"since", "kind", "subject", "detail", "before", "path", "line"}},
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
  View view{reports, reports.size() - 1};
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
