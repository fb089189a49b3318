// Conditions in words: `drivers has rust_binder since v6.18`, `rust.files grew by 10% since v6.12.*`.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "model/language.h"
#include "model/metric.h"
#include "renderer/text/assertion.h"
#include "renderer/text/values.h"

namespace ferrotype::text {
namespace {

__extension__ using Wide = __int128;
using Names = std::set<std::string>;

struct List {
  std::string_view name;
  Names (*of)(const Report&);
};

Names DriverNames(const Report& report) {
  Names names;
  for (const DriverRow& driver : report.survey.drivers) {
    if (driver.kind == DriverKind::kDriver || driver.kind == DriverKind::kLinkedIntoC) names.insert(driver.name);
  }
  return names;
}

Names ModuleNames(const Report& report) {
  Names names;
  for (const ModuleRow& module : report.survey.modules) names.insert(module.name);
  return names;
}

Names ArchitectureNames(const Report& report) {
  Names names;
  for (const Architecture& architecture : report.survey.toolchain.architectures) {
    if (architecture.documented || architecture.selects) names.insert(architecture.name);
  }
  return names;
}

Names SubsystemNames(const Report& report) {
  Names names;
  for (const auto& [name, fold] : report.subsystems) {
    if (fold.Of(Language::kRust).files > 0) names.insert(name);
  }
  return names;
}

constexpr std::array kLists = {List{"drivers", DriverNames}, List{"modules", ModuleNames},
                               List{"architectures", ArchitectureNames}, List{"subsystems", SubsystemNames}};

// "drivers@v7.2.*" -> "drivers", "v7.2.*"
std::pair<std::string_view, std::string_view> AtRelease(std::string_view word) {
  const std::size_t at = word.find('@');
  if (at == std::string_view::npos) return {word, {}};
  return {word.substr(0, at), word.substr(at + 1)};
}

// LIST has|lacks NAME [since RELEASE]
Or<Finding> Membership(const TextContext& context, const std::vector<std::string_view>& words) {
  const auto [list_name, release] = AtRelease(words[0]);
  const std::string_view wanted_list = list_name;
  const auto list =
      std::find_if(kLists.begin(), kLists.end(), [&](const List& known) { return known.name == wanted_list; });
  if (list == kLists.end()) {
    std::vector<std::string> names;
    for (const List& known : kLists) names.emplace_back(known.name);
    return Bad("F021", fmt::format("unknown list {}{}", Quoted(list_name), DidYouMean(list_name, names)));
  }
  const bool has = words[1] == "has";
  const bool since = words.size() == 5 && words[3] == "since";
  if (words.size() != 3 && !(since && has && release.empty()))
    return Bad("F021", "write list has name, list lacks name, or list has name since release");
  const Or<const Report*> report = FindRelease(context, since ? words[4] : release);
  if (!report) return tl::unexpected(report.error());
  const std::string name(words[2]);
  const Names here = list->of(**report);
  bool there = here.contains(name);
  const auto say = [&](const Report& where, std::string_view en, std::string_view zh) {
    return fmt::format("{} {}", where.name, context.lang == Lang::kZh ? zh : en);
  };
  const auto lacks = [&](const Report& where) { return say(where, "lacks it", "中没有"); };
  std::string measured = there ? say(**report, "has it", "中有") : lacks(**report);
  if (!there) {
    // A slip of the pen would make `lacks` true for ever.
    const std::string slip = SlipOf(name, std::vector<std::string>(here.begin(), here.end()));
    if (!slip.empty())
      return Bad("F014", fmt::format("{} has no {} {}{}", (*report)->name, list_name, Quoted(name), slip));
  }
  if (since) {
    for (const Report& before : context.library.Reports()) {
      if (&before == *report) break;
      if (!list->of(before).contains(name)) continue;
      there = false;
      measured = say(before, "had it already", "中已有");
      break;
    }
    // It has to be there now, too.
    const Or<const Report*> now = FindRelease(context, "");
    if (!now) return tl::unexpected(now.error());
    if (there && !list->of(**now).contains(name)) {
      there = false;
      measured = lacks(**now);
    }
  }
  return Finding{there == has, measured};
}

// METRIC grew|shrank [by N%] since RELEASE
Or<Finding> Growth(const TextContext& context, const std::vector<std::string_view>& words) {
  constexpr std::string_view kForm = "write metric grew since release, or metric grew by 10% since release";
  const bool by = words.size() == 6 && words[2] == "by" && words[4] == "since";
  if (!by && !(words.size() == 4 && words[2] == "since")) return Bad("F021", std::string(kForm));
  std::optional<MetricValue> percent = MetricValue{0, 1};
  if (by) {
    const std::string_view text = words[3];
    percent = text.ends_with('%') ? ParseDecimal(text.substr(0, text.size() - 1)) : std::nullopt;
    if (!percent || percent->numerator < 0) return Bad("F021", std::string(kForm));
  }
  const Or<Answer> now = AskFor(context, words[0], {});
  if (!now) return tl::unexpected(now.error());
  const Or<const Report*> base = FindRelease(context, words.back());
  if (!base) return tl::unexpected(base.error());
  const Or<Answer> then = Ask(**base, now->metric->id, {});
  if (!then) return tl::unexpected(then.error());
  const bool grew = words[1] == "grew";
  const int order = Compare(now->value, then->value);
  // now / then - 1 >= percent / 100, or 1 - now / then >= percent / 100; denominators of a metric are small.
  const Wide a = Wide{now->value.numerator} * then->value.denominator;
  const Wide b = Wide{then->value.numerator} * now->value.denominator;
  const Wide change = grew ? a - b : b - a;
  const bool enough = change * 100 * percent->denominator >= b * percent->numerator;
  const bool holds = (grew ? order > 0 : order < 0) && enough;
  return Finding{holds, fmt::format("{} / {}", Format(*now, context.lang), Format(*then, context.lang))};
}

}  // namespace

std::optional<Or<Finding>> JudgeWords(const TextContext& context, const std::vector<std::string_view>& words) {
  if (words.size() < 2) return std::nullopt;
  if (words[1] == "has" || words[1] == "lacks")
    return words.size() < 3 ? std::nullopt : std::optional(Membership(context, words));
  if (words[1] == "grew" || words[1] == "shrank") return Growth(context, words);
  return std::nullopt;
}

}  // namespace ferrotype::text
