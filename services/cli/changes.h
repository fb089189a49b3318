// What came, went and changed between two releases, as rows.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/options.h"
#include "model/report.h"

namespace ferrotype {

/// The WHATs of `diff` beside metrics, in order of printing.
[[nodiscard]] const std::vector<std::string>& ChangeLists();

/// Rows `name, change (new, gone, changed), code_from, code_to, unsafe_from, unsafe_to`; of symbols name and change.
/// Things that didn't change are left out. `what`: one of ChangeLists().
[[nodiscard]] std::string ListChanges(const Report& from, const Report& to, std::string_view what, Format format);

}  // namespace ferrotype
