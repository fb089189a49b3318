// Source code as HTML with class names: kw ty fn st co nu ma li, ins del hu for diffs, pr for a shell's prompt.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "renderer/text/escape.h"
#include "renderer/text/highlight_lines.h"
#include "renderer/text/memory.h"
#include "renderer/text/syntax.h"
#include "renderer/text/text.h"

namespace ferrotype {
namespace {

using text::Colour;
using text::Cursor;
using text::TypeOf;

template <std::size_t N>
bool IsOneOf(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 39> kRustKeywords = {
    "as",     "async", "await", "break", "const",  "continue", "crate", "dyn",    "else",   "enum",
    "extern", "false", "fn",    "for",   "if",     "impl",     "in",    "let",    "loop",   "match",
    "mod",    "move",  "mut",   "pub",   "ref",    "return",   "self",  "static", "struct", "super",
    "trait",  "true",  "type",  "union", "unsafe", "use",      "where", "while",  "yield"};
constexpr std::array<std::string_view, 8> kStrings = {
    "string_literal",   "raw_string_literal",  "char_literal",        "system_lib_string",
    "c_string_literal", "byte_string_literal", "concatenated_string", "escape_sequence"};
constexpr std::array<std::string_view, 3> kComments = {"line_comment", "block_comment", "comment"};
constexpr std::array<std::string_view, 3> kNumbers = {"integer_literal", "float_literal", "number_literal"};
constexpr std::array<std::string_view, 3> kTypes = {"type_identifier", "primitive_type", "sized_type_specifier"};
constexpr std::array<std::string_view, 9> kNamedKeywords = {
    "mutable_specifier",      "self", "crate", "super", "true", "false", "boolean_literal", "null",
    "storage_class_specifier"};
constexpr std::array<std::string_view, 2> kAttributes = {"attribute_item", "inner_attribute_item"};
// Nodes whose whole text has one class.
std::string_view WholeClass(std::string_view type) {
  if (IsOneOf(type, kComments)) return "co";
  if (IsOneOf(type, kStrings)) return "st";
  if (IsOneOf(type, kNumbers)) return "nu";
  if (IsOneOf(type, kTypes)) return "ty";
  if (IsOneOf(type, kNamedKeywords)) return "kw";
  if (IsOneOf(type, kAttributes)) return "ma";
  if (type == "lifetime") return "li";
  if (type == "preproc_directive") return "ma";
  return {};
}

// What an identifier is by its place: how its parent names it.
std::string_view IdentifierClass(std::string_view parent, std::string_view grandparent, std::string_view field,
                                 std::string_view parent_field, std::string_view word) {
  if (parent == "token_tree") return IsOneOf(word, kRustKeywords) ? "kw" : "";
  if (parent == "macro_invocation" || parent == "macro_definition")
    return field == "macro" || field == "name" ? "ma" : "";
  if (parent == "preproc_def" || parent == "preproc_function_def") return field == "name" ? "ma" : "";
  if (parent == "function_item" || parent == "function_signature_item") return field == "name" ? "fn" : "";
  if (parent == "function_declarator") return field == "declarator" ? "fn" : "";
  if (parent == "call_expression") return field == "function" ? "fn" : "";
  const bool called = grandparent == "call_expression" && parent_field == "function";
  if (called && (parent == "field_expression" || parent == "scoped_identifier"))
    return field == "field" || field == "name" ? "fn" : "";
  return {};
}

bool IsWord(std::string_view type) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !type.empty() && std::all_of(type.begin(), type.end(), letter);
}

std::vector<Colour> ColoursOf(std::string_view code, text::Grammar grammar) {
  std::vector<Colour> colours;
  const text::SyntaxTree tree = text::ParseSource(code, grammar);
  if (tree == nullptr) return colours;
  struct Above {
    std::string_view type;
    std::string_view field;
  };
  std::vector<Above> path;
  Cursor cursor(ts_tree_root_node(tree.get()));
  while (true) {
    const TSNode node = cursor.Node();
    const std::string_view type = TypeOf(node);
    const std::size_t begin = ts_node_start_byte(node);
    const std::size_t end = ts_node_end_byte(node);
    std::string_view name = ts_node_is_named(node) ? WholeClass(type) : std::string_view();
    const bool whole = !name.empty();
    if (!whole && end > begin) {
      const std::string_view parent = path.empty() ? std::string_view() : path.back().type;
      if (type == "identifier" || type == "field_identifier") {
        const std::string_view grandparent = path.size() < 2 ? std::string_view() : path[path.size() - 2].type;
        name = IdentifierClass(parent, grandparent, cursor.Field(),
                               path.empty() ? std::string_view() : path.back().field, code.substr(begin, end - begin));
      } else if (!ts_node_is_named(node)) {
        const bool preprocessor = type.starts_with('#') && type.size() > 1;
        if (preprocessor || (type == "!" && parent == "macro_invocation")) {
          name = "ma";
        } else if (IsWord(type)) {
          name = "kw";
        }
      }
    }
    if (!name.empty() && end > begin) colours.push_back({begin, std::min(end, code.size()), name});
    const std::string_view field = cursor.Field();
    if (!whole && cursor.FirstChild()) {
      path.push_back({type, field});
      continue;
    }
    while (!cursor.NextSibling()) {
      if (!cursor.Parent()) return colours;
      path.pop_back();
    }
  }
}

std::string Highlighted(std::string_view code, std::string_view language, int first_line) {
  std::vector<Colour> colours;
  if (language == "rust" || language == "c") {
    colours = ColoursOf(code, language == "rust" ? text::Grammar::kRust : text::Grammar::kC);
  } else if (language == "diff") {
    colours = text::DiffColours(code);
  } else if (language == "kconfig") {
    colours = text::KconfigColours(code);
  } else if (language == "make") {
    colours = text::MakefileColours(code);
  } else if (language == "sh" || language == "console") {
    colours = text::ShellColours(code, language == "console");
  }
  while (code.ends_with('\n')) code.remove_suffix(1);

  constexpr std::array<std::string_view, 7> kKnown = {"rust", "c", "sh", "console", "diff", "kconfig", "make"};
  const bool known = IsOneOf(language, kKnown);
  std::string out = fmt::format(R"(<pre class="code"{} tabindex="0" translate="no"><code>)",
                                known ? fmt::format(R"( data-language="{}")", text::EscapeAttribute(language)) : "");
  auto colour = colours.begin();
  int number = first_line;
  for (std::size_t at = 0; at <= code.size();) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    out += fmt::format(R"(<span class="line" data-n="{}">)", number++);
    while (at < end) {
      while (colour != colours.end() && colour->end <= at) ++colour;
      if (colour == colours.end() || colour->begin >= end) {
        out += text::EscapeText(code.substr(at, end - at));
        break;
      }
      if (colour->begin > at) {
        out += text::EscapeText(code.substr(at, colour->begin - at));
        at = colour->begin;
      }
      const std::size_t stop = std::min(colour->end, end);  // a span never crosses a line
      out += fmt::format(R"(<span class="{}">{}</span>)", colour->name, text::EscapeText(code.substr(at, stop - at)));
      at = stop;
    }
    out += "\n</span>";  // inside: lines are blocks, and a newline between two blocks would be a line of its own
    at = end + 1;
  }
  return out + "</code></pre>\n";
}

text::Memory<std::string>& Known() {
  constexpr std::size_t kMost = 16U << 20U;
  static text::Memory<std::string> memory(kMost);
  return memory;
}

}  // namespace

std::string HighlightCode(std::string_view code, std::string_view written, int first_line) {
  const std::string_view language = text::CanonicalLanguage(written);
  return Known().Get(
      fmt::format("{} {}", first_line, language), code, [&] { return Highlighted(code, language, first_line); },
      [](const std::string& html) { return html.size(); });
}

}  // namespace ferrotype
