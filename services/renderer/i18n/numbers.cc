#include "renderer/i18n/numbers.h"

#include <fmt/format.h>
#include <unicode/dtptngen.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <array>
#include <chrono>
#include <memory>

#include "base/text.h"

namespace ferrotype {
namespace {

__extension__ using Wide = __int128;

// numerator / denominator in 64 bits, losing the lowest bits of both when they don't fit.
MetricValue Narrow(Wide numerator, Wide denominator) {
  constexpr Wide kMost = Wide{1} << 62;
  while (numerator > kMost || numerator < -kMost || denominator > kMost) {
    numerator /= 2;
    denominator /= 2;
  }
  return {static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

Wide CrossDifference(const MetricValue& a, const MetricValue& b) {
  return Wide{a.numerator} * b.denominator - Wide{b.numerator} * a.denominator;
}

// One digit after the point where it says something: 1.2, 12.5, but 50.
std::string Shortened(std::int64_t value, std::int64_t scale, std::string_view suffix) {
  std::string digits = FormatRatio(value, scale, 1);
  if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
  return digits + std::string(suffix);
}

// Percent of a thousand and more (a folder with next to no C) has digits enough before the point.
std::string Percent(const MetricValue& value, int decimals) {
  const Wide size = Wide{value.numerator < 0 ? -value.numerator : value.numerator};
  if (value.denominator <= 0 || size < Wide{value.denominator} * 1000)
    return FormatRatio(value.numerator, value.denominator, decimals) + "%";
  const auto whole = static_cast<std::int64_t>((size * 2 + value.denominator) / (Wide{value.denominator} * 2));
  return GroupThousands(value.numerator < 0 ? -whole : whole) + "%";
}

int DayOfWeek(const Date& date) {  // Zeller's congruence; 0 = Sunday
  const int m = date.month < 3 ? date.month + 12 : date.month;
  const int y = date.month < 3 ? date.year - 1 : date.year;
  return (date.day + 13 * (m + 1) / 5 + y + y / 4 - y / 100 + y / 400 + 6) % 7;
}

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// "2026-11" and "2026": as much of a date as is known. Empty for anything else.
std::string FormatRoughDate(std::string_view text, Lang lang) {
  const bool month = text.size() == 7;
  if (!month && text.size() != 4) return "";
  const std::optional<Date> date = ParseDate(std::string(text) + (month ? "-01" : "-01-01"));
  if (!date) return "";
  if (!month) return lang == Lang::kZh ? fmt::format("{}年", date->year) : fmt::format("{}", date->year);
  return lang == Lang::kZh ? fmt::format("{}年{}月", date->year, date->month)
                           : fmt::format("{} {}", kMonths[static_cast<std::size_t>(date->month - 1)], date->year);
}

// As ICU knows that a language writes a day.
std::string FormatDateByIcu(const Date& date, Lang lang) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale = icu::Locale::createFromName(std::string(TagOf(lang)).c_str());
  const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
      icu::DateTimePatternGenerator::createInstance(locale, status));
  std::string out = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
  if (U_FAILURE(status)) return out;
  icu::SimpleDateFormat format(patterns->getBestPattern("yMMMMd", status), locale, status);
  if (U_FAILURE(status)) return out;
  format.adoptTimeZone(icu::TimeZone::createTimeZone("UTC"));
  const std::chrono::sys_days day(std::chrono::year(date.year) / date.month / date.day);
  icu::UnicodeString words;
  format.format(static_cast<UDate>(std::chrono::milliseconds(day.time_since_epoch()).count()), words);
  out.clear();
  words.toUTF8String(out);
  return out;
}

}  // namespace

std::string FormatValue(const MetricValue& value, const MetricInfo& metric) {
  if (metric.unit == Unit::kVersion) return VersionText(value.numerator);
  if (metric.unit == Unit::kPercent) return Percent(value, metric.decimals);
  if (value.denominator == 1 && metric.decimals == 0) return GroupThousands(value.numerator);
  return FormatRatio(value.numerator, value.denominator, metric.decimals);
}

std::string FormatChange(const MetricValue& now, const MetricValue& before, const MetricInfo& metric) {
  Wide difference = CrossDifference(now, before);
  if (difference == 0) return "±0";
  const std::string_view sign = difference > 0 ? "+" : "−";
  if (metric.unit == Unit::kVersion) return difference > 0 ? "↑" : "↓";  // versions don't subtract
  if (difference < 0) difference = -difference;
  const MetricValue size = Narrow(difference, Wide{now.denominator} * before.denominator);
  if (size.denominator == 1 && metric.decimals == 0) return fmt::format("{}{}", sign, GroupThousands(size.numerator));
  const std::string digits = FormatRatio(size.numerator, size.denominator, metric.decimals);
  // A change that the shown digits can't hold is neither none nor "+0.000".
  const bool hidden = size.numerator != 0 && digits.find_first_not_of("0.") == std::string::npos;
  return hidden ? "≈0" : fmt::format("{}{}", sign, digits);
}

std::string FormatShort(std::int64_t value, Lang lang) {
  const std::int64_t size = value < 0 ? -value : value;
  if (size < 10'000) return GroupThousands(value);
  if (lang == Lang::kZh) {
    return size < 100'000'000 ? Shortened(value, 10'000, "万") : Shortened(value, 100'000'000, "亿");
  }
  return size < 1'000'000 ? Shortened(value, 1'000, "k") : Shortened(value, 1'000'000, "M");
}

std::string FormatShort(const MetricValue& value, const MetricInfo& metric, Lang lang) {
  if (metric.unit == Unit::kPercent || metric.unit == Unit::kVersion || value.denominator != 1)
    return FormatValue(value, metric);
  return FormatShort(value.numerator, lang);
}

std::string FormatData(const MetricValue& value) {
  if (value.denominator == 1) return fmt::format("{}", value.numerator);
  return FormatRatio(value.numerator, value.denominator, 6);
}

std::string FormatData(const MetricValue& value, Unit unit) {
  return unit == Unit::kVersion ? VersionText(value.numerator) : FormatData(value);
}

int Compare(const MetricValue& a, const MetricValue& b) {
  const Wide difference = CrossDifference(a, b);
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

double ToDouble(const MetricValue& value) {
  return value.denominator == 0 ? 0 : static_cast<double>(value.numerator) / static_cast<double>(value.denominator);
}

std::optional<Date> ParseDate(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, '-');
  if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2 || parts[2].size() != 2) return std::nullopt;
  const auto year = ParseInt(parts[0]);
  const auto month = ParseInt(parts[1]);
  const auto day = ParseInt(parts[2]);
  if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  static constexpr std::array<int, 12> kLengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = *year % 4 == 0 && (*year % 100 != 0 || *year % 400 == 0);
  const int length = kLengths[static_cast<std::size_t>(*month - 1)] + (leap && *month == 2 ? 1 : 0);
  if (*day > length) return std::nullopt;
  return Date{static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day)};
}

std::string FormatDate(std::string_view text, Lang lang) {
  const std::optional<Date> date = ParseDate(text);
  if (!date) {
    const std::string rough = FormatRoughDate(text, lang);
    return rough.empty() ? Printable(text) : rough;
  }
  if (lang == Lang::kZh) return fmt::format("{}年{}月{}日", date->year, date->month, date->day);
  if (lang != Lang::kEn) return FormatDateByIcu(*date, lang);
  return fmt::format("{} {} {}", date->day, kMonths[static_cast<std::size_t>(date->month - 1)], date->year);
}

Html TimeElement(std::string_view date, Lang lang) {
  if (date.empty()) return {};
  if (!ParseDate(date) && FormatRoughDate(date, lang).empty()) return Html::Name(date);
  return Element("time", {{"datetime", date}}, Html::Text(FormatDate(date, lang)));
}

std::string FormatRfc822(const Date& date) {
  return fmt::format("{}, {:02} {} {:04} 00:00:00 GMT", kDays[static_cast<std::size_t>(DayOfWeek(date))], date.day,
                     kMonths[static_cast<std::size_t>(date.month - 1)].substr(0, 3), date.year);
}

}  // namespace ferrotype
