// Markdown to a tree, by cmark-gfm: tables, strikethrough, autolinks, task lists, footnotes.
#pragma once

#include <cmark-gfm.h>

#include <memory>
#include <string_view>

#include "renderer/text/values.h"

namespace ferrotype::text {

struct NodeDeleter {
  void operator()(cmark_node* node) const noexcept { cmark_node_free(node); }
};
using Tree = std::unique_ptr<cmark_node, NodeDeleter>;

enum class Footnotes { kNo, kYes };

inline constexpr std::size_t kMaxMarkdownBytes = 2 << 20;  ///< with seams; a file's own limit is lower
inline constexpr int kMaxDepth = 64;                       ///< of blocks and inlines in each other

/// The tree of `markdown`, text nodes joined. F035 when something is nested more than kMaxDepth deep: no writer means
/// it, and it costs. Thread safe.
[[nodiscard]] Or<Tree> ParseMarkdown(std::string_view markdown, Footnotes footnotes);

/// Where a node begins.
[[nodiscard]] Place PlaceOf(cmark_node* node);
/// A node's literal; empty when it has none.
[[nodiscard]] std::string_view LiteralOf(cmark_node* node);

}  // namespace ferrotype::text
