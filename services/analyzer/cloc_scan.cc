#include "analyzer/cloc_scan.h"

#include <cstdint>

#include "analyzer/line_tally.h"

namespace ferrotype {
namespace {

/// Step 5: lines as they come out of step 4.
class OutputLines {
 public:
  explicit OutputLines(bool keeps_blank) : keeps_blank_(keeps_blank) {}

  void Put(char c) {
    empty_ = false;
    nonblank_ |= !IsBlankByte(c);
    last_ = c;
  }
  void Newline() {
    const bool kept = nonblank_ || (keeps_blank_ && after_backslash_);
    if (!empty_) {
      lines_ += pending_;
      pending_ = 0;
    }
    // An empty line counts only if something that is not empty follows: split drops empty fields at the end.
    (empty_ ? pending_ : lines_) += kept ? 1 : 0;
    after_backslash_ = !empty_ && last_ == '\\';
    empty_ = true;
    nonblank_ = false;
  }
  [[nodiscard]] std::uint64_t Finish() {
    if (!empty_) Newline();
    return lines_;
  }

 private:
  bool keeps_blank_;
  bool empty_ = true;
  bool nonblank_ = false;
  bool after_backslash_ = false;
  char last_ = 0;
  std::uint64_t lines_ = 0;
  std::uint64_t pending_ = 0;
};

}  // namespace

LineCounts ClocScan(std::string_view text, ClocContinuation continuation) {
  const bool keeps_blank = continuation == ClocContinuation::kKeepsBlankLines;
  const std::size_t last_close = text.rfind("*/");  // npos if there is none
  OutputLines output(keeps_blank);
  LineReader reader(text);
  std::string_view line;
  std::uint64_t total = 0;
  std::uint64_t blank = 0;
  bool after_backslash = false;
  bool in_block = false;
  while (reader.Next(line)) {
    ++total;
    const bool ends_in_backslash = !line.empty() && line.back() == '\\';
    if (Indent(line) == line.size() && !(keeps_blank && after_backslash)) {
      ++blank;
      after_backslash = false;
      continue;
    }
    after_backslash = ends_in_backslash;
    bool in_line_comment = false;
    for (std::size_t i = 0; i < line.size();) {
      if (in_block) {
        const std::size_t close = line.find("*/", i);
        in_block = close == std::string_view::npos;
        i = in_block ? line.size() : close + 2;
        continue;
      }
      if (line[i] == '/' && i + 1 < line.size()) {
        if (line[i + 1] == '/') {
          in_line_comment = true;
          break;
        }
        const std::size_t position = static_cast<std::size_t>(line.data() - text.data()) + i;
        if (line[i + 1] == '*' && last_close != std::string_view::npos && last_close >= position + 2) {
          in_block = true;
          i += 2;
          continue;
        }
      }
      output.Put(line[i++]);
    }
    if (in_block) continue;
    if (!in_line_comment) output.Newline();
    if (!ends_in_backslash) output.Newline();
  }
  LineCounts counts;
  counts.blank = blank;
  const std::uint64_t code = output.Finish();
  counts.code = code < total - blank ? code : total - blank;
  counts.comment = total - blank - counts.code;
  return counts;
}

}  // namespace ferrotype
