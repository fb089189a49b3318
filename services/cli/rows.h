// What a release's survey holds, as rows that programs take as JSON and people as columns.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/library.h"
#include "cli/options.h"

namespace ferrotype {

/// Whether `list what` is answered by ListSurvey.
[[nodiscard]] bool IsSurveyList(std::string_view what);

/// `list modules|drivers|unsafe|chains|symbols|entry-points|milestones|disagreements`: JSON with every field
/// (contract), CSV and tables with those that fit a line.
[[nodiscard]] Result<std::string> ListSurvey(const StoreLibrary& library, const Options& options);

}  // namespace ferrotype
