#include <algorithm>

#include "analyzer/rust_syntax_items.h"

namespace ferrotype {
namespace {

bool IsPathByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '/' || c == '.' || c == '+';
}

bool EndsHeader(std::string_view path) { return path.ends_with(".h"); }

// "../../../include/linux/phy.h" and "srctree/include/linux/phy.h" as of the top.
std::string_view FromTop(std::string_view path) {
  for (;;) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./")) {
      path.remove_prefix(2);
    } else if (path.starts_with("srctree/")) {
      path.remove_prefix(8);
    } else {
      return path;
    }
  }
}

// The run of path bytes from `i`; a full stop that ends the sentence is none of it.
std::string_view PathAt(std::string_view line, std::size_t i) {
  std::size_t end = i;
  while (end < line.size() && IsPathByte(line[end])) ++end;
  while (end > i && line[end - 1] == '.') --end;
  return line.substr(i, end - i);
}

// Headers named in `line` from `i` on. Of a link both the text and the target are a path: the target is what exists.
void HeadersIn(std::string_view line, std::size_t i, std::vector<std::string>& headers) {
  bool last_was_text = false;
  while (i < line.size()) {
    if (!IsPathByte(line[i])) {
      ++i;
      continue;
    }
    const std::string_view raw = PathAt(line, i);
    const std::string_view path = FromTop(raw);
    const bool target = i >= 2 && line[i - 1] == '(' && line[i - 2] == ']';
    if (EndsHeader(path) && path.find('/') != std::string_view::npos) {
      if (target && last_was_text) headers.pop_back();
      headers.emplace_back(path);
      last_was_text = !target;
    }
    while (i < line.size() && IsPathByte(line[i])) ++i;
  }
}

bool GoesOn(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\\' || line.back() == '\r')) line.remove_suffix(1);
  return line.ends_with(',') || line.ends_with(" and") || line.ends_with(':');
}

// After "C header:" or "C headers:" in `line`; npos when it isn't there.
std::size_t AfterMark(std::string_view line) {
  for (std::size_t i = 0; i + 9 < line.size(); ++i) {
    if ((line[i] != 'C' && line[i] != 'c') || (i > 0 && line[i - 1] != ' ' && line[i - 1] != '*')) continue;
    const std::string_view rest = line.substr(i + 1);
    for (const std::string_view mark : {" headers:", " header:", " Headers:", " Header:"}) {
      if (rest.starts_with(mark)) return i + 1 + mark.size();
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::vector<std::string> CHeadersOf(std::string_view doc) {
  std::vector<std::string> headers;
  bool goes_on = false;
  while (!doc.empty()) {
    const std::size_t newline = doc.find('\n');
    const std::string_view line = doc.substr(0, newline);
    doc = newline == std::string_view::npos ? std::string_view() : doc.substr(newline + 1);
    const std::size_t mark = AfterMark(line);
    if (mark != std::string_view::npos || goes_on) {
      HeadersIn(line, mark == std::string_view::npos ? 0 : mark, headers);
      goes_on = GoesOn(line);
    }
  }
  std::sort(headers.begin(), headers.end());
  headers.erase(std::unique(headers.begin(), headers.end()), headers.end());
  return headers;
}

std::string DocText(const RustTokens& tokens, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    std::string_view line = tokens.text.substr(tokens.docs[i].begin, tokens.docs[i].end - tokens.docs[i].begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (i > begin) text += '\n';
    text += line;
  }
  return text;
}

}  // namespace ferrotype
