// Directives: fenced blocks whose info string begins with {name}.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/text/scene.h"
#include "renderer/text/values.h"

namespace ferrotype::text {

struct DirectiveCall {
  std::string_view argument;  ///< of the info string, after {name}
  std::string_view body;      ///< the fence's lines
  Place place;                ///< of the fence; the body begins on the next line. Moved to where a mistake is
  bool nested = false;        ///< within a note: no directive that holds Markdown may stand here
  Scene& scene;
  Reporter& reporter;
};

/// The name when `info` begins with {name}, and what follows it.
struct DirectiveHead {
  std::string_view name;
  std::string_view argument;
};
[[nodiscard]] std::optional<DirectiveHead> DirectiveOf(std::string_view info);

/// The names of all directives.
[[nodiscard]] std::vector<std::string> DirectiveNames();
[[nodiscard]] bool IsDirective(std::string_view name);

/// The block's HTML. Mistakes go to the call's reporter and show at their spot.
[[nodiscard]] std::string RenderDirective(std::string_view name, DirectiveCall& call);

/// A mistake as a block that nobody overlooks.
[[nodiscard]] std::string ProblemBlock(const Trouble& trouble);
/// Words for readers where data is missing and nobody erred.
[[nodiscard]] std::string AbsentBlock(const Scene& scene, const Trouble& trouble);

// One function a directive; each lies in a file of its own or with its kin.
[[nodiscard]] Or<std::string> SourceDirective(DirectiveCall& call);
[[nodiscard]] Or<std::string> CompareDirective(DirectiveCall& call);
[[nodiscard]] Or<std::string> TableDirective(DirectiveCall& call);
[[nodiscard]] Or<std::string> FilesDirective(DirectiveCall& call);
[[nodiscard]] Or<std::string> OwnersDirective(DirectiveCall& call);
[[nodiscard]] Or<std::string> AssertDirective(DirectiveCall& call);
[[nodiscard]] Or<std::string> ChainDirective(DirectiveCall& call);
[[nodiscard]] Or<std::string> TimelineDirective(DirectiveCall& call);
[[nodiscard]] Or<std::string> MathDirective(DirectiveCall& call);

}  // namespace ferrotype::text
