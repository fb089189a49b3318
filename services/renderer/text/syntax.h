// Source code as a syntax tree, by tree-sitter, within a budget.
#pragma once

#include <tree_sitter/api.h>

#include <memory>
#include <string_view>

namespace ferrotype::text {

struct TreeDeleter {
  void operator()(TSTree* tree) const noexcept { ts_tree_delete(tree); }
};
using SyntaxTree = std::unique_ptr<TSTree, TreeDeleter>;

enum class Grammar { kRust, kC };

inline constexpr std::size_t kMaxSourceBytes = 2 << 20;

/// null when `code` is too long or costs the parser more than its budget: a count of its own steps, so the same
/// everywhere.
[[nodiscard]] SyntaxTree ParseSource(std::string_view code, Grammar grammar);

/// A cursor that is freed.
class Cursor {
 public:
  explicit Cursor(TSNode root) : cursor_(ts_tree_cursor_new(root)) {}
  ~Cursor() { ts_tree_cursor_delete(&cursor_); }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  [[nodiscard]] TSNode Node() const { return ts_tree_cursor_current_node(&cursor_); }
  /// The field under which the node stands in its parent; empty when none.
  [[nodiscard]] std::string_view Field() const {
    const char* name = ts_tree_cursor_current_field_name(&cursor_);
    return name == nullptr ? std::string_view() : std::string_view(name);
  }
  bool FirstChild() { return ts_tree_cursor_goto_first_child(&cursor_); }
  bool NextSibling() { return ts_tree_cursor_goto_next_sibling(&cursor_); }
  bool Parent() { return ts_tree_cursor_goto_parent(&cursor_); }

 private:
  TSTreeCursor cursor_;
};

[[nodiscard]] inline std::string_view TypeOf(TSNode node) { return ts_node_type(node); }
[[nodiscard]] inline std::string_view TextOf(TSNode node, std::string_view code) {
  const std::size_t begin = ts_node_start_byte(node);
  return code.substr(begin, ts_node_end_byte(node) - begin);
}

}  // namespace ferrotype::text
