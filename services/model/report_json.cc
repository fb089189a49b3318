#include "model/report_json.h"

#include <algorithm>

#include "base/text.h"
#include "model/unsafe.h"

namespace ferrotype {
namespace {

template <typename T>
Json All(const std::vector<T>& values) {
  Json rows = Json::array();
  for (const T& value : values) rows.push_back(ToJson(value));
  return rows;
}

}  // namespace

Json ToJson(const Since& since) {
  return {{"absent_in", since.absent_in.empty() ? Json(nullptr) : Json(since.absent_in)},
          {"first_seen", since.first_seen.empty() ? Json(nullptr) : Json(since.first_seen)},
          {"exact", since.exact}};
}

Json ModulesJson(const ReportView& view) {
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
    row["since"] = ToJson(SinceOf(view.reports, view.at, [&](const Report& report) {
      return std::any_of(report.survey.modules.begin(), report.survey.modules.end(),
                         [&](const ModuleRow& other) { return other.name == module.name; });
    }));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json DriversJson(const ReportView& view) {
  Json rows = Json::array();
  for (const DriverRow& driver : view.report().survey.drivers) {
    Json row = ToJson(driver);
    row["since"] = ToJson(SinceOf(view.reports, view.at, [&](const Report& report) {
      return std::any_of(report.survey.drivers.begin(), report.survey.drivers.end(), [&](const DriverRow& other) {
        return other.name == driver.name && other.kind == driver.kind;
      });
    }));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json UnsafeJson(const Report& report) {
  Json rows = Json::array();
  for (const UnsafeRow& row : report.unsafe_sites) {
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

Json MilestonesJson(std::span<const Report> reports) {
  Json rows = Json::array();
  for (const Milestone& m : Milestones(reports)) {
    rows.push_back({{"kind", IdOf(m.kind)},
                    {"subject", m.subject},
                    {"detail", m.detail},
                    {"before", m.before},
                    {"since", ToJson(m.since)},
                    {"date", m.date.empty() ? Json(nullptr) : Json(m.date)},
                    {"metric", m.metric},
                    {"path", m.evidence.path},
                    {"line", m.evidence.line}});
  }
  return rows;
}

Json ChainsJson(const Report& report) { return All(report.survey.layers.chains); }
Json SymbolsJson(const Report& report) { return All(report.survey.layers.symbols); }
Json BindingsJson(const Report& report) { return All(report.survey.layers.names); }
Json EntryPointsJson(const Report& report) { return All(report.survey.layers.entry_points); }
Json DisagreementsJson(const Report& report) { return All(report.survey.disagreements); }

}  // namespace ferrotype
