#include "model/metric.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/metric_lines.h"
#include "model/metric_survey.h"

namespace ferrotype {
namespace {

constexpr auto kMetrics = [] {
  using internal::kLineMetrics;
  using internal::kSurveyMetrics;
  std::array<MetricInfo, kLineMetrics.size() + kSurveyMetrics.size()> all = {};
  std::copy(kLineMetrics.begin(), kLineMetrics.end(), all.begin());
  std::copy(kSurveyMetrics.begin(), kSurveyMetrics.end(), all.begin() + kLineMetrics.size());
  return all;
}();

constexpr std::array<std::string_view, 7> kUnitIds = {"files", "lines", "tokens", "percent",
                                                      "count", "sites", "version"};

}  // namespace

std::span<const MetricInfo> Metrics() { return kMetrics; }

const MetricInfo* FindMetric(std::string_view id) {
  const auto found =
      std::find_if(kMetrics.begin(), kMetrics.end(), [&](const MetricInfo& metric) { return metric.id == id; });
  return found == kMetrics.end() ? nullptr : &*found;
}

std::string_view IdOf(Unit unit) { return kUnitIds[static_cast<std::size_t>(unit)]; }

std::string VersionText(std::int64_t value) {
  return fmt::format("{}.{}.{}", value / kVersionStep / kVersionStep, value / kVersionStep % kVersionStep,
                     value % kVersionStep);
}

}  // namespace ferrotype
