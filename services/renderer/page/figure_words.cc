#include "renderer/page/figure_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/parts.h"

namespace ferrotype {
namespace {

constexpr std::size_t kMostSeries = 6;  // described one by one
constexpr std::string_view kOthers = "others";

// A series or a category with its value.
struct Named {
  std::string name;
  MetricValue value;
};

std::string Written(const MetricValue& value, const ChartData& data) { return FormatValue(value, *data.metric); }

std::vector<Named> ByCategory(const ChartData& data, std::size_t series) {
  std::vector<Named> out;
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    if (data.values[series][i] && data.categories[i].id != kOthers)
      out.push_back({data.categories[i].label, *data.values[series][i]});
  }
  return out;
}

bool Less(const Named& a, const Named& b) { return Compare(a.value, b.value) < 0; }

// "50,829 in 7.2.13, the newest; up from 8,800 in 6.1.192, higher in every release".
std::string Course(const Page& page, const ChartData& data, const std::vector<Named>& points) {
  const Named& last = points.back();
  const MessageArguments newest = {{"value", Written(last.value, data)}, {"release", last.name}};
  if (points.size() == 1) return page.Text("desc_single", newest);
  const Named& first = points.front();
  bool rises = true;
  bool falls = true;
  for (std::size_t i = 1; i < points.size(); ++i) {
    rises = rises && Compare(points[i].value, points[i - 1].value) > 0;
    falls = falls && Compare(points[i].value, points[i - 1].value) < 0;
  }
  const auto high = std::max_element(points.begin(), points.end(), Less);
  const auto low = std::min_element(points.begin(), points.end(), Less);
  std::string trend;
  if (Compare(high->value, low->value) == 0) {
    trend = page.Text("trend_same", {{"release", first.name}});
  } else if (rises || falls) {
    trend = page.Text(rises ? "trend_rises" : "trend_falls",
                      {{"value", Written(first.value, data)}, {"release", first.name}});
  } else {
    trend = page.Text("trend_mixed", {{"value", Written(first.value, data)},
                                      {"release", first.name},
                                      {"high", Written(high->value, data)},
                                      {"high_release", high->name},
                                      {"low", Written(low->value, data)},
                                      {"low_release", low->name}});
  }
  return page.Text("desc_course", {{"newest", page.Text("desc_newest", newest)}, {"trend", trend}});
}

std::vector<Named> Totals(const ChartData& data) {
  std::vector<Named> out;
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    if (data.Measured(i)) out.push_back({data.categories[i].label, data.Total(i)});
  }
  return out;
}

void Add(const Page& page, std::string& out, const std::string& sentence) {
  if (!sentence.empty()) out += (out.empty() ? "" : page.Text("sentence_space")) + sentence;
}

std::string OverReleases(const Page& page, const FigureParts& parts) {
  const ChartData& data = parts.data;
  std::string out;
  if (data.stacked && data.series.size() > 1) {
    const std::vector<Named> totals = Totals(data);
    if (!totals.empty())
      Add(page, out, page.Text("desc_series", {{"name", page.Text("sum")}, {"list", Course(page, data, totals)}}));
  }
  for (std::size_t s = 0; s < std::min(kMostSeries, data.series.size()); ++s) {
    const std::vector<Named> points = ByCategory(data, s);
    if (points.empty()) continue;
    const std::string course = Course(page, data, points);
    Add(page, out,
        data.series.size() == 1 ? page.Text("desc_only", {{"list", course}})
                                : page.Text("desc_series", {{"name", data.series[s].label}, {"list", course}}));
  }
  if (data.series.size() > kMostSeries) {
    Add(page, out,
        page.Text("desc_more_series", {{"count", static_cast<std::int64_t>(data.series.size() - kMostSeries)}}));
  }
  return out;
}

