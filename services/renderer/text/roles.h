// Roles: `{name}` and a code span, which become measured words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "renderer/text/scene.h"

namespace ferrotype::text {

struct RoleOutput {
  std::string html;      ///< what replaces the span, with a link where one is due
  std::string linkless;  ///< the same for places that can hold no link: titles, summaries, tables of contents
  std::string plain;     ///< its visible words
};

/// Whether cmark's text before a code span ends in a role's name; then the name, without braces.
[[nodiscard]] std::string_view RoleNameAtEnd(std::string_view text);

/// Whether there is a role of this name.
[[nodiscard]] bool IsRole(std::string_view name);
/// All of them.
[[nodiscard]] std::vector<std::string> RoleNames();

/// Renders role `name` with what its code span holds. Mistakes go to `reporter` at `place` and show at their spot.
/// `inside_link`: the role stands where no citation can (title, summary).
[[nodiscard]] RoleOutput RenderRole(std::string_view name, std::string_view argument, Scene& scene, Reporter& reporter,
                                    Place place, bool citations_allowed);

/// The numbered list of what was cited, or nothing.
[[nodiscard]] std::string RenderReferences(const Scene& scene);

}  // namespace ferrotype::text
