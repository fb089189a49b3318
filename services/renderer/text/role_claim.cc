// claim: words that somebody printed, checked against what was measured.
#include <fmt/format.h>

#include "base/text.h"
#include "renderer/text/escape.h"
#include "renderer/text/file_facts.h"
#include "renderer/text/role_call.h"
#include "renderer/text/runes.h"
#include "renderer/text/statements.h"

namespace ferrotype::text {
namespace {

__extension__ using Wide = __int128;

constexpr std::string_view kForm = "{claim}`words; value=31000; metric@release; within=5%; source=key`";

struct Claim {
  std::string words;
  std::string asked;  // id@release; empty for a file
  Slice slice;
  std::string file;
  std::string fact;
  std::string release;  // of the file
  std::string value_text;
  MetricValue value;
  std::int64_t within_percent = 0;
  std::string source;
  bool expected_false = false;
  bool expected_open = false;
};

Or<Claim> ReadClaim(Arguments& arguments) {
  if (auto trouble = arguments.WantPositional(1, 2, kForm)) return tl::unexpected(*trouble);
  Claim claim;
  const std::optional<std::string> value = arguments.Take("value");
  const std::optional<std::string> within = arguments.Take("within");
  const std::optional<std::string> file = arguments.Take("file");
  const std::optional<std::string> fact = arguments.Take("fact");
  const std::optional<std::string> expect = arguments.Take("expect");
  claim.source = arguments.Take("source").value_or("");
  claim.release = arguments.Take("release").value_or("");
  const Or<Slice> slice = TakeSlice(arguments);
  if (!slice) return tl::unexpected(slice.error());
  claim.slice = *slice;
  std::vector<std::string> known = {"value", "within", "source", "file", "fact", "release", "expect"};
  known.insert(known.end(), kDimensions.begin(), kDimensions.end());
  if (auto trouble = arguments.Unused(known)) return tl::unexpected(*trouble);
  const std::vector<std::string>& parts = arguments.positional();
  if (!value || (parts.size() == 2) == file.has_value() || file.has_value() != fact.has_value())
    return Bad("F011", fmt::format("write {}, or file=path; fact=lines in place of the metric", kForm));
  const std::optional<MetricValue> claimed = ParseDecimal(*value);
  if (!claimed) return Bad("F011", fmt::format("value={}: a decimal number is wanted", Quoted(*value)));
  if (within) {
    const std::optional<std::int64_t> number =
        within->ends_with('%') ? ParseInt(std::string_view(*within).substr(0, within->size() - 1)) : std::nullopt;
    if (!number || *number < 0 || *number > 100)
      return Bad("F011", fmt::format("within={}: a whole percentage such as 5% is wanted", Quoted(*within)));
    claim.within_percent = *number;
  }
  if (expect && *expect != "false" && *expect != "unmeasured")
    return Bad("F011", fmt::format("expect={}: known are false, for a claim that is shown for being wrong, and "
                                   "unmeasured, for one of a release that isn't in the store",
                                   Quoted(*expect)));
  claim.expected_false = expect == "false";
  claim.expected_open = expect == "unmeasured";
  claim.words = parts[0];
  if (file) {
    claim.file = *file;
    claim.fact = *fact;
  } else {
    claim.asked = parts[1];
  }
  claim.value_text = *value;
  claim.value = *claimed;
  return claim;
}

std::string ConditionOf(const Claim& claim) {
  std::string what = claim.asked;
  if (what.empty())
    what = fmt::format("{}:{}{}", claim.file, claim.fact, claim.release.empty() ? "" : "@" + claim.release);
  if (!claim.slice.dimension.empty()) {
    const std::size_t at = what.find('@');
    what.insert(std::min(at, what.size()), fmt::format("[{}={}]", claim.slice.dimension, claim.slice.key));
  }
  return fmt::format("{} = {}{}", what, claim.value_text,
                     claim.within_percent == 0 ? "" : fmt::format(", within {}%", claim.within_percent));
}

bool IsWithin(MetricValue measured, const Claim& claim) {
  const Wide found = Wide{measured.numerator} * claim.value.denominator;
  const Wide said = Wide{claim.value.numerator} * measured.denominator;
  const Wide apart = found > said ? found - said : said - found;
  return apart * 100 <= (found < 0 ? -found : found) * claim.within_percent;
}

Or<Verdict> JudgeClaim(const TextContext& context, const Claim& claim) {
  using Outcome = Judgement::Outcome;
  // A release that nobody measured here leaves a claim open; a metric that doesn't exist is a mistake.
  const auto open = [](const Trouble& trouble) -> Or<Verdict> {
    if (IsLack(trouble)) return Verdict{Outcome::kUnmeasured, "", trouble.message};
    return tl::unexpected(trouble);
  };
  if (claim.file.empty()) {
    const Or<Answer> answer = AskFor(context, claim.asked, claim.slice);
    if (!answer) return open(answer.error());
    return Verdict{IsWithin(answer->value, claim) ? Outcome::kHolds : Outcome::kFalse, Format(*answer, context.lang),
                   ""};
  }
  const Or<const Report*> report = FindRelease(context, claim.release);
  if (!report) return open(report.error());
  const Or<std::int64_t> value = FileFact(**report, claim.file, claim.fact);
  if (!value) return open(value.error());
  return Verdict{IsWithin({*value, 1}, claim) ? Outcome::kHolds : Outcome::kFalse, GroupThousands(*value), ""};
}

// What an editor should know of a claim. One that is expected to be open is told of when it no longer is.
std::optional<Trouble> WhatToTell(const Claim& claim, const Statement& statement) {
  if (!claim.expected_open) return TroubleOf(statement);
  if (statement.state == StatementState::kUnmeasured) return std::nullopt;
  return Trouble{"A006",
                 fmt::format("expected to be unmeasured, and {}: {} (measured: {}); the text says {}",
                             statement.state == StatementState::kHolds ? "holds" : "doesn't hold", statement.condition,
                             statement.measured, Quoted(statement.words)),
                 Diagnostic::Severity::kNote};
}

// What both languages must have in common, whatever came of it.
std::string BoundName(const TextContext& context, const Claim& claim) {
  if (claim.file.empty()) {
    const Or<Answer> answer = AskFor(context, claim.asked, claim.slice);
    if (answer) return NameOf(*answer);
  }
  return ConditionOf(claim);
}

}  // namespace

RoleResult ClaimRole(RoleCall& call) {
  const Or<Claim> claim = ReadClaim(call.arguments);
  if (!claim) return tl::unexpected(claim.error());
  const Scene& scene = call.scene;
  Statement statement;
  statement.kind = Statement::Kind::kClaim;
  statement.spot = call.Spot();
  statement.words = TidyPlain(claim->words, scene.lang());
  statement.condition = ConditionOf(*claim);
  statement.source = claim->source;
  statement.expected_false = claim->expected_false;
  if (auto trouble = JudgeOverReleases(
          scene.context, [&](const TextContext& context) { return JudgeClaim(context, *claim); }, statement)) {
    return tl::unexpected(*trouble);
  }
  std::string cite;
  if (!claim->source.empty()) {
    Or<RoleOutput> mark = CiteKey(call, claim->source);
    if (!mark) return mark;
    cite = mark->html;
  }
  if (const std::optional<Trouble> trouble = WhatToTell(*claim, statement)) call.reporter.Tell(call.place, *trouble);
  const bool unmeasured = statement.state == StatementState::kUnmeasured;
  const bool holds = statement.state == StatementState::kHolds;
  const std::string title = unmeasured ? std::string(scene.Say("not measured here", "此处未测"))
                                       : fmt::format("{}{}", scene.Say("measured: ", "实测："), statement.measured);
  const std::string note = holds ? ""
                                 : fmt::format(R"(<span class="verdict">{}{}{}</span>)", scene.Say(" (", "（"),
                                               EscapeText(title), scene.Say(")", "）"));
  const std::string html = fmt::format(R"(<span class="claim" data-state="{}" title="{}">{}{}</span>)",
                                       holds        ? "holds"
                                       : unmeasured ? "unmeasured"
                                                    : "false",
                                       EscapeAttribute(title), EscapeText(Tight(claim->words)), note);
  scene.record.bound.push_back({BoundName(scene.context, *claim), statement.spot});
  const std::string words = claim->words;
  call.scene.record.statements.push_back(std::move(statement));
  return RoleOutput{html + cite, html, words};
}

}  // namespace ferrotype::text
