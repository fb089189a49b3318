// cloc's counting as measuring rules spell it out, step by step on copies of the text: slow and plain, to hold the
// scans to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"

namespace ferrotype {

namespace cloc_reference {

inline bool IsBlank(const std::string& line) { return line.find_first_not_of(" \t\v\f\r") == std::string::npos; }

// Blank lines go; in C not those right after a line that ends in a backslash.
inline std::vector<std::string> WithoutBlankLines(const std::vector<std::string>& lines, bool c_rules) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool after_backslash = i > 0 && lines[i - 1].ends_with('\\');
    if (!IsBlank(lines[i]) || (c_rules && after_backslash)) kept.push_back(lines[i]);
  }
  return kept;
}

}  // namespace cloc_reference

// `bytes` as they are in the file. `c_rules` for C and headers, not for Rust.
inline LineCounts ClocReference(std::string_view bytes, bool c_rules) {
  using cloc_reference::WithoutBlankLines;
  // 1. Lines.
  std::string text(bytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (text.empty()) return {};
  if (!text.ends_with('\n')) text += '\n';
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = text.find('\n', start);
    lines.push_back(text.substr(start, end - start));
    if (lines.back().ends_with('\r')) lines.back().pop_back();
    start = end + 1;
  }
  // 2. Blank lines.
  const std::vector<std::string> kept = WithoutBlankLines(lines, c_rules);
  // 3. One text again.
  std::string joined;
  for (const std::string& line : kept) joined += line + (line.ends_with('\\') ? "\n" : "\n\n");
  // 4. Without comments.
  std::string rest;
  for (std::size_t i = 0; i < joined.size();) {
    if (joined.compare(i, 2, "//") == 0) {
      i = joined.find('\n', i) + 1;
      continue;
    }
    const std::size_t close = joined.compare(i, 2, "/*") == 0 ? joined.find("*/", i + 2) : std::string::npos;
    if (close != std::string::npos) {
      i = close + 2;
    } else {
      rest += joined[i++];
    }
  }
  // 5. What is left.
  std::vector<std::string> left;
  for (std::size_t start = 0; start <= rest.size();) {
    const std::size_t end = std::min(rest.find('\n', start), rest.size());
    left.push_back(rest.substr(start, end - start));
    start = end + 1;
  }
  while (!left.empty() && left.back().empty()) left.pop_back();
  const std::uint64_t code = WithoutBlankLines(left, c_rules).size();

  LineCounts counts;
  counts.blank = lines.size() - kept.size();
  counts.code = std::min<std::uint64_t>(code, kept.size());  // where cloc's comments would be less than none
  counts.comment = kept.size() - counts.code;
  return counts;
}

}  // namespace ferrotype
