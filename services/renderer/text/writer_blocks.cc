#include <cmark-gfm-core-extensions.h>
#include <fmt/format.h>
#include <table.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "renderer/text/arguments.h"
#include "renderer/text/chinese.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/links.h"
#include "renderer/text/runes.h"
#include "renderer/text/writer.h"

namespace ferrotype::text {
namespace {

constexpr int kDeepestHeading = 6;

bool IsTable(cmark_node* node) { return node != nullptr && cmark_node_get_type(node) == CMARK_NODE_TABLE; }

// What a caption's paragraph begins with, directly before its table.
std::size_t CaptionMark(std::string_view text) {
  for (const std::string_view mark : {"Table: ", "表：", "表:"}) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

// [a-z0-9-] words of `text`, joined with '-'; others are left out.
std::string AsciiSlug(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string slug;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool keep = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (keep) {
      slug += lower;
    } else if (!slug.empty() && slug.back() != '-' && static_cast<unsigned char>(c) < 0x80) {
      slug += '-';
    }
    if (slug.size() >= kLongest) break;
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

bool IsAnchor(std::string_view name) { return !name.empty() && AsciiSlug(name) == name; }

}  // namespace

Writer::Next Writer::EnterBlock(cmark_node* node, cmark_node_type type) {
  if (Lines()) {
    // Words are wanted: a block that is no paragraph leaves its words, and code leaves its own.
    if (type == CMARK_NODE_CODE_BLOCK) out_.Code(Trimmed(LiteralOf(node)));
    if (type == CMARK_NODE_HTML_BLOCK) RawHtml(node);
    return Next::kOn;
  }
  if (scene_.context.mark_lines && mode_ == WriteMode::kDocument &&
      (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || type == CMARK_NODE_CODE_BLOCK ||
       type == CMARK_NODE_TABLE))
    out_.Block(fmt::format("<i hidden data-line=\"{}\"></i>", reporter_.SpotOf(PlaceOf(node)).line));
  if (EnterTablePart(node, type)) return Next::kOn;
  switch (type) {
    case CMARK_NODE_PARAGRAPH:
      EnterParagraph(node);
      break;
    case CMARK_NODE_HEADING:
      EnterHeading(node);
      break;
    case CMARK_NODE_BLOCK_QUOTE:
      ++quotes_;
      out_.Block("<blockquote>\n");
      break;
    case CMARK_NODE_LIST:
      EnterList(node);
      break;
    case CMARK_NODE_ITEM:
      EnterItem(node);
      break;
    case CMARK_NODE_CODE_BLOCK:
      CodeBlock(node);
      break;
    case CMARK_NODE_HTML_BLOCK:
      out_.Block("");
      RawHtml(node);
      out_.Block("\n");
      break;
    case CMARK_NODE_THEMATIC_BREAK:
      out_.Block("<hr>\n");
      break;
    case CMARK_NODE_FOOTNOTE_DEFINITION:
      EnterFootnote();
      break;
    default:
      break;
  }
  return Next::kOn;
}

void Writer::ExitBlock(cmark_node* node, cmark_node_type type) {
  if (Lines()) {
    if (type == CMARK_NODE_PARAGRAPH && cmark_node_next(node) != nullptr) out_.SoftBreak();
    return;
  }
  if (ExitTablePart(node, type)) return;
  switch (type) {
    case CMARK_NODE_PARAGRAPH:
      ExitParagraph(node);
      break;
    case CMARK_NODE_HEADING:
      ExitHeading(node);
      break;
    case CMARK_NODE_BLOCK_QUOTE:
      --quotes_;
      out_.Block("</blockquote>\n");
      break;
    case CMARK_NODE_LIST:
      out_.Block(cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "</ol>\n" : "</ul>\n");
      break;
    case CMARK_NODE_ITEM:
      out_.Block("</li>\n");
      break;
    case CMARK_NODE_FOOTNOTE_DEFINITION:
      out_.Block("</li>\n");
      break;
    default:
      break;
  }
}

void Writer::EnterParagraph(cmark_node* node) {
  cmark_node* first = cmark_node_first_child(node);
  if (IsTable(cmark_node_next(node)) && first != nullptr && cmark_node_get_type(first) == CMARK_NODE_TEXT) {
    if (const std::size_t mark = CaptionMark(LiteralOf(first)); mark > 0) {
      const std::string rest(LiteralOf(first).substr(mark));
      cmark_node_set_literal(first, rest.c_str());
      captioned_ = true;
      OpenTable(cmark_node_next(node));
      out_.Block(fmt::format("<caption id=\"table-{}\"{}>", scene_.tables, LangOf(node)));
      return;
    }
  }
  cmark_node* item = cmark_node_parent(node);
  cmark_node* list = item == nullptr ? nullptr : cmark_node_parent(item);
  const bool tight =
      list != nullptr && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) != 0;
  if (tight) {
    out_.Block("");
    return;
  }
  out_.Block(fmt::format("<p{}>", LangOf(node)));
}

void Writer::ExitParagraph(cmark_node* node) {
  out_.SetForeign(false);
  if (captioned_) {
    out_.Block("</caption>\n");
    return;
  }
  cmark_node* parent = cmark_node_parent(node);
  if (parent != nullptr && cmark_node_get_type(parent) == CMARK_NODE_FOOTNOTE_DEFINITION &&
      cmark_node_next(node) == nullptr) {
    out_.Tag(fmt::format(R"( <a class="backlink" href="#fnref-{0}-1" role="doc-backlink" aria-label="{1} {0}">↩</a>)",
                         footnotes_, scene_.Say("Back to reference", "回到引用处")));
  }
  cmark_node* list = parent == nullptr ? nullptr : cmark_node_parent(parent);
  const bool tight =
      list != nullptr && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) != 0;
  out_.Block(tight ? "" : "</p>\n");
}

// A block in the other language says so: it is told by its letters. Foreign words within a line are marked where they
// stand.
std::string Writer::LangOf(cmark_node* block) {
  std::size_t han = 0;
  std::size_t latin = 0;
  std::size_t words = 0;
  bool in_word = false;
  const std::string text = WordsBelow(block, WithCode::kNo);
  for (std::string_view rest = text; !rest.empty();) {
    const DecodedRune rune = DecodeUtf8(rest);
    rest.remove_prefix(rune.bytes);
    const bool letter = IsAlphanumeric(rune.value);
    han += IsHan(rune.value) ? 1U : 0U;
    latin += letter ? 1U : 0U;
    words += letter && !in_word ? 1U : 0U;
    in_word = letter;
  }
  const bool foreign = scene_.lang() == Lang::kZh ? han == 0 && words >= 4 && latin >= 16 : han >= 6 && han > latin;
  out_.SetForeign(foreign);
  return foreign ? fmt::format(R"( lang="{}")", TagOf(scene_.lang() == Lang::kZh ? Lang::kEn : Lang::kZh)) : "";
}

std::string Writer::AnchorOf(cmark_node* heading) {
  cmark_node* last = cmark_node_last_child(heading);
  std::string name;
  bool given = false;
  if (last != nullptr && cmark_node_get_type(last) == CMARK_NODE_TEXT) {
    const std::string literal(Trimmed(LiteralOf(last)));
    const std::size_t open = literal.rfind("{#");
    if (open != std::string::npos && literal.ends_with('}')) {
      name = literal.substr(open + 2, literal.size() - open - 3);
      given = true;
      cmark_node_set_literal(last, std::string(Trimmed(literal.substr(0, open))).c_str());
      if (!IsAnchor(name)) {
        reporter_.Error(PlaceOf(heading), "F032",
                        fmt::format("{} can't be an anchor; it is of a-z, 0-9 and -", Quoted(name)));
        name.clear();
      }
    }
  }
  if (name.empty()) name = AsciiSlug(WordsBelow(heading, WithCode::kYes));
  if (name.empty()) {
    name = fmt::format("section-{}", headings_.size() + 1);
    if (!given)
      reporter_.Warn(PlaceOf(heading), "F037",
                     "this heading has no anchor that both languages could share; add {#name}");
  }
  const int times = ++anchors_[name];
  if (times > 1) {
    if (given) reporter_.Error(PlaceOf(heading), "F036", fmt::format("the anchor {} stands twice", Quoted(name)));
    name += fmt::format("-{}", times);
  }
  return std::string(kAnchorPrefix) + name;
}

void Writer::EnterHeading(cmark_node* node) {
  int level = cmark_node_get_heading_level(node);
  if (mode_ == WriteMode::kBlocks) {
    reporter_.Error(PlaceOf(node), "F032", "no headings here");
    out_.Block("<p>");
    return;
  }
  if (level == 1) {
    reporter_.Error(PlaceOf(node), "F032", "a text's title stands in its front matter; its headings begin with ##");
    level = 2;
  } else if (level > last_level_ + 1) {
    reporter_.Warn(
        PlaceOf(node), "F032",
        fmt::format("a heading of level {} below one of level {}: none may be left out", level, last_level_));
  }
  last_level_ = level;
  Heading heading;
  heading.level = std::min(level, kDeepestHeading);
  heading.id = AnchorOf(node);
  out_.Block(fmt::format(R"(<h{} id="{}"{}>)", heading.level, EscapeAttribute(heading.id), LangOf(node)));
  headings_.push_back(std::move(heading));
  out_.StartCopy();
}

void Writer::ExitHeading(cmark_node*) {
  out_.SetForeign(false);
  if (mode_ == WriteMode::kBlocks) return out_.Block("</p>\n");
  headings_.back().html = out_.linkless();
  out_.Block(fmt::format("</h{}>\n", headings_.back().level));
}

void Writer::EnterList(cmark_node* node) {
  if (cmark_node_get_list_type(node) != CMARK_ORDERED_LIST) return out_.Block("<ul>\n");
  const int start = cmark_node_get_list_start(node);
  out_.Block(start == 1 ? "<ol>\n" : fmt::format("<ol start=\"{}\">\n", start));
}

void Writer::EnterItem(cmark_node* node) {
  if (std::string_view(cmark_node_get_type_string(node)) != "tasklist") return out_.Block("<li>");
  const bool done = cmark_gfm_extensions_get_tasklist_item_checked(node);
  out_.Block(fmt::format(R"(<li class="task"><span role="img" aria-label="{}">{}</span> )",
                         done ? scene_.Say("done", "已完成") : scene_.Say("open", "未完成"), done ? "☑" : "☐"));
}

// A fence that its end closed, not the editor: all that followed has become code.
void Writer::CheckFence(cmark_node* node) {
  int length = 0;
  int offset = 0;
  char mark = 0;
  if (cmark_node_get_fenced(node, &length, &offset, &mark) == 0) return;
  std::string_view last = reporter_.Line(cmark_node_get_end_line(node));
  const std::size_t first = last.find_first_not_of(" \t>");
  last = first == std::string_view::npos ? std::string_view() : Trimmed(last.substr(first));
  const bool closed = cmark_node_get_end_line(node) > cmark_node_get_start_line(node) &&
                      last.size() >= static_cast<std::size_t>(length) &&
                      last.find_first_not_of(mark) == std::string_view::npos;
  if (closed) return;
  const std::string ticks(static_cast<std::size_t>(std::max(length, 3)), mark);
  // In a directive's body: its own fence took the end that was meant for this one.
  reporter_.Error(PlaceOf(node), "F025",
                  mode_ == WriteMode::kDocument
                      ? fmt::format("this fence is never closed; end it with a line {}", ticks)
                      : fmt::format("this fence is never closed: the line {} that was meant for it has ended the fence "
                                    "around it; give the one around it more backticks, {}{}",
                                    ticks, ticks, mark));
}

void Writer::CodeBlock(cmark_node* node) {
  CheckFence(node);
  const char* fence_info = cmark_node_get_fence_info(node);
  const std::string info = WithoutSeams(fence_info == nullptr ? "" : fence_info);
  const std::string literal = WithoutSeams(LiteralOf(node));
  if (const std::optional<DirectiveHead> head = DirectiveOf(info)) {
    // The body keeps its seams: it may be Markdown itself.
    DirectiveCall call{head->argument, LiteralOf(node), PlaceOf(node), mode_ != WriteMode::kDocument,
                       scene_,         reporter_};
    return out_.Block(RenderDirective(head->name, call));
  }
  const std::string language = info.substr(0, info.find_first_of(" \t{"));
  // Some names of directives are languages elsewhere: they mean what they mean there.
  static constexpr std::array<std::string_view, 4> kLanguages = {"math", "table", "source", "files"};
  if (IsDirective(language) && std::find(kLanguages.begin(), kLanguages.end(), language) == kLanguages.end())
    reporter_.Warn(PlaceOf(node), "F020", fmt::format("a directive's name stands in braces: ```{{{}}}", language));
  out_.Block(HighlightCode(literal, language, 1));
}

void Writer::EnterFootnote() {
  if (footnotes_++ == 0) {
    out_.Block(fmt::format("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{}\">\n<ol>\n",
                           scene_.Say("Footnotes", "脚注")));
  }
  out_.Block(fmt::format("<li id=\"fn-{}\">", footnotes_));
}

void Writer::OpenTable(cmark_node* table) {
  ++scene_.tables;
  const std::string label = captioned_ ? fmt::format(R"(aria-labelledby="table-{}")", scene_.tables)
                                       : fmt::format(R"(aria-label="{} {}")", scene_.Say("Table", "表"), scene_.tables);
  out_.Block(fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" {}>\n<table>\n", label));
  if (!captioned_) {
    reporter_.Warn(PlaceOf(table), "F034",
                   "this table has no caption; write a paragraph `Table: ...` (表：……) directly before it");
  }
}