std::string OfKeys(const Page& page, const FigureParts& parts) {
  const ChartData& data = parts.data;
  std::string out;
  for (std::size_t s = 0; s < std::min(kMostSeries, data.series.size()); ++s) {
    std::vector<Named> rows = ByCategory(data, s);
    if (rows.empty()) continue;
    std::stable_sort(rows.begin(), rows.end(), [](const Named& a, const Named& b) { return Less(b, a); });
    std::string list;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, rows.size()); ++i) {
      list += (i == 0 ? "" : page.Text("list_comma")) +
              page.Text("desc_point", {{"name", rows[i].name}, {"value", Written(rows[i].value, data)}});
    }
    std::string words = page.Text(
        "desc_largest", {{"list", list}, {"count", static_cast<std::int64_t>(std::min<std::size_t>(3, rows.size()))}});
    if (rows.size() > 3) {
      words =
          page.Text("desc_range", {{"largest", words},
                                   {"least", page.Text("desc_point", {{"name", rows.back().name},
                                                                      {"value", Written(rows.back().value, data)}})},
                                   {"count", static_cast<std::int64_t>(rows.size())}});
    }
    Add(page, out,
        data.series.size() == 1 ? page.Text("desc_only", {{"list", words}})
                                : page.Text("desc_series", {{"name", data.series[s].label}, {"list", words}}));
  }
  return out;
}

// Key, then, now: the largest change first.
struct Change {
  std::string name;
  MetricValue then;
  MetricValue now;
};

std::vector<Change> Changes(const ChartData& data, std::size_t from) {
  std::vector<Change> changes;
  if (data.categories.empty()) return changes;
  for (std::size_t s = 0; s < data.series.size(); ++s) {
    const auto& row = data.values[s];
    if (row[from] && row.back() && data.series[s].id != kOthers)
      changes.push_back({data.series[s].label, *row[from], *row.back()});
  }
  const auto size = [](const Change& change) { return std::abs(ToDouble(change.now) - ToDouble(change.then)); };
  std::stable_sort(changes.begin(), changes.end(), [&](const Change& a, const Change& b) { return size(a) > size(b); });
  return changes;
}

std::string ShareWords(const MetricValue& part, const MetricValue& whole) {
  if (part.denominator != 1 || whole.denominator != 1 || whole.numerator <= 0) return {};
  return FormatRatio(part.numerator * 100, whole.numerator, 0) + "%";
}

// What the newest release's page compares it with; the first measured where that is none of them.
std::size_t Reference(const Page& page, const ChartData& data) {
  const Site& site = page.site();
  const Report* last = site.Find(data.categories.back().id);
  const Report* before = last == nullptr ? nullptr : site.SeriesBefore(*last);
  for (std::size_t i = 0; before != nullptr && i < data.categories.size(); ++i) {
    if (data.categories[i].id == before->name) return i;
  }
  return 0;
}

std::string FindingOverReleases(const Page& page, const FigureParts& parts, const std::string& metric) {
  const ChartData& data = parts.data;
  if (data.categories.empty()) return metric;
  const std::string& release = data.categories.back().label;
  const std::size_t reference = Reference(page, data);
  const std::string& since = data.categories[reference].label;
  const bool alone = reference + 1 == data.categories.size();
  if (!parts.key_header.empty() && !alone) {
    const std::vector<Change> changes = Changes(data, reference);
    if (!changes.empty() && Compare(changes.front().now, changes.front().then) != 0) {
      return page.Text("finding_key_changed",
                       {{"metric", metric},
                        {"name", changes.front().name},
                        {"change", FormatChange(changes.front().now, changes.front().then, *data.metric)},
                        {"since", since}});
    }
  }
  if (data.series.size() > 1 && parts.key_header.empty()) {
    std::string list;
    for (std::size_t s = 0; s < data.series.size(); ++s) {
      if (!data.values[s].back()) continue;
      list +=
          (list.empty() ? "" : page.Text("list_comma")) +
          page.Text("desc_point", {{"name", data.series[s].label}, {"value", Written(*data.values[s].back(), data)}});
    }
    if (!list.empty()) return page.Text("finding_several", {{"list", list}, {"release", release}});
  }
  const auto& row = data.values.front();
  if (!row.back() || data.series.size() > 1) return page.Text("title_over", {{"metric", metric}});
  const std::string value = Written(*row.back(), data);
  if (alone || !row[reference])
    return page.Text("finding_value", {{"metric", metric}, {"value", value}, {"release", release}});
  if (data.metric->unit == Unit::kVersion) {
    return page.Text("finding_version", {{"metric", metric},
                                         {"value", value},
                                         {"release", release},
                                         {"before", Written(*row[reference], data)},
                                         {"since", since}});
  }
  return page.Text("finding_change", {{"metric", metric},
                                      {"value", value},
                                      {"release", release},
                                      {"change", FormatChange(*row.back(), *row[reference], *data.metric)},
                                      {"since", since}});
}

