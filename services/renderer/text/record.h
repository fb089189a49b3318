// What a text says about data and to what it leads, taken down while it is rendered: for checks, translations and the
// page of claims.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ferrotype {

/// Line and column of a file, both from 1, in characters.
struct TextSpot {
  int line = 1;
  int column = 1;
  auto operator<=>(const TextSpot&) const = default;
};

/// A measured value that stands in a text: `rust.lines.code[owner=drivers]@v7.2.13-debian`, its release resolved.
struct BoundValue {
  std::string what;
  TextSpot spot;
};

enum class StatementState {
  kHolds,
  kNoLonger,    ///< it held in a release before `since`
  kNever,       ///< in no measured release
  kUnmeasured,  ///< `reason` says why
};

/// What came of a statement when `release` was the newest.
struct Judgement {
  enum class Outcome { kHolds, kFalse, kUnmeasured };
  std::string release;
  Outcome outcome = Outcome::kUnmeasured;
};

/// A sentence that rests on data: a claim (somebody said a number) or an assertion (a condition that prose relies on).
struct Statement {
  enum class Kind { kClaim, kAssertion };
  Kind kind = Kind::kAssertion;
  TextSpot spot;
  std::string words;            ///< what the text says, plain
  std::string condition;        ///< what is checked: `rust.lines.code@v6.9 = 31000, within 5%`
  std::string source;           ///< key of refs.yaml; empty: nobody else said it
  bool expected_false = false;  ///< the editor knows that it is wrong, and shows it for that
  StatementState state = StatementState::kUnmeasured;
  std::string since;               ///< the release with which the state began; empty when unmeasured
  std::string measured;            ///< the measured value or both sides, in the page's language; empty when unmeasured
  std::string reason;              ///< why it can't be measured
  std::vector<Judgement> history;  ///< in order of release
};

/// A link or a picture.
struct LinkUse {
  std::string url;  ///< as the page has it
  bool external = false;
  bool picture = false;
  TextSpot spot;
};

struct TextRecord {
  std::vector<BoundValue> bound;
  std::vector<Statement> statements;
  std::vector<LinkUse> links;
  std::set<std::string> cited;  ///< keys of refs.yaml
};

/// "holds", "no-longer", "never", "unmeasured": what data calls a state.
[[nodiscard]] std::string_view IdOf(StatementState state);

}  // namespace ferrotype
