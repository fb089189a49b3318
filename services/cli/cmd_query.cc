// ferrotype query and diff: metrics of one release, or of two side by side.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "cli/changes.h"
#include "cli/complain.h"
#include "cli/library.h"
#include "cli/options.h"
#include "cli/table.h"
#include "model/metric.h"

namespace ferrotype {
namespace {

// The ids asked for, all of them when none is; kInvalidArgument for one that is none.
Result<std::vector<const MetricInfo*>> Chosen(const std::vector<std::string>& ids) {
  std::vector<const MetricInfo*> chosen;
  if (ids.empty()) {
    for (const MetricInfo& metric : Metrics()) chosen.push_back(&metric);
    return chosen;
  }
  for (const std::string& id : ids) {
    const MetricInfo* metric = FindMetric(id);
    if (metric == nullptr) {
      std::vector<std::string> known;
      for (const MetricInfo& each : Metrics()) known.emplace_back(each.id);
      const std::optional<std::string> nearest = Nearest(id, known);
      return Fail(ErrorKind::kInvalidArgument, fmt::format("unknown metric \"{}\"; {}", Printable(id),
                                                           nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                                                                   : "`ferrotype list metrics` shows all"));
    }
    chosen.push_back(metric);
  }
  return chosen;
}

Cell CellOf(const MetricInfo& metric, const MetricValue& value) {
  if (metric.unit == Unit::kPercent) return Ratio{value, metric.decimals};
  if (metric.unit == Unit::kVersion) return VersionText(value.numerator);
  return value.numerator;
}

bool HasDimension(const MetricInfo& metric, std::string_view by) {
  const std::vector<std::string_view> dimensions = Split(metric.dimensions, ',');
  return std::find(dimensions.begin(), dimensions.end(), by) != dimensions.end();
}

Result<std::string> Query(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store));
  TRY_ASSIGN(const Report* report, library->Find(options.release));
  TRY_ASSIGN(const std::vector<const MetricInfo*> chosen, Chosen(options.metrics));
  Table table(options.by.empty() ? std::vector<std::string>{"metric", "value", "unit"}
                                 : std::vector<std::string>{"metric", options.by, "value", "unit"});
  for (const MetricInfo* metric : chosen) {
    if (!options.by.empty() && !HasDimension(*metric, options.by)) {
      if (options.metrics.empty()) continue;
      return Fail(ErrorKind::kInvalidArgument,
                  fmt::format("{} is not measured by {}; it can be asked for {}", metric->id, options.by,
                              metric->dimensions.empty() ? "the whole release alone"
                                                         : fmt::format("by {}", metric->dimensions)));
    }
    for (const MetricRow& row : report->metrics) {
      if (row.metric != metric->id || row.dimension != options.by) continue;
      std::vector<Cell> cells = {std::string(metric->id)};
      if (!options.by.empty()) cells.emplace_back(row.key);
      cells.emplace_back(CellOf(*metric, row.value));
      cells.emplace_back(std::string(IdOf(metric->unit)));
      table.Add(std::move(cells));
    }
  }
  return table.Print(options.format);
}

// What two releases differ by. Shares differ by percentage points, shown from their exact values.
Result<std::string> Diff(const Options& options) {
  TRY_ASSIGN(const std::unique_ptr<StoreLibrary> library, StoreLibrary::Open(options.store));
  TRY_ASSIGN(const Report* from, library->Find(options.release));
  TRY_ASSIGN(const Report* to, library->Find(options.other_release));
  const bool metrics = options.what.empty() || options.what == "metrics";
  if (!metrics) return ListChanges(*from, *to, options.what, options.format);
  Table table({"metric", "from", "to", "change", "unit"});
  for (const MetricInfo& metric : Metrics()) {
    const std::optional<MetricValue> then = from->Value(metric.id);
    const std::optional<MetricValue> now = to->Value(metric.id);
    const MetricValue a = then.value_or(MetricValue{});
    const MetricValue b = now.value_or(MetricValue{});
    if (metric.unit == Unit::kVersion) {
      table.Add({std::string(metric.id), then ? CellOf(metric, a) : Cell(), now ? CellOf(metric, b) : Cell(), Cell(),
                 std::string(IdOf(metric.unit))});
    } else if (metric.unit == Unit::kPercent) {
      const auto rounded = [&](const MetricValue& value) {
        std::string digits = FormatRatio(value.numerator, value.denominator, metric.decimals);
        digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
        return ParseInt(digits).value_or(0);
      };
      std::int64_t scale = 1;
      for (int i = 0; i < metric.decimals; ++i) scale *= 10;
      table.Add({std::string(metric.id), Ratio{a, metric.decimals}, Ratio{b, metric.decimals},
                 Ratio{{rounded(b) - rounded(a), scale}, metric.decimals}, std::string(IdOf(metric.unit))});
    } else {
      table.Add({std::string(metric.id), a.numerator, b.numerator, b.numerator - a.numerator,
                 std::string(IdOf(metric.unit))});
    }
  }
  std::string out = table.Print(options.format);
  if (!options.what.empty() || options.format != Format::kTable) return out;
  for (const std::string& list : ChangeLists())
    out += "\n" + list + "\n" + ListChanges(*from, *to, list, options.format);
  return out;
}

}  // namespace

int RunQuery(const Options& options) {
  const Result<std::string> printed = Query(options);
  return printed ? Emit(*printed) : Complain(printed.error());
}

int RunDiff(const Options& options) {
  const Result<std::string> printed = Diff(options);
  return printed ? Emit(*printed) : Complain(printed.error());
}

}  // namespace ferrotype
