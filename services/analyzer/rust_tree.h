// A Rust text as a syntax tree, by tree-sitter, within a budget.
#pragma once

#include <tree_sitter/api.h>

#include <memory>
#include <string_view>

namespace ferrotype {

struct TreeDeleter {
  void operator()(TSTree* tree) const noexcept { ts_tree_delete(tree); }
};
using RustTree = std::unique_ptr<TSTree, TreeDeleter>;

/// Longer texts are not parsed: the longest file of a kernel has 142 kB.
inline constexpr std::size_t kMaxParsedBytes = 1 << 20;

/// null when `text` is too long or costs the parser more than its budget: a count of its own steps, so the same on
/// every machine. A tree of any text that it reads to the end, with error nodes where the grammar is lost. Trees can be
/// as deep as the text is long: walk them with a cursor or an own stack, never by recursion.
[[nodiscard]] RustTree ParseRust(std::string_view text);

}  // namespace ferrotype
