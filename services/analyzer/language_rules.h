// Which lexer reads which language, and by which table.
#pragma once

#include "analyzer/c_lexer.h"
#include "analyzer/marker_lexer.h"
#include "model/language.h"

namespace ferrotype {

enum class LexerKind {
  kContent,  ///< no comments: every line that is not blank is code
  kRust,
  kC,           ///< by c_rules
  kMarkers,     ///< by marker_rules
  kLineStarts,  ///< by marker_rules
  kYaml,
  kKconfig,
  kReStructuredText,
  kPerl,
};

struct LanguageRules {
  LexerKind lexer = LexerKind::kContent;
  const CRules* c_rules = nullptr;
  const MarkerRules* marker_rules = nullptr;
};

/// For every language there is; what no rule knows is content.
[[nodiscard]] LanguageRules RulesOf(Language language);

}  // namespace ferrotype
