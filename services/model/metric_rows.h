// Collects the rows of metrics.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "model/report.h"

namespace ferrotype::internal {

class MetricRows {
 public:
  /// A place without any is no row; the whole release always has one, so that 0 can be told from "not measured".
  void Put(std::string_view metric, std::string_view dimension, std::string_view key, std::uint64_t value) {
    if (value == 0 && !dimension.empty() && dimension != "owner") return;
    rows_.push_back(
        {std::string(metric), std::string(dimension), std::string(key), {static_cast<std::int64_t>(value), 1}});
  }
  /// 100 * part / whole; nothing when there is no whole.
  void PutShare(std::string_view metric, std::string_view dimension, std::string_view key, std::uint64_t part,
                std::uint64_t whole) {
    if (whole == 0 || (part == 0 && !dimension.empty() && dimension != "owner" && metric.starts_with("rust."))) return;
    rows_.push_back({std::string(metric),
                     std::string(dimension),
                     std::string(key),
                     {static_cast<std::int64_t>(part * 100), static_cast<std::int64_t>(whole)}});
  }

  [[nodiscard]] std::vector<MetricRow> Take() && { return std::move(rows_); }

 private:
  std::vector<MetricRow> rows_;
};

/// Adds the rows of kSurveyMetrics.
void PutSurveyMetrics(const Report& report, MetricRows& rows);

}  // namespace ferrotype::internal
