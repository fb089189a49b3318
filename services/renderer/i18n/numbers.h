// Values, changes and dates as people of a language write them. Exact integer arithmetic, no locale of the machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/metric.h"
#include "model/report.h"
#include "renderer/html/html.h"
#include "renderer/language_tag.h"

namespace ferrotype {

/// "50,829", "0.171%": exact, for prose and tables.
[[nodiscard]] std::string FormatValue(const MetricValue& value, const MetricInfo& metric);
/// "+1,234", "−12", "±0", "+0.021": a signed change, in points for percent.
[[nodiscard]] std::string FormatChange(const MetricValue& now, const MetricValue& before, const MetricInfo& metric);
/// For axes and pictures: 8,800 · 50k · 1.2M in English; 8,800 · 5万 · 120万 · 1.2亿 in Chinese.
[[nodiscard]] std::string FormatShort(std::int64_t value, Lang lang);
/// The same with a percent sign and the metric's digits where that is its unit.
[[nodiscard]] std::string FormatShort(const MetricValue& value, const MetricInfo& metric, Lang lang);
/// Decimal for data: "50829", "0.171234" (6 digits after the point for shares).
[[nodiscard]] std::string FormatData(const MetricValue& value);
/// The same, for a metric's unit: "1.85.0" for versions.
[[nodiscard]] std::string FormatData(const MetricValue& value, Unit unit);
/// -1, 0, 1: how `a` stands to `b`, exactly.
[[nodiscard]] int Compare(const MetricValue& a, const MetricValue& b);
[[nodiscard]] double ToDouble(const MetricValue& value);

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
};
/// YYYY-MM-DD of a real day; nullopt for anything else.
[[nodiscard]] std::optional<Date> ParseDate(std::string_view text);
/// 12 November 2026 · 2026年11月12日; "2026-11" and "2026" likewise, as far as they go; for what is no date the text
/// itself, made printable.
[[nodiscard]] std::string FormatDate(std::string_view date, Lang lang);
/// The same in <time datetime>; empty for an empty date.
[[nodiscard]] Html TimeElement(std::string_view date, Lang lang);
/// "Thu, 12 Nov 2026 00:00:00 GMT" (RFC 822 as RSS wants it).
[[nodiscard]] std::string FormatRfc822(const Date& date);

}  // namespace ferrotype
