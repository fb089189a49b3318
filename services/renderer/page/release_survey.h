// What a release's page says of modules, drivers, C symbols and things to check.
#pragma once

#include "renderer/page/site.h"

namespace ferrotype {

/// The doors to the pages of the release: unsafe, layers; and, for the newest, the catalogues.
[[nodiscard]] Html SurveyDoors(const Page& page, const Report& release);
/// What is new, gone and grown against `before`; empty without one, or when nothing was surveyed.
[[nodiscard]] Html SurveyChanges(const Page& page, const Report& release, const Report* before);
/// Compilers, architectures, and whether the kernel calls Rust experimental; empty when the tree doesn't tell.
[[nodiscard]] Html ToolchainPart(const Page& page, const Report& release);
/// Where two proofs disagree, what no rule knows, and what could not be read to the end; empty when all is well.
[[nodiscard]] Html ToCheck(const Page& page, const Report& release);

}  // namespace ferrotype
