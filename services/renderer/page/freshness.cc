#include "renderer/page/freshness.h"

#include <fmt/format.h>

#include <chrono>

#include "renderer/i18n/numbers.h"

namespace ferrotype {
namespace {

constexpr int kSeriesDays = 70;
constexpr int kCandidateDays = 7;

Html Words(const Page& page, std::string_view key) {
  const Report* newest = page.site().Newest();
  const std::string due = newest == nullptr ? std::string() : DueDate(*newest);
  if (due.empty()) return {};
  return page.Markup(fmt::format("{}_{}", key, newest->line == "rc" ? "candidate" : "series"),
                     {{"release", ShortName(page.site(), *newest)},
                      {"date", TimeElement(newest->date, page.lang())},
                      {"due", TimeElement(due, page.lang())}});
}

}  // namespace

std::string DaysAfter(std::string_view text, int days) {
  const std::optional<Date> date = ParseDate(text);
  if (!date) return {};
  const std::chrono::year_month_day day(std::chrono::sys_days(std::chrono::year(date->year) / date->month / date->day) +
                                        std::chrono::days(days));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string DueDate(const Report& release) {
  return DaysAfter(release.date, release.line == "rc" ? kCandidateDays : kSeriesDays);
}

Html DueWords(const Page& page) { return Words(page, "due"); }
Html StaleWords(const Page& page) { return Words(page, "stale"); }

}  // namespace ferrotype
