#include "analyzer/unsafe_ledger.h"

#include <algorithm>
#include <optional>

#include "analyzer/safety_comments.h"
#include "analyzer/unsafe_context.h"
#include "analyzer/unsafe_tokens.h"
#include "analyzer/unsafe_walk.h"

namespace ferrotype {
namespace {

/// Blocks and impls.
SafetyState JudgeByComment(const UnsafeSite& site, const SiteSurroundings& around, bool question,
                           SafetyComments& comments) {
  std::optional<SafetyState> state = comments.Above(site.line, around.bound);
  if (!state && around.brace != kNoToken) state = comments.Inside(around.brace);
  const bool statement = around.statement_line != 0 && !(question && around.question_spoils);
  if (!state && statement) state = comments.Above(around.statement_line, around.bound);
  if (state) return *state;
  const bool near = comments.AnyBetween(std::min(around.first_line, site.line), site.line) ||
                    comments.AnyBetween(site.end_line, site.end_line) ||
                    comments.Above(around.first_line, around.bound) ||
                    (around.above_fn != 0 && comments.Above(around.above_fn, 0));
  return near ? SafetyState::kWrongPlace : SafetyState::kMissing;
}

/// Clippy asks nothing of the others: a trait impl's method has its contract in the trait, an extern block, an
/// attribute and a type have none.
bool NeedsReason(UnsafeClass inner) {
  switch (inner) {
    case UnsafeClass::kBlock:
    case UnsafeClass::kImpl:
    case UnsafeClass::kFunction:
    case UnsafeClass::kMethod:
    case UnsafeClass::kTraitMethod:
    case UnsafeClass::kTrait:
      return true;
    default:
      return false;
  }
}

void Judge(WalkedSites& walked, const LedgerTokens& tokens) {
  SafetyComments comments(tokens);
  for (std::size_t i = 0; i < walked.sites.size(); ++i) {
    UnsafeSite& site = walked.sites[i];
    const SiteSurroundings& around = walked.surroundings[i];
    if (!NeedsReason(site.inner)) {
      site.state = SafetyState::kExempt;
      continue;
    }
    if (site.inner == UnsafeClass::kBlock || site.inner == UnsafeClass::kImpl) {
      const bool question = around.statement != kNoIndex && walked.ends_with_question[around.statement];
      site.state = JudgeByComment(site, around, question, comments);
    } else {
      site.state = comments.InDocs(std::min(around.docs_from, around.token), around.token);
    }
    // Who gives a reason where none is asked for has given it.
    if (around.exempt && site.state != SafetyState::kDocumented) site.state = SafetyState::kExempt;
  }
}

/// Only blocks cover lines: the bodies of unsafe functions are not unsafe by themselves (the kernel denies
/// unsafe_op_in_unsafe_fn), those of impls and traits neither.
void CoverLines(std::vector<UnsafeSite>& sites, const LedgerTokens& tokens) {
  std::uint32_t covered = 0;  // up to this line
  for (UnsafeSite& site : sites) {
    if (site.inner != UnsafeClass::kBlock) continue;
    const std::uint32_t before = std::max(covered, site.line - 1);
    if (site.end_line <= before) continue;
    site.code_lines = tokens.code_before[site.end_line] - tokens.code_before[before];
    covered = site.end_line;
  }
}

}  // namespace

UnsafeLedger ReadUnsafeLedger(std::string_view text) {
  UnsafeLedger ledger;
  if (text.size() > kMaxLedgerBytes) return ledger;
  const LedgerTokens tokens = TokenizeForLedger(text);
  ledger.doc_test_tokens = CountDocTestTokens(tokens);
  WalkedSites walked = WalkUnsafe(tokens);
  if (walked.sites.empty()) return ledger;
  Judge(walked, tokens);
  CoverLines(walked.sites, tokens);
  ledger.sites = std::move(walked.sites);
  return ledger;
}

}  // namespace ferrotype
