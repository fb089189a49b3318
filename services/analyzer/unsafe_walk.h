// The walk over a file's tokens that finds and classifies its `unsafe` tokens.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/unsafe_context.h"
#include "analyzer/unsafe_tokens.h"
#include "model/unsafe.h"

namespace ferrotype {

/// What the judge of a site's comments must know besides the site.
struct SiteSurroundings {
  std::uint32_t token = 0;
  std::uint32_t brace = kNoToken;      ///< a block's opening brace
  std::uint32_t bound = 0;             ///< comments up to this line belong to something else
  std::uint32_t statement_line = 0;    ///< where a comment above the enclosing statement would stand below; 0: nowhere
  std::uint32_t statement = kNoIndex;  ///< index into UnsafeWalk::Result::ends_with_question
  std::uint32_t first_line = 0;        ///< of the statement, its attributes included
  std::uint32_t above_fn = 0;          ///< the line of the enclosing function's prelude; 0 outside functions
  std::uint32_t docs_from = kNoToken;  ///< the first token of the item's prelude
  bool question_spoils = false;        ///< the statement is an expression: with `?` at its end it is a match to clippy
  bool exempt = false;
};

struct WalkedSites {
  std::vector<UnsafeSite> sites;  ///< all but `state`
  std::vector<SiteSurroundings> surroundings;
  std::vector<bool> ends_with_question;  ///< by SiteSurroundings::statement
};

/// As many sites as there are tokens of the kind kUnsafe. Linear, no recursion.
[[nodiscard]] WalkedSites WalkUnsafe(const LedgerTokens& tokens);

}  // namespace ferrotype
