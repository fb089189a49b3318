// Parts of a report as JSON: the same rows for `ferrotype list --format json` and for the site's data/.
#pragma once

#include <span>

#include "model/history.h"
#include "model/report.h"
#include "model/survey_json.h"

namespace ferrotype {

/// A release among all that are measured (in order of ReleaseLess), which "since" needs.
struct ReportView {
  std::span<const Report> reports;
  std::size_t at = 0;
  [[nodiscard]] const Report& report() const { return reports[at]; }
};

[[nodiscard]] Json ToJson(const Since& since);
/// Arrays of objects; fields as the contract has them.
[[nodiscard]] Json ModulesJson(const ReportView& view);
[[nodiscard]] Json DriversJson(const ReportView& view);
[[nodiscard]] Json UnsafeJson(const Report& report);
[[nodiscard]] Json ChainsJson(const Report& report);
[[nodiscard]] Json SymbolsJson(const Report& report);
[[nodiscard]] Json BindingsJson(const Report& report);
[[nodiscard]] Json EntryPointsJson(const Report& report);
[[nodiscard]] Json DisagreementsJson(const Report& report);
[[nodiscard]] Json MilestonesJson(std::span<const Report> reports);

}  // namespace ferrotype
