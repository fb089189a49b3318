#include "renderer/text/items.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "renderer/text/arguments.h"
#include "renderer/text/memory.h"

namespace ferrotype::text {
namespace {

struct Item {
  std::string kind;
  std::string name;
  TSNode node{};
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct KindOfNode {
  std::string_view type;
  std::string_view kind;
};

constexpr std::array kRustKinds = {KindOfNode{"function_item", "fn"},       KindOfNode{"function_signature_item", "fn"},
                                   KindOfNode{"struct_item", "struct"},     KindOfNode{"enum_item", "enum"},
                                   KindOfNode{"union_item", "union"},       KindOfNode{"trait_item", "trait"},
                                   KindOfNode{"const_item", "const"},       KindOfNode{"static_item", "static"},
                                   KindOfNode{"type_item", "type"},         KindOfNode{"mod_item", "mod"},
                                   KindOfNode{"macro_definition", "macro"}, KindOfNode{"impl_item", "impl"},
                                   KindOfNode{"macro_invocation", "call"}};
constexpr std::array kCKinds = {KindOfNode{"function_definition", "fn"},   KindOfNode{"struct_specifier", "struct"},
                                KindOfNode{"enum_specifier", "enum"},      KindOfNode{"union_specifier", "union"},
                                KindOfNode{"preproc_def", "define"},       KindOfNode{"preproc_function_def", "define"},
                                KindOfNode{"type_definition", "type"},     KindOfNode{"declaration", "static"},
                                KindOfNode{"expression_statement", "call"}};

// White space collapsed to one space: `impl<T>  Foo` is found as it is printed.
std::string Collapsed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  return std::string(Trimmed(out));
}

TSNode Child(TSNode node, std::string_view field) {
  return ts_node_child_by_field_name(node, field.data(), static_cast<std::uint32_t>(field.size()));
}

// The identifier within C's onion of declarators.
std::string DeclaredName(TSNode node, std::string_view code) {
  constexpr int kDeepest = 64;
  for (int depth = 0; depth < kDeepest; ++depth) {
    const TSNode inner = Child(node, "declarator");
    if (ts_node_is_null(inner)) break;
    node = inner;
  }
  const std::string_view type = TypeOf(node);
  return type == "identifier" || type == "type_identifier" || type == "field_identifier"
             ? std::string(TextOf(node, code))
             : std::string();
}

std::string NameOfNode(TSNode node, std::string_view kind, std::string_view code, Grammar grammar) {
  if (kind == "impl") {
    const TSNode type = Child(node, "type");
    const TSNode trait = Child(node, "trait");
    if (ts_node_is_null(type)) return "";
    const std::string self = Collapsed(TextOf(type, code));
    return ts_node_is_null(trait) ? self : Collapsed(TextOf(trait, code)) + " for " + self;
  }
  if (kind == "call" && grammar == Grammar::kC) {
    // MODULE_LICENSE("GPL"); at the top of a file: what C has in place of items made by macros.
    const TSNode call = ts_node_named_child(node, 0);
    if (ts_node_is_null(call) || TypeOf(call) != "call_expression" ||
        TypeOf(ts_node_parent(node)) != "translation_unit")
      return "";
    return Collapsed(TextOf(Child(call, "function"), code));
  }
  if (kind == "call") {
    const TSNode macro = Child(node, "macro");
    if (ts_node_is_null(macro)) return "";
    const std::string path = Collapsed(TextOf(macro, code));
    const std::size_t colons = path.rfind("::");
    return colons == std::string::npos ? path : path.substr(colons + 2);
  }
  if (grammar == Grammar::kC && (kind == "fn" || kind == "static" || kind == "type")) return DeclaredName(node, code);
  if (grammar == Grammar::kC && (kind == "struct" || kind == "enum" || kind == "union") &&
      ts_node_is_null(Child(node, "body")))
    return "";
  const TSNode name = Child(node, "name");
  return ts_node_is_null(name) ? "" : Collapsed(TextOf(name, code));
}

bool IsLead(std::string_view type) {
  return type == "attribute_item" || type == "line_comment" || type == "block_comment" || type == "comment";
}

// Comments and attributes on the lines right above belong to the item; what is set off by an empty line doesn't.
std::uint32_t FirstRow(TSNode node) {
  constexpr int kMost = 400;
  std::uint32_t row = ts_node_start_point(node).row;
  TSNode before = ts_node_prev_sibling(node);
  for (int i = 0; i < kMost && !ts_node_is_null(before) && IsLead(TypeOf(before));
       ++i, before = ts_node_prev_sibling(before)) {
    const TSPoint end = ts_node_end_point(before);
    const std::uint32_t last = end.column == 0 && end.row > ts_node_start_point(before).row ? end.row - 1 : end.row;
    const std::uint32_t first = ts_node_start_point(before).row;
    // A comment at the end of another item's line is not ours.
    const TSNode other = ts_node_prev_sibling(before);
    if (!ts_node_is_null(other) && !IsLead(TypeOf(other)) && ts_node_end_point(other).row == first &&
        ts_node_end_point(other).column != 0)
      break;
    if (last + 1 < row) break;
    row = std::min(row, first);
  }
  return row;
}

LineRange LinesOf(TSNode node) {
  const TSPoint end = ts_node_end_point(node);
  const std::uint32_t last = end.column == 0 && end.row > 0 ? end.row - 1 : end.row;
  return {static_cast<int>(FirstRow(node)) + 1, static_cast<int>(last) + 1};
}

std::vector<Item> ItemsOf(std::string_view code, Grammar grammar, TSNode root) {
  std::vector<Item> items;
  Cursor cursor(root);
  while (true) {
    const TSNode node = cursor.Node();
    const std::string_view type = TypeOf(node);
    std::string_view kind;
    for (const KindOfNode& known :
         grammar == Grammar::kRust ? std::span<const KindOfNode>(kRustKinds) : std::span<const KindOfNode>(kCKinds)) {
      if (known.type == type) kind = known.kind;
    }
    if (!kind.empty()) {
      std::string name = NameOfNode(node, kind, code, grammar);
      if (!name.empty()) {
        items.push_back({std::string(kind), std::move(name), node, ts_node_start_byte(node), ts_node_end_byte(node)});
      }
    }
    if (cursor.FirstChild()) continue;
    while (!cursor.NextSibling()) {
      if (!cursor.Parent()) return items;
    }
  }
}

struct Wanted {
  std::string kind;
  std::string name;
};

Wanted Parse(std::string_view text) {
  const std::string_view trimmed = Trimmed(text);
  const std::size_t space = trimmed.find(' ');
  if (space == std::string_view::npos) return {std::string(trimmed), ""};
  return {std::string(trimmed.substr(0, space)), Collapsed(trimmed.substr(space + 1))};
}

std::vector<Item> Matching(const std::vector<Item>& items, const Wanted& wanted) {
  std::vector<Item> found;
  const auto take = [&](std::string_view kind) {
    for (const Item& item : items) {
      if (item.kind == kind && item.name == wanted.name) found.push_back(item);
    }
  };
  take(wanted.kind);
  if (found.empty() && wanted.kind == "macro") take("call");
  return found;
}

Or<LineRange> Search(std::string_view code, Grammar grammar, std::string_view item) {
  const SyntaxTree tree = ParseSource(code, grammar);
  if (tree == nullptr) return Bad("F022", "the file is too large or too costly to look for an item in it; name lines");
  std::vector<Item> items = ItemsOf(code, grammar, ts_tree_root_node(tree.get()));
  std::string_view what = item;
  if (const std::size_t in = item.find(" in "); in != std::string_view::npos) {
    const Wanted outer = Parse(item.substr(in + 4));
    const std::vector<Item> outers = Matching(items, outer);
    if (outers.empty()) return Bad("F022", fmt::format("0 items are called {}", Quoted(item.substr(in + 4))));
    // A type may have several impls: the item may stand in any of them.
    std::erase_if(items, [&](const Item& candidate) {
      return std::none_of(outers.begin(), outers.end(), [&](const Item& each) {
        return candidate.begin >= each.begin && candidate.end <= each.end &&
               (candidate.begin != each.begin || candidate.end != each.end);
      });
    });
    what = item.substr(0, in);
  }
  const Wanted wanted = Parse(what);
  const std::vector<Item> found = Matching(items, wanted);
  if (found.size() == 1) return LinesOf(found[0].node);
  if (found.size() > 1)
    return Bad("F022",
               fmt::format("{} items are called {}; say in which: {} in impl ...", found.size(), Quoted(what), what));
  std::vector<std::string> names;
  for (const Item& candidate : items) names.push_back(candidate.kind + " " + candidate.name);
  return Bad("F022", fmt::format("no item {}{}", Quoted(what), DidYouMean(wanted.kind + " " + wanted.name, names)));
}

Memory<Or<LineRange>>& Known() {
  constexpr std::size_t kMost = 4U << 20U;
  static Memory<Or<LineRange>> memory(kMost);
  return memory;
}

std::size_t SizeOf(const Or<LineRange>& range) { return range ? 0 : range.error().message.size(); }

}  // namespace

Or<LineRange> FindItem(std::string_view code, Grammar grammar, std::string_view item) {
  return Known().Get(
      fmt::format("{} {}", grammar == Grammar::kRust ? "rust" : "c", item), code,
      [&] { return Search(code, grammar, item); }, SizeOf);
}

}  // namespace ferrotype::text
