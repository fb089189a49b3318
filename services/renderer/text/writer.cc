#include "renderer/text/writer.h"

#include <fmt/format.h>

#include "renderer/text/chinese.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/fragment.h"
#include "renderer/text/runes.h"

namespace ferrotype::text {
namespace {

using Iterator = std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)>;

bool IsBlock(cmark_node_type type) { return (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK; }

}  // namespace

Written Writer::Write(cmark_node* root) {
  const Iterator iter(cmark_iter_new(root), &cmark_iter_free);
  for (cmark_event_type event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iter.get())) {
    cmark_node* node = cmark_iter_get_node(iter.get());
    if (event == CMARK_EVENT_EXIT) {
      Exit(node);
    } else if (Enter(node) == Next::kSkipChildren) {
      // Childless nodes have no exit event to wait for.
      if (cmark_node_first_child(node) != nullptr) {
        cmark_iter_reset(iter.get(), node, CMARK_EVENT_EXIT);
      }
    }
  }
  if (footnotes_ > 0) out_.Block("</ol>\n</section>\n");
  Written written;
  written.linkless = out_.linkless();
  written.plain = TidyPlain(out_.plain(), scene_.lang());
  written.headings = std::move(headings_);
  written.html = out_.TakeHtml();
  return written;
}

Writer::Next Writer::Enter(cmark_node* node) {
  const cmark_node_type type = cmark_node_get_type(node);
  return IsBlock(type) ? EnterBlock(node, type) : EnterInline(node, type);
}

void Writer::Exit(cmark_node* node) {
  const cmark_node_type type = cmark_node_get_type(node);
  if (IsBlock(type)) {
    ExitBlock(node, type);
  } else {
    ExitInline(node, type);
  }
}

void Writer::Problem(Place place, const Trouble& trouble) {
  reporter_.Tell(place, trouble);
  const std::string words = fmt::format("[{}: {}]", trouble.code, trouble.message);
  const std::string html = fmt::format(R"(<strong class="diagnostic">{}</strong>)", EscapeText(words));
  out_.Role({html, html, words});
}

void Writer::RawHtml(cmark_node* node) {
  const std::string_view literal = Trimmed(LiteralOf(node));
  const bool comment = literal.starts_with("<!--") && literal.find("-->") + 3 == literal.size() && literal.size() >= 7;
  if (comment) return;  // a note among editors
  Problem(PlaceOf(node), {"F031", "raw HTML is not taken; write Markdown"});
  const std::string html = fmt::format("<code>{}</code>", EscapeText(WithoutSeams(literal)));
  out_.Role({html, html, std::string(literal)});
}

std::string WordsBelow(cmark_node* node, WithCode code) {
  std::string words;
  std::string_view role;  // of the text just seen: the code span after it is its argument
  const Iterator iter(cmark_iter_new(node), &cmark_iter_free);
  for (cmark_event_type event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iter.get())) {
    cmark_node* inner = cmark_iter_get_node(iter.get());
    if (event != CMARK_EVENT_ENTER) continue;
    const cmark_node_type type = cmark_node_get_type(inner);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) words += ' ';
    if (type == CMARK_NODE_CODE) {
      if (role.empty() && code == WithCode::kYes) words += LiteralOf(inner);
      role = {};
    }
    if (type != CMARK_NODE_TEXT) continue;
    std::string_view literal = LiteralOf(inner);
    cmark_node* next = cmark_node_next(inner);
    role =
        next != nullptr && cmark_node_get_type(next) == CMARK_NODE_CODE ? RoleNameAtEnd(literal) : std::string_view();
    if (!role.empty()) literal.remove_suffix(role.size() + 2);
    words += literal;
  }
  return WithoutSeams(words);
}

Fragment RenderFragment(std::string_view markdown, FragmentKind kind, Scene& scene, Reporter& reporter) {
  // `markdown` is repaired already when it comes out of a body; repairing again changes nothing then.
  Or<Tree> tree = ParseMarkdown(markdown, Footnotes::kNo);
  if (!tree) {
    reporter.Tell({1, 1}, tree.error());
    return {ProblemBlock(tree.error()), "", ""};
  }
  const WriteMode mode = kind == FragmentKind::kBlocks ? WriteMode::kBlocks
                         : kind == FragmentKind::kLine ? WriteMode::kLine
                                                       : WriteMode::kHeadline;
  Written written = Writer(mode, scene, reporter).Write(tree->get());
  return {std::move(written.html), std::move(written.linkless), std::move(written.plain)};
}

}  // namespace ferrotype::text
