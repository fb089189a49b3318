// Conditions that prose relies on: `rust.vendored.lines.code > rust.authored.lines.code`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "renderer/text/values.h"

namespace ferrotype::text {

struct Finding {
  bool holds = false;
  std::string measured;  ///< what was found: "12 / 9", both sides of a comparison
};

/// Judges a condition in words, already split: `LIST has NAME`, `LIST lacks NAME`, `LIST has NAME since RELEASE` (LIST:
/// drivers, modules, architectures, subsystems, with @release except where since stands; since: no measured release
/// before has it), `METRIC grew since RELEASE`, `METRIC shrank by 10% since RELEASE`. nullopt for another form.
[[nodiscard]] std::optional<Or<Finding>> JudgeWords(const TextContext& context,
                                                    const std::vector<std::string_view>& words);

/// Judges a condition in words, or `left OP right`, OP one of < <= > >= == !=. A side is numbers and metrics joined by
/// + - * / (the usual order, left to right, no parentheses); a metric is `id`, `id@release`, `id[owner=drivers]` or
/// `id[owner=drivers]@release`; a fact of a Rust file is `path/of/file.rs:code` or `path/of/file.rs:code@release`.
/// Words are set off by spaces. Exact arithmetic; trouble (F021) for another form, a division by zero or a number
/// beyond 18 digits.
[[nodiscard]] Or<Finding> JudgeCondition(const TextContext& context, std::string_view condition);

}  // namespace ferrotype::text
