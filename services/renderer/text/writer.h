// Our HTML from cmark's tree. No recursion: one pass over the tree's events.
#pragma once

#include <string>
#include <vector>

#include "renderer/text/markdown.h"
#include "renderer/text/output.h"
#include "renderer/text/scene.h"

namespace ferrotype::text {

enum class WriteMode {
  kDocument,  ///< everything
  kBlocks,    ///< within a note: no headings, no footnotes, no further note
  kLine,      ///< words only: blocks leave no tags
  kHeadline,  ///< as kLine, and nothing can be cited
};

struct Written {
  std::string html;
  std::string linkless;
  std::string plain;
  std::vector<Heading> headings;
};

class Writer {
 public:
  Writer(WriteMode mode, Scene& scene, Reporter& reporter)
      : mode_(mode), scene_(scene), reporter_(reporter), out_(scene.context.lang) {}

  /// Changes literals in `root` (anchors and caption marks are taken off).
  [[nodiscard]] Written Write(cmark_node* root);

 private:
  enum class Next { kOn, kSkipChildren };

  Next Enter(cmark_node* node);
  void Exit(cmark_node* node);

  // writer_blocks.cc
  Next EnterBlock(cmark_node* node, cmark_node_type type);
  void ExitBlock(cmark_node* node, cmark_node_type type);
  void EnterParagraph(cmark_node* node);
  void ExitParagraph(cmark_node* node);
  void EnterHeading(cmark_node* node);
  void ExitHeading(cmark_node* node);
  void EnterList(cmark_node* node);
  void EnterItem(cmark_node* node);
  void CodeBlock(cmark_node* node);
  void EnterFootnote();
  void OpenTable(cmark_node* table);
  void EnterCell(cmark_node* cell);
  bool EnterTablePart(cmark_node* node, cmark_node_type type);
  bool ExitTablePart(cmark_node* node, cmark_node_type type);
  [[nodiscard]] std::string AnchorOf(cmark_node* heading);
  [[nodiscard]] std::string LangOf(cmark_node* block);

  // writer_inlines.cc
  Next EnterInline(cmark_node* node, cmark_node_type type);
  void ExitInline(cmark_node* node, cmark_node_type type);
  void Text(cmark_node* node);
  void Code(cmark_node* node);
  [[nodiscard]] Place PlaceOfCode(cmark_node* node) const;
  [[nodiscard]] Place Nearest(Place told, std::string_view literal) const;
  void CheckText(cmark_node* node, std::string_view literal, bool before_code);
  void CheckFence(cmark_node* node);
  void EnterLink(cmark_node* node);
  void Image(cmark_node* node);
  void FootnoteReference(cmark_node* node);

  void RawHtml(cmark_node* node);
  void Problem(Place place, const Trouble& trouble);
  [[nodiscard]] bool Lines() const { return mode_ == WriteMode::kLine || mode_ == WriteMode::kHeadline; }

  WriteMode mode_;
  Scene& scene_;
  Reporter& reporter_;
  Output out_;
  std::vector<Heading> headings_;
  std::map<std::string, int> anchors_;  // how often each was used
  std::map<std::string, int> footnote_references_;
  int footnotes_ = 0;  // definitions written
  int last_level_ = 1;
  int quotes_ = 0;          // block quotes that are open: what stands there somebody else said
  bool captioned_ = false;  // the paragraph that is open is the next table's caption
  bool in_header_ = false;
  bool in_body_ = false;
  std::size_t column_ = 0;
  std::vector<bool> links_;  // whether each open link got a tag
};

enum class WithCode { kNo, kYes };
/// The visible words below `node`; roles, whose words are not known yet, are left out, and other code unless it is
/// wanted.
[[nodiscard]] std::string WordsBelow(cmark_node* node, WithCode code);

}  // namespace ferrotype::text