std::string FindingOfKeys(const Page& page, const FigureParts& parts, const std::string& metric) {
  const ChartData& data = parts.data;
  const std::vector<Named> rows = ByCategory(data, 0);
  const auto high = std::max_element(rows.begin(), rows.end(), Less);
  if (high == rows.end() || high->value.numerator == 0) return {};
  if (data.metric->unit == Unit::kPercent) {
    const auto low = std::min_element(rows.begin(), rows.end(), Less);
    if (Compare(low->value, high->value) == 0) return {};
    return page.Text("finding_range", {{"metric", metric},
                                       {"low", Written(low->value, data)},
                                       {"low_name", low->name},
                                       {"high", Written(high->value, data)},
                                       {"high_name", high->name}});
  }
  const Report* release = page.site().Find(parts.release);
  const auto whole = release == nullptr ? std::nullopt : release->Value(data.metric->id);
  const std::string share = whole ? ShareWords(high->value, *whole) : std::string();
  if (share.empty())
    return page.Text("finding_most", {{"metric", metric}, {"name", high->name}, {"value", Written(high->value, data)}});
  return page.Text("finding_share_of", {{"metric", metric}, {"name", high->name}, {"share", share}});
}

std::string_view FormKey(const FigureParts& parts) {
  switch (parts.form) {
    case Form::kBars:
      return "desc_bars";
    case Form::kColumns:
      return "desc_columns";
    case Form::kLines:
      return "desc_lines";
    case Form::kStep:
      return "desc_step";
    case Form::kArea:
      return "desc_area";
    case Form::kDots:
      return "desc_dots";
    case Form::kSlope:
      return "desc_slope";
    case Form::kHeat:
      return "desc_heat";
    case Form::kTreemap:
      return "desc_treemap";
  }
  return "desc_bars";
}

std::string ChangeSentences(const Page& page, const FigureParts& parts) {
  const ChartData& data = parts.data;
  std::string list;
  std::size_t shown = 0;
  for (const Change& change : Changes(data, 0)) {
    if (shown++ == kMostSeries) break;
    list +=
        (list.empty() ? "" : page.Text("list_comma")) +
        page.Text("desc_changed",
                  {{"name", change.name}, {"then", Written(change.then, data)}, {"now", Written(change.now, data)}});
  }
  if (list.empty()) return {};
  return page.Text("desc_largest_changes",
                   {{"from", data.categories.front().label}, {"to", data.categories.back().label}, {"list", list}});
}

}  // namespace

std::string FindingOf(const Page& page, const FigureParts& parts) {
  const std::string metric(In(parts.data.metric->name, page.lang()));
  if (parts.data.category_id == "release") return FindingOverReleases(page, parts, metric);
  std::string finding = FindingOfKeys(page, parts, metric);
  if (!finding.empty()) return finding;
  return page.Text("title_by", {{"metric", metric}, {"dimension", page.Text("by_" + parts.dimension)}});
}

std::string DescribeFigure(const Page& page, const FigureParts& parts) {
  std::string out = page.Text(FormKey(parts));
  if (parts.form == Form::kSlope) {
    Add(page, out, ChangeSentences(page, parts));
  } else if (parts.data.category_id == "release") {
    Add(page, out, OverReleases(page, parts));
  } else {
    Add(page, out, OfKeys(page, parts));
  }
  return out;
}

}  // namespace ferrotype
