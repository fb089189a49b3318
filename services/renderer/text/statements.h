// Sentences that rest on data, judged as of each measured release.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "renderer/text/record.h"
#include "renderer/text/values.h"

namespace ferrotype::text {

struct Verdict {
  Judgement::Outcome outcome = Judgement::Outcome::kUnmeasured;
  std::string measured;  ///< in the page's language; empty when unmeasured
  std::string reason;    ///< why unmeasured
};

/// Judges one statement in a context; trouble is a mistake in how it is written.
using Judge = std::function<Or<Verdict>(const TextContext&)>;

/// Fills state, since, measured, reason and history of `statement`: how things stand in `now`, and how they stood when
/// each measured release was the newest. A text that belongs to an older release stays with it.
[[nodiscard]] std::optional<Trouble> JudgeOverReleases(const TextContext& now, const Judge& judge,
                                                       Statement& statement);

/// Whether `trouble` says that data is missing through nobody's mistake.
[[nodiscard]] bool IsLack(const Trouble& trouble);

/// What is to be told of a judged statement; nullopt when it is as its editor says.
[[nodiscard]] std::optional<Trouble> TroubleOf(const Statement& statement);

}  // namespace ferrotype::text
