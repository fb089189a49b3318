// metric, delta and share: measured numbers in prose.
#include <fmt/format.h>

#include "base/text.h"
#include "model/release.h"
#include "renderer/html/html.h"
#include "renderer/text/escape.h"
#include "renderer/text/role_call.h"

namespace ferrotype::text {
namespace {

const std::vector<std::string> kSliceAndLook = {"owner",    "directory", "subsystem", "language", "class",
                                                "category", "bus",       "round",     "unit"};

// A bound number: a link to its metric's page that says where it comes from.
RoleOutput Bound(const Scene& scene, const Answer& answer, std::string_view words, const std::string& title) {
  std::string data = fmt::format(R"(data-metric="{}" data-release="{}")", EscapeAttribute(answer.metric->id),
                                 EscapeAttribute(answer.report->name));
  if (!answer.slice.dimension.empty()) {
    data += fmt::format(R"( data-dimension="{}" data-key="{}")", EscapeAttribute(answer.slice.dimension),
                        EscapeAttribute(answer.slice.key));
  }
  const std::string shown = EscapeText(words);
  return {fmt::format(R"(<a class="bound" href="{}{}/metrics/{}/index.html" {} title="{}">{}</a>)",
                      EscapeUrl(scene.context.to_root), PathOf(scene.lang()), EscapeUrl(Slug(answer.metric->id)), data,
                      EscapeAttribute(title), shown),
          fmt::format(R"(<span class="bound" {} title="{}">{}</span>)", data, EscapeAttribute(title), shown),
          std::string(words)};
}

// The release that `report` is compared with unless somebody says otherwise.
Or<const Report*> Before(const TextContext& context, const Report& report) {
  std::vector<std::string> names;
  for (const Report& measured : context.library.Reports()) names.push_back(measured.name);
  const std::optional<Comparison> before = ComparedWith(report.name, names);
  if (!before)
    return tl::unexpected(
        MissingData("F013", fmt::format("no release before {} is measured; name one with from=", report.name), ""));
  return FindRelease(context, before->name);
}

}  // namespace

RoleResult MetricRole(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{metric}`id@release; option=value`"))
    return tl::unexpected(*trouble);
  const Or<Slice> slice = TakeSlice(call.arguments);
  if (!slice) return tl::unexpected(slice.error());
  const Or<Look> look = TakeLook(call.arguments);
  if (!look) return tl::unexpected(look.error());
  if (auto trouble = call.arguments.Unused(kSliceAndLook)) return tl::unexpected(*trouble);
  const Or<Answer> answer = AskFor(call.scene.context, call.arguments.positional()[0], *slice);
  if (!answer) return tl::unexpected(answer.error());
  call.Record(*answer);
  return Bound(call.scene, *answer, Format(*answer, call.scene.lang(), *look), Provenance(*answer, call.scene.lang()));
}

RoleResult DeltaRole(RoleCall& call) {
  if (auto trouble = call.arguments.WantPositional(1, 1, "{delta}`id@release; from=release`"))
    return tl::unexpected(*trouble);
  const std::optional<std::string> from = call.arguments.Take("from");
  const std::optional<std::string> as = call.arguments.Take("as");
  const Or<Slice> slice = TakeSlice(call.arguments);
  if (!slice) return tl::unexpected(slice.error());
  const Or<Look> look = TakeLook(call.arguments);
  if (!look) return tl::unexpected(look.error());
  std::vector<std::string> known = kSliceAndLook;
  known.insert(known.end(), {"from", "as"});
  if (auto trouble = call.arguments.Unused(known)) return tl::unexpected(*trouble);
  if (as && *as != "percent" && *as != "factor")
    return Bad("F011", fmt::format("as={}: percent or factor is wanted", Quoted(*as)));
  const Or<Answer> now = AskFor(call.scene.context, call.arguments.positional()[0], *slice);
  if (!now) return tl::unexpected(now.error());
  const Or<const Report*> base =
      from ? FindRelease(call.scene.context, *from) : Before(call.scene.context, *now->report);
  if (!base) return tl::unexpected(base.error());
  Or<Answer> then = Ask(**base, now->metric->id, *slice);
  if (!then && slice->dimension.empty()) return tl::unexpected(then.error());
  // A folder that did not exist yet held nothing.
  const MetricValue old = then ? then->value : MetricValue{0, now->value.denominator};
  if (now->metric->unit == Unit::kVersion) return Bad("F011", "versions don't subtract; write {metric} twice");
  if ((now->value.denominator != 1 || old.denominator != 1) && !as) {
    return Bad("F011", "the change of a share is no number of its own; write as=percent or as=factor");
  }
  const Lang lang = call.scene.lang();
  std::string words;
  if (as) {
    if (now->value.denominator != 1 || old.denominator != 1) return Bad("F011", "as= is for counts");
    if (old.numerator == 0) return Bad("F011", fmt::format("{} is 0 in {}: no ratio", now->metric->id, (*base)->name));
    words = *as == "factor"
                ? FormatRatio(now->value.numerator, old.numerator, look->decimals.value_or(1))
                : FormatRatio((now->value.numerator - old.numerator) * 100, old.numerator, look->decimals.value_or(0)) +
                      "%";
  } else {
    words =
        FormatValue(now->metric->unit, now->metric->decimals, {now->value.numerator - old.numerator, 1}, lang, *look);
  }
  if (!(as && *as == "factor") && Compare(now->value, old) > 0) words = "+" + words;
  call.Record(*now);
  if (then) call.Record(*then);
  if (words.starts_with('-')) words = "\u2212" + words.substr(1);
  return Bound(call.scene, *now, words, fmt::format("{} ← {}", Provenance(*now, lang), (*base)->name));
}

RoleResult ShareRole(RoleCall& call) {
  if (auto trouble =
          call.arguments.WantPositional(1, 1, "{share}`part / whole@release` or {share}`id@release; owner=...`")) {
    return tl::unexpected(*trouble);
  }
  const Or<Slice> slice = TakeSlice(call.arguments);
  if (!slice) return tl::unexpected(slice.error());
  const Or<Look> look = TakeLook(call.arguments);
  if (!look) return tl::unexpected(look.error());
  if (auto trouble = call.arguments.Unused(kSliceAndLook)) return tl::unexpected(*trouble);
  const std::string& what = call.arguments.positional()[0];
  const std::size_t slash = what.find(" / ");
  if (slash == std::string::npos && slice->dimension.empty())
    return Bad("F011", "a share of what? Write part / whole, or owner=, directory=, ...");
  const std::string whole_id = slash == std::string::npos ? what : what.substr(slash + 3);
  const Or<Answer> whole = AskFor(call.scene.context, whole_id, slash == std::string::npos ? Slice{} : *slice);
  if (!whole) return tl::unexpected(whole.error());
  const std::string part_id(slash == std::string::npos ? whole->metric->id : Trimmed(what.substr(0, slash)));
  const bool own_release = part_id.find('@') != std::string::npos;
  const Or<Answer> part =
      own_release ? AskFor(call.scene.context, part_id, *slice) : Ask(*whole->report, part_id, *slice);
  if (!part) return tl::unexpected(part.error());
  if (part->report != whole->report) return Bad("F011", "a share is of two counts of the same release");
  if (part->value.denominator != 1 || whole->value.denominator != 1 || part->metric->unit != whole->metric->unit) {
    return Bad("F011", "a share is of two counts of the same unit");
  }
  call.Record(*part);
  call.Record(*whole);
  const std::string words =
      FormatRatio(part->value.numerator * 100, whole->value.numerator, look->decimals.value_or(1)) + "%";
  return Bound(
      call.scene, *part, words,
      fmt::format("{} / {}", Provenance(*part, call.scene.lang()), Pick(call.scene.lang(), whole->metric->name)));
}

}  // namespace ferrotype::text
