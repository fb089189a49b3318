#include "analyzer/rust_syntax.h"

#include "analyzer/rust_syntax_items.h"
#include "analyzer/rust_syntax_mentions.h"
#include "analyzer/rust_syntax_tokens.h"

namespace ferrotype {
namespace {

/// Inner docs before the first token that is no inner attribute.
void ReadHeadDoc(const RustTokens& tokens, RustSyntax& syntax) {
  std::uint32_t first = 0;
  while (tokens.Is(first, "#") && tokens.Is(first + 1, "!") && tokens.Is(first + 2, "["))
    first = tokens.After(first + 2);
  std::size_t end = 0;
  while (end < tokens.docs.size() && tokens.docs[end].inner && tokens.docs[end].next <= first) ++end;
  syntax.head_doc = DocText(tokens, 0, end);
  syntax.c_headers = CHeadersOf(syntax.head_doc);
}

}  // namespace

RustSyntax ReadRustSyntax(std::string_view text, const TSTree* tree) {
  RustSyntax syntax;
  syntax.clean = tree != nullptr && !ts_node_has_error(ts_tree_root_node(tree));
  if (text.size() > kMaxParsedBytes) return syntax;
  const RustTokens tokens = TokenizeRust(text);
  ReadHeadDoc(tokens, syntax);
  const RustOutline outline = ReadItems(tokens, syntax);
  ReadMentions(tokens, syntax);
  ReadBodies(tokens, outline, syntax);
  return syntax;
}

}  // namespace ferrotype
