#include "renderer/text/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/language.h"
#include "model/module_category.h"
#include "model/owner.h"
#include "model/release.h"
#include "renderer/text/arguments.h"

namespace ferrotype::text {
namespace {

__extension__ using Wide = __int128;

// `*` in a pattern stands for one or more digits and points. Patterns hold one `*`.
bool ReleaseMatches(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  const std::string_view head = pattern.substr(0, star);
  const std::string_view tail = pattern.substr(star + 1);
  // v7.2.* takes v7.2 in: x.y is the first of its series.
  if (head.ends_with('.') && name.size() == head.size() - 1 + tail.size() &&
      name.starts_with(head.substr(0, head.size() - 1)) && name.ends_with(tail)) {
    return true;
  }
  if (name.size() <= head.size() + tail.size() || !name.starts_with(head) || !name.ends_with(tail)) return false;
  const std::string_view middle = name.substr(head.size(), name.size() - head.size() - tail.size());
  return std::all_of(middle.begin(), middle.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

// Whether `name` is formed as a release of one of the trees of `names`: v7.2 where v7.2.6 is measured is no slip of the
// pen.
bool CouldBeRelease(std::string_view name, const std::vector<std::string>& names) {
  const std::optional<KernelVersion> version = ParseKernelVersion(name);
  if (!version) return false;
  return version->suffix.empty() || std::any_of(names.begin(), names.end(), [&](const std::string& other) {
           const std::optional<KernelVersion> measured = ParseKernelVersion(other);
           return measured && measured->suffix == version->suffix;
         });
}

bool HasKey(const Report& report, const Slice& slice) {
  return std::any_of(report.metrics.begin(), report.metrics.end(),
                     [&](const MetricRow& row) { return row.dimension == slice.dimension && row.key == slice.key; });
}

// Categories are the same for every release: one without anything in it is empty, not unmeasured.
bool IsEmptyCategory(const Report& report, std::string_view id, const Slice& slice) {
  return slice.dimension == "category" && FindModuleCategory(slice.key) != nullptr && report.Value(id);
}

std::vector<std::string> KeysOf(const Report& report, std::string_view dimension) {
  std::vector<std::string> keys;
  for (const MetricRow& row : report.metrics) {
    if (row.dimension == dimension) keys.push_back(row.key);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

Or<const MetricInfo*> MetricById(std::string_view id) {
  if (const MetricInfo* info = FindMetric(id); info != nullptr) return info;
  std::vector<std::string> ids;
  for (const MetricInfo& metric : Metrics()) ids.emplace_back(metric.id);
  // "files, round=2" and "files | round=2"
  if (const std::string_view first = Trimmed(id.substr(0, id.find_first_of(",| "))); FindMetric(first) != nullptr)
    return Bad("F012",
               fmt::format("unknown metric {}; options follow behind a semicolon: {}; key=value", Quoted(id), first));
  return Bad("F012", fmt::format("unknown metric {}{}", Quoted(id), DidYouMean(id, ids)));
}

}  // namespace

Or<const Report*> FindRelease(const TextContext& context, std::string_view name) {
  const std::vector<Report>& reports = context.library.Reports();
  if (name.empty() || name == "newest") {
    if (context.release != nullptr) return context.release;
    if (reports.empty()) return Bad("F013", "no release is measured");
    return context.upto != nullptr ? context.upto : &reports.back();
  }
  const std::size_t star = name.find('*');
  if (star != std::string_view::npos && name.find('*', star + 1) != std::string_view::npos) {
    return Bad("F013", fmt::format("{} has more than one *", Quoted(name)));
  }
  const Report* found = nullptr;
  std::vector<std::string> names;
  for (const Report& report : reports) {
    names.push_back(report.name);
    if (star == std::string_view::npos ? report.name == name : ReleaseMatches(name, report.name)) found = &report;
    if (&report == context.upto) break;
  }
  if (found != nullptr) return found;
  std::string measured;
  for (std::size_t i = 0; i < names.size() && i < 12; ++i) measured += (i == 0 ? "; measured are " : ", ") + names[i];
  if (star != std::string_view::npos) {
    return tl::unexpected(
        MissingData("F013", fmt::format("no measured release matches {}{}", Quoted(name), measured), ""));
  }
  // What could be a release is most often one that nobody measured here: v6.17 is no slip of v6.1.192-debian.
  const std::string slip = SlipOf(name, names);
  const std::string hint = slip.empty() && !CouldBeRelease(name, names) ? DidYouMean(name, names) : slip;
  Trouble trouble{"F013",
                  fmt::format("no measured release is called {}{}", Quoted(name), hint.empty() ? measured : hint)};
  trouble.lacks_release = slip.empty() || CouldBeRelease(name, names);
  return tl::unexpected(std::move(trouble));
}

Or<Answer> Ask(const Report& report, std::string_view id, const Slice& slice) {
  const Or<const MetricInfo*> info = MetricById(id);
  if (!info) return tl::unexpected(info.error());
  Answer answer{*info, &report, slice, {}};
  if (const std::optional<MetricValue> value = report.Value(id, slice.dimension, slice.key)) {
    answer.value = *value;
    return answer;
  }
  if (slice.dimension.empty())
    return tl::unexpected(MissingData("F014", fmt::format("{} has no value in {}", Quoted(id), report.name), ""));
  const std::vector<std::string_view> dimensions = Split((*info)->dimensions, ',');
  if (std::find(dimensions.begin(), dimensions.end(), slice.dimension) == dimensions.end()) {
    return Bad("F014",
               fmt::format("{} is not known by {}{}", Quoted(id), slice.dimension,
                           (*info)->dimensions.empty() ? "" : fmt::format("; it is by {}", (*info)->dimensions)));
  }
  if (!HasKey(report, slice) && !IsEmptyCategory(report, id, slice)) {
    return tl::unexpected(MissingData("F014",
                                      fmt::format("{} has no {} {}", report.name, slice.dimension, Quoted(slice.key)),
                                      SlipOf(slice.key, KeysOf(report, slice.dimension))));
  }
  return answer;  // counted there, and none found
}

Or<Answer> AskFor(const TextContext& context, std::string_view id_and_release, const Slice& slice) {
  const std::size_t at = id_and_release.find('@');
  const std::string_view id = Trimmed(id_and_release.substr(0, at));
  if (const Or<const MetricInfo*> info = MetricById(id); !info) return tl::unexpected(info.error());
  const Or<const Report*> report =
      FindRelease(context, at == std::string_view::npos ? std::string_view() : Trimmed(id_and_release.substr(at + 1)));
  if (!report) return tl::unexpected(report.error());
  return Ask(**report, id, slice);
}

std::string NameOf(const Answer& answer) {
  const std::string slice =
      answer.slice.dimension.empty() ? "" : fmt::format("[{}={}]", answer.slice.dimension, answer.slice.key);
  return fmt::format("{}{}@{}", answer.metric->id, slice, answer.report->name);
}

Or<Slice> TakeSlice(Arguments& arguments) {
  Slice slice;
  for (const std::string_view dimension : kDimensions) {
    const std::optional<std::string> key = arguments.Take(dimension);
    if (!key) continue;
    if (!slice.dimension.empty())
      return Bad("F011", fmt::format("{} and {} can't be asked for at once", slice.dimension, dimension));
    slice = {std::string(dimension), *key};
  }
  return slice;
}

Or<Look> TakeLook(Arguments& arguments) {
  Look look;
  if (const std::optional<std::string> round = arguments.Take("round")) {
    const std::optional<std::int64_t> decimals = ParseInt(*round);
    if (!decimals || *decimals < 0 || *decimals > 6)
      return Bad("F011", fmt::format("round={}: a number from 0 to 6 is wanted", Quoted(*round)));
    look.decimals = static_cast<int>(*decimals);
  }
  if (const std::optional<std::string> unit = arguments.Take("unit")) {
    if (*unit != "wan") return Bad("F011", fmt::format("unit={}: only wan is known", Quoted(*unit)));
    look.myriads = true;
  }
  return look;
}

std::string_view Pick(Lang lang, const Bilingual& text) { return lang == Lang::kZh ? text.zh : text.en; }

std::string FormatValue(Unit unit, int decimals, MetricValue value, Lang lang, const Look& look) {
  if (unit == Unit::kVersion) return VersionText(value.numerator);
  if (unit == Unit::kPercent)
    return FormatRatio(value.numerator, value.denominator, look.decimals.value_or(decimals)) + "%";
  if (value.denominator == 1) {
    const std::int64_t magnitude = value.numerator < 0 ? -(value.numerator + 1) : value.numerator;
    if (look.myriads && magnitude >= 10'000) {
      // 万 in Chinese, thousands in English: each counts by its own step.
      return lang == Lang::kZh ? FormatRatio(value.numerator, 10'000, look.decimals.value_or(1)) + "万"
                               : FormatRatio(value.numerator, 1'000, look.decimals.value_or(0)) + "k";
    }
    return GroupThousands(value.numerator);
  }
  return FormatRatio(value.numerator, value.denominator, look.decimals.value_or(decimals));
}

std::string Format(const Answer& answer, Lang lang, const Look& look) {
  return FormatValue(answer.metric->unit, answer.metric->decimals, answer.value, lang, look);
}

std::string FormatDate(std::string_view date, Lang lang) {
  constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};
  if (date.size() == 4 && ParseInt(date)) return std::string(date) + (lang == Lang::kZh ? "年" : "");
  if (date.size() != 10 && date.size() != 7) return std::string(date);
  const auto year = ParseInt(date.substr(0, 4));
  const auto month = ParseInt(date.substr(5, 2));
  const auto day = date.size() == 10 ? ParseInt(date.substr(8, 2)) : std::optional<std::int64_t>(0);
  if (!year || !month || !day || date[4] != '-' || *month < 1 || *month > 12) return std::string(date);
  const std::string_view name = kMonths[static_cast<std::size_t>(*month) - 1];
  if (date.size() == 7)
    return lang == Lang::kZh ? fmt::format("{}年{}月", *year, *month) : fmt::format("{} {}", name, *year);
  return lang == Lang::kZh ? fmt::format("{}年{}月{}日", *year, *month, *day)
                           : fmt::format("{} {} {}", *day, name, *year);
}

std::string NameOfKey(std::string_view dimension, std::string_view key, Lang lang) {
  if (dimension == "owner") {
    for (std::size_t i = 0; i < kOwners; ++i) {
      if (IdOf(static_cast<Owner>(i)) == key) return std::string(Pick(lang, NameOf(static_cast<Owner>(i))));
    }
  }
  if (dimension == "language") {
    if (const std::optional<Language> language = LanguageById(key)) return std::string(InfoOf(*language).name);
  }
  if (dimension == "category") {
    if (const ModuleCategory* category = FindModuleCategory(key)) return std::string(Pick(lang, category->name));
  }
  return std::string(key);
}

std::string Provenance(const Answer& answer, Lang lang) {
  const std::string place = answer.slice.dimension.empty()
                                ? ""
                                : fmt::format("{}{}", lang == Lang::kZh ? "，" : ", ",
                                              NameOfKey(answer.slice.dimension, answer.slice.key, lang));
  return fmt::format("{}{} · {}", Pick(lang, answer.metric->name), place, answer.report->name);
}

std::optional<MetricValue> ParseDecimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  MetricValue value;
  bool point = false;
  std::size_t digits = 0;
  std::size_t decimals = 0;
  for (const char c : text) {
    if (c == '.' && !point && digits > 0) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || digits == 17) return std::nullopt;
    value.numerator = value.numerator * 10 + (c - '0');
    ++digits;
    if (point) {
      ++decimals;
      value.denominator *= 10;
    }
  }
  if (digits == 0 || decimals > 9 || (point && decimals == 0)) return std::nullopt;
  if (negative) value.numerator = -value.numerator;
  return value;
}

int Compare(MetricValue a, MetricValue b) {
  const Wide left = Wide{a.numerator} * b.denominator;
  const Wide right = Wide{b.numerator} * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

}  // namespace ferrotype::text
