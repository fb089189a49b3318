#include "renderer/text/statements.h"

#include <fmt/format.h>

namespace ferrotype {

std::string_view IdOf(StatementState state) {
  switch (state) {
    case StatementState::kHolds:
      return "holds";
    case StatementState::kNoLonger:
      return "no-longer";
    case StatementState::kNever:
      return "never";
    case StatementState::kUnmeasured:
      break;
  }
  return "unmeasured";
}

namespace text {

bool IsLack(const Trouble& trouble) {
  return trouble.lacks_release || trouble.severity == Diagnostic::Severity::kWarning;
}

std::optional<Trouble> JudgeOverReleases(const TextContext& now, const Judge& judge, Statement& statement) {
  using Outcome = Judgement::Outcome;
  const Or<Verdict> current = judge(now);
  if (!current) return current.error();
  statement.measured = current->measured;
  statement.reason = current->reason;

  const std::vector<Report>& reports = now.library.Reports();
  const bool of_older = now.release != nullptr && !reports.empty() && now.release != &reports.back();
  bool reached = !of_older;
  for (const Report& report : reports) {
    reached = reached || &report == now.release;
    Judgement judgement{report.name, Outcome::kUnmeasured};
    if (reached) {
      TextContext then = now;
      then.upto = &report;
      if (!of_older) then.release = &report;
      if (const Or<Verdict> verdict = judge(then)) judgement.outcome = verdict->outcome;
    }
    statement.history.push_back(std::move(judgement));
    if (&report == now.upto) break;
  }

  // The state began with the first release of the run that reaches to now; releases that tell nothing end no run.
  bool held_before = false;
  for (auto it = statement.history.rbegin(); it != statement.history.rend(); ++it) {
    if (it->outcome == Outcome::kUnmeasured) continue;
    if (it->outcome != current->outcome) {
      held_before = it->outcome == Outcome::kHolds;
      break;
    }
    statement.since = it->release;
  }
  switch (current->outcome) {
    case Outcome::kHolds:
      statement.state = StatementState::kHolds;
      break;
    case Outcome::kFalse:
      statement.state = held_before ? StatementState::kNoLonger : StatementState::kNever;
      break;
    case Outcome::kUnmeasured:
      statement.state = StatementState::kUnmeasured;
      statement.since.clear();
      break;
  }
  return std::nullopt;
}

std::optional<Trouble> TroubleOf(const Statement& statement) {
  const bool claim = statement.kind == Statement::Kind::kClaim;
  const std::string says = statement.words.empty() ? "" : fmt::format("; the text says {}", Quoted(statement.words));
  const bool is_false = statement.state == StatementState::kNoLonger || statement.state == StatementState::kNever;
  if (statement.state == StatementState::kUnmeasured) {
    return Trouble{"A003", fmt::format("can't be measured: {}{}", statement.reason, says), Diagnostic::Severity::kNote};
  }
  if (statement.expected_false) {
    if (is_false) return std::nullopt;
    return Trouble{"A005",
                   fmt::format("expected to be false, and holds since {}: {} ({}){}", statement.since,
                               statement.condition, statement.measured, says),
                   Diagnostic::Severity::kWarning};
  }
  if (!is_false) return std::nullopt;
  const std::string what = statement.state == StatementState::kNoLonger
                               ? fmt::format("no longer true since {}", statement.since)
                               : std::string("not true in any measured release");
  const char* code = statement.state == StatementState::kNoLonger ? "A001" : claim ? "A004" : "A002";
  return Trouble{
      code,
      fmt::format("{}: {} ({}{}){}", what, statement.condition, claim ? "measured: " : "", statement.measured, says),
      Diagnostic::Severity::kWarning};
}

}  // namespace text
}  // namespace ferrotype
