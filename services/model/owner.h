// Whose Rust a file is: decided by a table, which the site shows.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/metric.h"
#include "model/report.h"

namespace ferrotype {

/// A rule of the table. First match wins: vendored, generated, tests, the rest.
struct OwnerRule {
  std::string_view pattern;  ///< path pattern (PathMatches); empty for the two rules that ask the content
  Owner owner;
  Bilingual why;
};

[[nodiscard]] std::span<const OwnerRule> OwnerRules();

/// Version of the table above and of every rule by which findings are folded into a report.
inline constexpr std::uint16_t kRulesVersion = 5;

/// What the content of a file and of its neighbours says about it.
struct OwnerEvidence {
  bool says_vendored = false;  ///< its head says that it was copied from the standard library
  bool included = false;       ///< another file includes it by include!("...")
};

[[nodiscard]] Owner OwnerOf(std::string_view path, const OwnerEvidence& evidence);

/// The names of an owner for people.
[[nodiscard]] Bilingual NameOf(Owner owner);

/// Whole-path match: `**` is any run of characters, `*` any run without '/', everything else literal.
[[nodiscard]] bool PathMatches(std::string_view pattern, std::string_view path);

/// The subsystem that a path counts for: two components below arch, drivers, fs, net, sound and tools, else the first;
/// files of the top folder: "top".
[[nodiscard]] std::string SubsystemOf(std::string_view path);

/// Folders of register definitions generated from hardware databases, a sixth of all C code: shares are given with and
/// without them.
inline constexpr std::string_view kRegisterDirectory = "drivers/gpu/drm/amd/include/asic_reg";

}  // namespace ferrotype
