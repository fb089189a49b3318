#include "renderer/text/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "base/text.h"

namespace ferrotype::text {
namespace {

struct ParserDeleter {
  void operator()(cmark_parser* parser) const noexcept { cmark_parser_free(parser); }
};

// How many containers the markers at the head of one line open: an upper bound, cheap, taken before the parser sees the
// line.
int MarkersAtHead(std::string_view line) {
  int markers = 0;
  std::size_t i = 0;
  while (i < line.size()) {
    const char c = line[i];
    if (c == ' ' || c == '\t') {
      ++i;
      continue;
    }
    if (c == '>') {
      ++markers;
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < line.size() && end - i < 9 && line[end] >= '0' && line[end] <= '9') ++end;
    const bool ordered = end > i && end < line.size() && (line[end] == '.' || line[end] == ')');
    const bool bullet = c == '-' || c == '+' || c == '*';
    if (!ordered && !bullet) break;
    i = ordered ? end + 1 : i + 1;
    if (i < line.size() && line[i] != ' ' && line[i] != '\t') break;
    ++markers;
  }
  return markers;
}

Trouble TooDeep() { return {"F035", fmt::format("nested more than {} deep", kMaxDepth)}; }

}  // namespace

Place PlaceOf(cmark_node* node) { return {cmark_node_get_start_line(node), cmark_node_get_start_column(node)}; }

std::string_view LiteralOf(cmark_node* node) {
  const char* literal = cmark_node_get_literal(node);
  return literal == nullptr ? std::string_view() : std::string_view(literal);
}

Or<Tree> ParseMarkdown(std::string_view markdown, Footnotes footnotes) {
  if (markdown.size() > kMaxMarkdownBytes) return Bad("F002", "too long: split it");
  for (const std::string_view line : Split(markdown, '\n')) {
    // `* * * *` is a line across the page, not a nest of lists.
    if (MarkersAtHead(line) > kMaxDepth && line.find_first_not_of("*-+ \t") != std::string_view::npos)
      return tl::unexpected(TooDeep());
    if (MarkersAtHead(line) > 4 * kMaxDepth) return tl::unexpected(TooDeep());
  }
  // cmark keeps extensions and its table of special characters in globals, and changes the latter around each parse.
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  cmark_gfm_core_extensions_ensure_registered();
  const int options = CMARK_OPT_DEFAULT | (footnotes == Footnotes::kYes ? CMARK_OPT_FOOTNOTES : 0);
  const std::unique_ptr<cmark_parser, ParserDeleter> parser(cmark_parser_new(options));
  for (const char* name : {"table", "strikethrough", "autolink", "tasklist"}) {
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  Tree tree(cmark_parser_finish(parser.get()));
  if (tree == nullptr) return Bad("F035", "the Markdown can't be read");
  cmark_consolidate_text_nodes(tree.get());

  const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> iter(cmark_iter_new(tree.get()), &cmark_iter_free);
  int depth = 0;
  for (cmark_event_type event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iter.get())) {
    cmark_node* node = cmark_iter_get_node(iter.get());
    if (cmark_node_first_child(node) == nullptr) continue;
    depth += event == CMARK_EVENT_ENTER ? 1 : -1;
    if (depth > kMaxDepth) return tl::unexpected(TooDeep());
  }
  return tree;
}

}  // namespace ferrotype::text