bool Writer::EnterTablePart(cmark_node* node, cmark_node_type type) {
  if (type == CMARK_NODE_TABLE) {
    if (!captioned_) OpenTable(node);
    captioned_ = false;
    in_body_ = false;
    return true;
  }
  if (type == CMARK_NODE_TABLE_ROW) {
    column_ = 0;
    in_header_ = cmark_gfm_extensions_get_table_row_is_header(node) != 0;
    if (in_header_) {
      out_.Block("<thead>\n");
    } else if (!in_body_) {
      in_body_ = true;
      out_.Block("<tbody>\n");
    }
    out_.Block("<tr>\n");
    return true;
  }
  if (type == CMARK_NODE_TABLE_CELL) {
    EnterCell(node);
    return true;
  }
  return false;
}

void Writer::EnterCell(cmark_node* cell) {
  cmark_node* row = cmark_node_parent(cell);
  cmark_node* table = row == nullptr ? nullptr : cmark_node_parent(row);
  const std::uint16_t columns = table == nullptr ? std::uint16_t{0} : cmark_gfm_extensions_get_table_columns(table);
  const std::uint8_t* alignments = table == nullptr ? nullptr : cmark_gfm_extensions_get_table_alignments(table);
  const char alignment = alignments != nullptr && column_ < columns ? static_cast<char>(alignments[column_]) : '\0';
  ++column_;
  const std::string_view look = alignment == 'r' ? R"( class="num")" : alignment == 'c' ? R"( class="centre")" : "";
  const bool empty = cmark_node_first_child(cell) == nullptr;
  if (in_header_ && !empty) {
    out_.Block(fmt::format(R"(<th scope="col"{}{}>)", look, LangOf(cell)));
  } else {
    out_.Block(fmt::format("<td{}{}>", look, LangOf(cell)));
  }
}

bool Writer::ExitTablePart(cmark_node* node, cmark_node_type type) {
  if (type == CMARK_NODE_TABLE) {
    out_.Block(in_body_ ? "</tbody>\n</table>\n</div>\n" : "</table>\n</div>\n");
    return true;
  }
  if (type == CMARK_NODE_TABLE_ROW) {
    out_.Block(in_header_ ? "</tr>\n</thead>\n" : "</tr>\n");
    return true;
  }
  if (type == CMARK_NODE_TABLE_CELL) {
    out_.SetForeign(false);
    out_.Block(in_header_ && cmark_node_first_child(node) != nullptr ? "</th>\n" : "</td>\n");
    return true;
  }
  return false;
}

}  // namespace ferrotype::text
