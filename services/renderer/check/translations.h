// Which texts stand in both languages, and what a translation has not seen yet.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "renderer/text/sections.h"
#include "renderer/text/text.h"

namespace ferrotype {

enum class TranslationState {
  kCurrent,
  kAged,        ///< sections of the original changed since
  kMissing,     ///< there is no text in this language: pages show the original, and say so
  kUnrecorded,  ///< both are there and nobody recorded which follows which
};

struct Translation {
  std::string kind;
  std::string slug;
  Lang original = Lang::kEn;  ///< the other language is the translation's
  TranslationState state = TranslationState::kCurrent;
  std::vector<std::string> aged;  ///< sections that changed, came or went since they were translated, in their order
};

/// "current", "aged", "missing", "unrecorded"
[[nodiscard]] std::string_view IdOf(TranslationState state);

/// One for each text (kind, slug) of `documents`, in their order. Tells T001 to T006. A site of one language (`langs`)
/// has none.
[[nodiscard]] std::vector<Translation> TranslationsOf(const std::vector<Document>& documents,
                                                      std::vector<Diagnostic>& diagnostics,
                                                      std::span<const Lang> langs = kLangs);

/// `source` (a whole Markdown file) with the keys `translates` and `seen` of its front matter written anew; everything
/// else stays byte for byte. kInvalidArgument when it has no front matter.
[[nodiscard]] Result<std::string> WithSeen(std::string_view source, Lang original,
                                           const std::vector<std::pair<std::string, std::string>>& seen);

}  // namespace ferrotype
