// How long what was measured can pass for the present. No clock here: pages carry the day, a reader's browser compares.
#pragma once

#include <string>

#include "renderer/page/site.h"

namespace ferrotype {

/// The day by which something newer than `release` must be out, YYYY-MM-DD: a new series follows nine or ten weeks
/// after the one before it, so ten weeks after any release of a series at the latest; a candidate comes every week.
/// Empty for a release without a date.
[[nodiscard]] std::string DueDate(const Report& release);

/// YYYY-MM-DD, `days` after `date`; empty for what is no date.
[[nodiscard]] std::string DaysAfter(std::string_view date, int days);

/// "A newer kernel series is due by 6 January 2027 at the latest."; empty when nothing has a date.
[[nodiscard]] Html DueWords(const Page& page);
/// What stands on a page once that day has passed.
[[nodiscard]] Html StaleWords(const Page& page);

}  // namespace ferrotype
