#include "analyzer/marker_lexer.h"

#include <algorithm>
#include <array>

#include "analyzer/line_tally.h"

namespace ferrotype {
namespace {

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Lexer {
 public:
  Lexer(std::string_view text, const MarkerRules& rules) : text_(text), rules_(rules) {
    for (const LineMarker& line : rules.lines) Mark(line.text);
    for (const BlockPair& block : rules.blocks) Mark(block.open);
    for (const StringRule& string : rules.strings) Mark(string.open);
    if (rules.escape != 0) Mark({&rules.escape, 1});
    if (rules.heredocs) {
      for (const std::string_view start : {"<", "(", ")"}) Mark(start);
    }
  }

  LineCounts Run() {
    while (i_ < text_.size()) {
      const char c = text_[i_];
      if (c == '\n') {
        NewLine();
      } else if (!IsMark(c)) {
        if (IsBlankByte(c)) {
          ++i_;
        } else {
          tally_.Code();
          do {  // once a line is code, its bytes don't matter up to the next mark
            ++i_;
          } while (i_ < text_.size() && text_[i_] != '\n' && !IsMark(text_[i_]));
        }
      } else if (!LineComment() && !BlockComment()) {
        tally_.Code();
        if (c == rules_.escape) {
          CodeUpTo(std::min(i_ + 2, text_.size()));
        } else if (!String()) {
          if (rules_.heredocs) FindHeredoc(c);
          ++i_;
        }
      }
    }
    tally_.EndText(text_);
    return tally_.Counts();
  }

 private:
  void Mark(std::string_view text) {
    if (!text.empty()) marks_[static_cast<unsigned char>(text[0])] = true;
  }
  [[nodiscard]] bool IsMark(char c) const { return marks_[static_cast<unsigned char>(c)]; }

  void NewLine() {
    tally_.EndLine();
    ++i_;
    line_start_ = i_;
    arithmetic_ = false;
    if (!heredoc_.empty()) Heredoc();
  }

  [[nodiscard]] bool Fits(Where where) const {
    switch (where) {
      case Where::kNowhere:
        return false;
      case Where::kAnywhere:
        return true;
      case Where::kLineStart:
        return !tally_.HasCode();
      case Where::kColumnZero:
        return i_ == line_start_;
      case Where::kWordStart:
        return i_ == line_start_ || IsBlankByte(text_[i_ - 1]) ||
               std::string_view(";&|()`").find(text_[i_ - 1]) != std::string_view::npos;
    }
    return false;
  }

  bool LineComment() {
    const std::string_view rest = text_.substr(i_);
    for (const LineMarker& marker : rules_.lines) {
      if (marker.text.empty() || !rest.starts_with(marker.text) || !Fits(marker.where)) continue;
      std::size_t end = LineEnd(text_, i_);
      while (rules_.continued_lines && end < text_.size() && text_[end - 1] == '\\') end = LineEnd(text_, end + 1);
      CommentUpTo(end);
      return true;
    }
    return false;
  }

  bool BlockComment() {
    const std::string_view rest = text_.substr(i_);
    for (const BlockPair& pair : rules_.blocks) {
      if (pair.open.empty() || !rest.starts_with(pair.open)) continue;
      CommentUpTo(i_ + pair.open.size());
      for (std::size_t depth = 1; depth > 0 && i_ < text_.size();) {
        const std::string_view here = text_.substr(i_);
        if (here.starts_with(pair.close)) {
          --depth;
          CommentUpTo(i_ + pair.close.size());
        } else if (pair.nested && here.starts_with(pair.open)) {
          ++depth;
          CommentUpTo(i_ + pair.open.size());
        } else {
          CommentUpTo(i_ + 1);
        }
      }
      return true;
    }
    return false;
  }

  bool String() {
    const std::string_view rest = text_.substr(i_);
    for (const StringRule& rule : rules_.strings) {
      if (rule.open.empty() || !rest.starts_with(rule.open)) continue;
      std::size_t end = i_ + rule.open.size();
      while (end < text_.size()) {
        const char c = text_[end];
        if (c == rule.escape && rule.escape != 0) {
          end += 2;
        } else if (c == '\n' && !rule.multiline) {
          break;
        } else if (text_.substr(end).starts_with(rule.close)) {
          end += rule.close.size();
          break;
        } else {
          ++end;
        }
      }
      CodeUpTo(std::min(end, text_.size()));
      return true;
    }
    return false;
  }

  /// At c: remembers the word of a heredoc that starts on the next line. A shift (1 << 2, or any inside (( )) of the
  /// same line) and a here-string are none.
  void FindHeredoc(char c) {
    const std::string_view rest = text_.substr(i_);
    if (rest.starts_with("((")) arithmetic_ = true;
    if (rest.starts_with("))")) arithmetic_ = false;
    if (c != '<' || arithmetic_ || !heredoc_.empty() || !rest.starts_with("<<") || (i_ > 0 && text_[i_ - 1] == '<'))
      return;
    std::size_t word = i_ + 2;
    if (word < text_.size() && text_[word] == '-') ++word;
    while (word < text_.size() && (text_[word] == ' ' || text_[word] == '\t')) ++word;
    if (word >= text_.size()) return;
    const bool quoted = text_[word] == '\'' || text_[word] == '"';
    if (quoted || text_[word] == '\\') ++word;
    std::size_t end = word;
    while (end < text_.size() && IsWordByte(text_[end])) ++end;
    if (end == word || (text_[word] >= '0' && text_[word] <= '9')) return;
    if (quoted && (end >= text_.size() || text_[end] != text_[word - 1])) return;
    heredoc_ = text_.substr(word, end - word);
  }

  void Heredoc() {
    while (i_ < text_.size()) {
      const std::size_t end = LineEnd(text_, i_);
      const bool last = Trimmed(text_.substr(i_, end - i_)) == heredoc_;
      tally_.Code();
      i_ = end;
      if (last) break;
      if (i_ < text_.size()) {
        tally_.EndLine();
        line_start_ = ++i_;
      }
    }
    heredoc_ = {};
  }

  void CommentUpTo(std::size_t end) {
    for (; i_ < end; ++i_) {
      tally_.Comment();
      if (text_[i_] == '\n') EndInnerLine();
    }
  }
  void CodeUpTo(std::size_t end) {
    for (; i_ < end; ++i_) {
      tally_.Code();
      if (text_[i_] == '\n') EndInnerLine();
    }
  }
  void EndInnerLine() {
    tally_.EndLine();
    line_start_ = i_ + 1;
  }

  std::string_view text_;
  const MarkerRules& rules_;
  std::array<bool, 256> marks_{};  // bytes that comments, strings and the like start with
  std::string_view heredoc_;       // the word that ends it
  bool arithmetic_ = false;        // inside (( )), where << is a shift
  std::size_t i_ = 0;
  std::size_t line_start_ = 0;
  LineTally tally_;
};

}  // namespace

LineCounts LexMarkers(std::string_view text, const MarkerRules& rules) { return Lexer(text, rules).Run(); }

LineCounts LexLineStarts(std::string_view text, const MarkerRules& rules) {
  LineTally tally;
  LineReader reader(text);
  std::string_view line;
  bool continued = false;
  while (reader.Next(line)) {
    const std::size_t indent = Indent(line);
    const std::string_view rest = line.substr(indent);
    const bool comment =
        continued || std::any_of(rules.lines.begin(), rules.lines.end(), [&](const LineMarker& marker) {
          return !marker.text.empty() && rest.starts_with(marker.text) &&
                 (marker.where != Where::kColumnZero || indent == 0);
        });
    if (!rest.empty()) comment ? tally.Comment() : tally.Code();
    continued = rules.continued_lines && comment && rest.ends_with('\\');
    tally.EndLine();
  }
  return tally.Counts();
}

}  // namespace ferrotype
