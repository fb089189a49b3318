#include "renderer/page/sentences.h"

#include <fmt/format.h>

#include "base/text.h"
#include "model/owner.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/keys.h"

namespace ferrotype {
namespace {

constexpr std::string_view kAuthored = "rust.authored.lines.code";

std::int64_t CountOf(const Report& release, std::string_view metric) {
  return release.Value(metric).value_or(MetricValue{}).numerator;
}

std::string Percent(std::int64_t part, std::int64_t whole) { return FormatRatio(part * 100, whole, 0) + "%"; }

}  // namespace

std::string ChangeOf(const Report& release, const Report* before, std::string_view metric) {
  const MetricInfo* info = FindMetric(metric);
  if (before == nullptr || info == nullptr) return {};
  const auto now = release.Value(metric);
  const auto then = before->Value(metric);
  return now && then ? FormatChange(*now, *then, *info) : std::string();
}

std::string Verdict(const Page& page, const Report& release, const Report* before) {
  const std::int64_t now = CountOf(release, kAuthored);
  const std::int64_t vendored =
      CountOf(release, "rust.vendored.lines.code") + CountOf(release, "rust.generated.lines.code");
  std::string first;
  if (now == 0) return page.Text("verdict_none");
  if (before == nullptr || CountOf(*before, kAuthored) == 0) {
    first = page.Text("verdict_first", {{"lines", GroupThousands(now)}});
  } else {
    const std::int64_t then = CountOf(*before, kAuthored);
    const std::string since = ShortName(page.site(), *before);
    if (now >= 2 * then) {
      first = page.Text("verdict_times", {{"times", now / then}, {"since", since}});
    } else if (now > then) {
      first = page.Text("verdict_grew", {{"percent", Percent(now - then, then)}, {"since", since}});
    } else if (now < then) {
      first = page.Text("verdict_shrank", {{"percent", Percent(then - now, then)}, {"since", since}});
    } else {
      first = page.Text("verdict_same", {{"since", since}});
    }
  }
  const std::string_view second = vendored > now        ? "verdict_mostly_vendored"
                                  : vendored * 10 > now ? "verdict_partly_vendored"
                                                        : "verdict_own";
  return page.Text(second, {{"first", first}});
}

std::string ReleaseSentence(const Page& page, const Report& release, const Report* before) {
  const std::string name = ShortName(page.site(), release);
  const std::int64_t now = CountOf(release, kAuthored);
  if (before == nullptr)
    return page.Text("release_sentence_first", {{"release", name}, {"lines", GroupThousands(now)}});
  const std::int64_t difference = now - CountOf(*before, kAuthored);
  const std::string since = ShortName(page.site(), *before);
  if (difference == 0) return page.Text("release_sentence_same", {{"release", name}, {"since", since}});
  return page.Text(difference > 0 ? "release_sentence_more" : "release_sentence_fewer",
                   {{"release", name},
                    {"since", since},
                    {"count", difference > 0 ? difference : -difference},
                    {"lines", GroupThousands(difference > 0 ? difference : -difference)}});
}

Html ChangeSentence(const Page& page, const Report& release, const Report* before) {
  if (before == nullptr) {
    return page.Markup("change_first", {{"lines", page.Bound(release, kAuthored)},
                                        {"files", page.Bound(release, "rust.authored.files")}});
  }
  const bool series = [&] {
    const auto a = ParseKernelVersion(release.name);
    const auto b = ParseKernelVersion(before->name);
    return a && b && a->Series() != b->Series();
  }();
  const Html link = Link(page.To(ReleasePath(*before)), Html::Text(ShortName(page.site(), *before)));
  const std::int64_t difference = CountOf(release, kAuthored) - CountOf(*before, kAuthored);
  const std::string_view direction = difference > 0 ? "change_more" : difference < 0 ? "change_fewer" : "change_none";
  return page.Markup(
      series ? "change_other_series" : "change_same_series",
      {{"before", link},
       {"change", page.Markup(direction, {{"lines", GroupThousands(difference < 0 ? -difference : difference)}})},
       {"now", page.Bound(release, kAuthored)},
       {"then", page.Bound(*before, kAuthored)}});
}

std::string OwnerFinding(const Page& page, const Report& release) {
  const MetricInfo& metric = *FindMetric(kAuthored);
  const std::vector<KeyRow> rows = KeysOf(release, metric, "owner");
  const std::int64_t whole = CountOf(release, kAuthored);
  if (rows.empty() || whole == 0) return {};
  return page.Text("finding_owner", {{"owner", KeyLabel(page, "owner", rows[0].key)},
                                     {"percent", Percent(rows[0].value.numerator, whole)}});
}

std::string SubsystemFinding(const Page& page, const Report& release) {
  const MetricInfo& metric = *FindMetric(kAuthored);
  for (const KeyRow& row : KeysOf(release, metric, "subsystem")) {
    if (row.key == "rust" || row.value.numerator == 0) continue;
    return page.Text("finding_subsystem", {{"subsystem", KeyLabel(page, "subsystem", row.key)},
                                           {"lines", GroupThousands(row.value.numerator)}});
  }
  return page.Text("finding_subsystem_none");
}

std::string ShareFinding(const Page& page, const Report& release) {
  const auto share = release.Value("rust.share");
  const auto without = release.Value("rust.share.no_registers");
  if (!share) return {};
  const std::string value = FormatValue(*share, *FindMetric("rust.share"));
  if (!without || Compare(*share, *without) == 0) return page.Text("finding_share", {{"share", value}});
  return page.Text("finding_share_two",
                   {{"share", value}, {"without", FormatValue(*without, *FindMetric("rust.share.no_registers"))}});
}

std::string GrowthFinding(const Page& page, const Report& release, const Report* before) {
  if (before == nullptr) return {};
  const MetricInfo& metric = *FindMetric(kAuthored);
  const std::int64_t difference = CountOf(release, kAuthored) - CountOf(*before, kAuthored);
  std::string best;
  std::int64_t most = 0;
  for (const KeyRow& row : KeysOf(release, metric, "owner")) {
    const std::int64_t grown =
        row.value.numerator - before->Value(kAuthored, "owner", row.key).value_or(MetricValue{}).numerator;
    if (grown > most) {
      most = grown;
      best = row.key;
    }
  }
  if (difference <= 0 || best.empty()) return {};
  return page.Text("finding_growth", {{"owner", KeyLabel(page, "owner", best)},
                                      {"lines", GroupThousands(most)},
                                      {"all", GroupThousands(difference)},
                                      {"since", ShortName(page.site(), *before)}});
}

}  // namespace ferrotype
