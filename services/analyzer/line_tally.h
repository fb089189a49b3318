// What lies on each line, gathered while a lexer walks over a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "model/finding.h"

namespace ferrotype {

/// Blank bytes of both ledgers: space, tab, VT, FF, CR. The newline is told apart by its callers.
[[nodiscard]] constexpr bool IsBlankByte(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Counts lines by what was marked on them. A lexer marks bytes in order of position and says EndLine at each newline.
class LineTally {
 public:
  void Code() { code_ = true; }
  void Comment() { comment_ = true; }
  void Doc() { comment_ = doc_ = true; }
  [[nodiscard]] bool HasCode() const { return code_; }
  [[nodiscard]] bool HasComment() const { return comment_; }

  void EndLine() {
    if (code_) {
      ++counts_.code;
    } else if (comment_) {
      ++counts_.comment;
      doc_lines_ += doc_ ? 1 : 0;
    } else {
      ++counts_.blank;
    }
    code_ = comment_ = doc_ = false;
  }
  /// Ends a last line without newline. Lexers call it once, at the end of a text.
  void EndText(std::string_view text) {
    if (!text.empty() && text.back() != '\n') EndLine();
  }

  [[nodiscard]] const LineCounts& Counts() const { return counts_; }
  [[nodiscard]] std::uint64_t DocLines() const { return doc_lines_; }

 private:
  bool code_ = false;
  bool comment_ = false;
  bool doc_ = false;
  LineCounts counts_;
  std::uint64_t doc_lines_ = 0;
};

/// Position of the next newline at or after `from`, or the end of `text`.
[[nodiscard]] inline std::size_t LineEnd(std::string_view text, std::size_t from) {
  if (from >= text.size()) return text.size();
  const void* found = std::memchr(text.data() + from, '\n', text.size() - from);
  return found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

/// The bytes before the first that is not blank. (A newline counts as blank here, but a line holds none.)
[[nodiscard]] inline std::size_t Indent(std::string_view line) {
  std::size_t i = 0;
  while (i < line.size() && IsBlankByte(line[i])) ++i;
  return i;
}

/// `line` without blanks at its ends.
[[nodiscard]] inline std::string_view Trimmed(std::string_view line) {
  line.remove_prefix(Indent(line));
  while (!line.empty() && IsBlankByte(line.back())) line.remove_suffix(1);
  return line;
}

/// Walks over the lines of a text, without their newlines.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text) {}
  [[nodiscard]] bool Next(std::string_view& line) {
    if (position_ >= text_.size()) return false;
    const std::size_t end = LineEnd(text_, position_);
    line = text_.substr(position_, end - position_);
    position_ = end + 1;
    return true;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace ferrotype
