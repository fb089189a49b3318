#include "renderer/text/sections.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/text.h"
#include "renderer/text/arguments.h"
#include "renderer/text/chinese.h"
#include "renderer/text/directives.h"
#include "renderer/text/markdown.h"
#include "renderer/text/runes.h"

namespace ferrotype {
namespace {

using Iterator = std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)>;

// What is said, without how it is set.
class Words {
 public:
  void Prose(std::string_view text) { prose_ += text; }
  void Space() { prose_ += ' '; }
  void Code(std::string_view code) {
    Flush();
    for (const std::string_view line : Split(code, '\n')) {
      const std::size_t end = line.find_last_not_of(" \t");
      all_ += line.substr(0, end == std::string_view::npos ? 0 : end + 1);
      all_ += '\n';
    }
  }
  [[nodiscard]] std::string Take() {
    Flush();
    std::string taken = text::WithoutSeams(all_);
    all_.clear();
    return taken;
  }

 private:
  void Flush() {
    // Tidied as Chinese text is: a line break between two Han characters is nothing, in whatever language.
    const std::string tidy = text::TidyPlain(prose_, Lang::kZh);
    prose_.clear();
    if (!tidy.empty()) all_ += tidy + "\n";
  }

  std::string prose_;
  std::string all_;
};

void Collect(cmark_node* block, Words& words, bool inside_directive);

void CollectFence(cmark_node* node, Words& words, bool inside_directive) {
  const char* info = cmark_node_get_fence_info(node);
  const std::string head = text::WithoutSeams(info == nullptr ? "" : info);
  words.Space();
  words.Prose(head);
  words.Space();
  if (text::DirectiveOf(head) && !inside_directive) {
    // What stands in a directive is words too, except for compare's lines, which no Markdown changes.
    const text::Or<text::Tree> inner = text::ParseMarkdown(text::LiteralOf(node), text::Footnotes::kNo);
    if (inner) return Collect(inner->get(), words, true);
  }
  words.Code(text::LiteralOf(node));
}

void CollectEnter(cmark_node* node, cmark_node_type type, Words& words, bool inside_directive) {
  if (type == CMARK_NODE_TEXT) {
    words.Prose(text::LiteralOf(node));
  } else if (type == CMARK_NODE_CODE) {
    // A code span's inner spaces are the writer's; a role's are not.
    words.Prose(fmt::format("`{}`", text::Trimmed(text::LiteralOf(node))));
  } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
    words.Prose("\n");
  } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
    const char* url = cmark_node_get_url(node);
    words.Prose(fmt::format("<{}>", url == nullptr ? "" : url));
  } else if (type == CMARK_NODE_FOOTNOTE_REFERENCE) {
    words.Prose(fmt::format("[^{}]", text::LiteralOf(node)));
  } else if (type == CMARK_NODE_CODE_BLOCK) {
    CollectFence(node, words, inside_directive);
  }
}

void Collect(cmark_node* block, Words& words, bool inside_directive) {
  const Iterator iter(cmark_iter_new(block), &cmark_iter_free);
  for (cmark_event_type event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iter.get())) {
    cmark_node* node = cmark_iter_get_node(iter.get());
    const cmark_node_type type = cmark_node_get_type(node);
    if (event == CMARK_EVENT_ENTER) CollectEnter(node, type, words, inside_directive);
    if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK) words.Space();
  }
}

// The anchor that a heading names, `## Words {#id}`; empty when it names none.
std::string AnchorOf(cmark_node* heading) {
  cmark_node* last = cmark_node_last_child(heading);
  if (last == nullptr || cmark_node_get_type(last) != CMARK_NODE_TEXT) return "";
  const std::string_view literal = text::Trimmed(text::LiteralOf(last));
  const std::size_t open = literal.rfind("{#");
  if (open == std::string_view::npos || !literal.ends_with('}')) return "";
  return text::WithoutSeams(literal.substr(open + 2, literal.size() - open - 3));
}

std::string HashOf(std::string_view words) { return ToHex(Sha256(words)).substr(0, 12); }

}  // namespace

std::vector<Section> SectionsOf(const Document& document) {
  std::vector<Section> sections;
  std::string head;
  for (const char* key : {"title", "summary"}) {
    const auto value = document.front_matter.find(key);
    if (value == document.front_matter.end()) continue;
    const std::string repaired = text::RepairEmphasis(value->second);
    const text::Or<text::Tree> tree = text::ParseMarkdown(repaired, text::Footnotes::kNo);
    Words words;
    if (tree) Collect(tree->get(), words, false);
    head += words.Take();
  }
  sections.push_back({std::string(kHeadSection), HashOf(head), {1, 1}});

  const std::string repaired = text::RepairEmphasis(text::WithoutSeams(document.body));
  const text::Or<text::Tree> tree = text::ParseMarkdown(repaired, text::Footnotes::kYes);
  if (!tree) return sections;
  Section open{std::string(kTopSection), "", {document.body_line, 1}};
  Words words;
  const auto close = [&] {
    const std::string said = words.Take();
    if (said.empty()) return;
    open.hash = HashOf(said);
    sections.push_back(open);
  };
  for (cmark_node* block = cmark_node_first_child(tree->get()); block != nullptr; block = cmark_node_next(block)) {
    if (cmark_node_get_type(block) == CMARK_NODE_HEADING) {
      if (std::string anchor = AnchorOf(block); !anchor.empty()) {
        close();
        open = {std::move(anchor), "", {document.body_line + text::PlaceOf(block).line - 1, 1}};
      }
    }
    Collect(block, words, false);
  }
  close();
  return sections;
}

}  // namespace ferrotype
