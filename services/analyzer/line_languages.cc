#include "analyzer/line_languages.h"

#include <cstddef>

#include "analyzer/line_tally.h"

namespace ferrotype {
namespace {

/// Columns of the blanks that a line starts with; a tab goes on to the next multiple of 8.
std::size_t Columns(std::string_view line) {
  std::size_t columns = 0;
  for (const char c : line) {
    if (c == '\t') {
      columns += 8 - columns % 8;
    } else if (IsBlankByte(c)) {
      ++columns;
    } else {
      break;
    }
  }
  return columns;
}

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// "key: |", "- >-", "key: &anchor |2 # why": the header of a block scalar ends the line.
bool OpensBlockScalar(std::string_view line) {
  if (line.find('|') == std::string_view::npos && line.find('>') == std::string_view::npos) return false;
  if (line.empty() || (line.back() != '|' && line.back() != '>' && line.back() != '+' && line.back() != '-' &&
                       !(line.back() >= '1' && line.back() <= '9') && line.find(" #") == std::string_view::npos)) {
    return false;
  }
  if (const std::size_t comment = line.find(" #"); comment != std::string_view::npos) line = line.substr(0, comment);
  line = Trimmed(line);
  while (!line.empty() && (line.back() == '+' || line.back() == '-' || (line.back() >= '1' && line.back() <= '9'))) {
    line.remove_suffix(1);
  }
  if (line.empty() || (line.back() != '|' && line.back() != '>')) return false;
  line.remove_suffix(1);
  return line.empty() || line.ends_with(": ") || line.ends_with("- ") || line.ends_with(":\t") ||
         line.ends_with("-\t") ||
         (line.ends_with(' ') &&
          (line.find(": &") != std::string_view::npos || line.find(": !") != std::string_view::npos));
}

/// The column of the node that a line's block scalar hangs below: of `key` in "- - key: |", of the last dash in "- |".
std::size_t ParentColumn(std::string_view line) {
  std::size_t column = Indent(line);
  while (column + 1 < line.size() && line[column] == '-' && IsBlankByte(line[column + 1])) {
    const std::size_t next = column + 1 + Indent(line.substr(column + 1));
    if (next >= line.size() || line[next] == '|' || line[next] == '>') break;
    column = next;
  }
  return column;
}

}  // namespace

LineCounts LexYaml(std::string_view text) {
  LineTally tally;
  LineReader reader(text);
  std::string_view line;
  bool in_scalar = false;
  std::size_t parent = 0;
  std::size_t blanks = 0;  // blank lines that belong to the scalar only if it goes on after them
  const auto flush = [&](bool code) {
    for (; blanks > 0; --blanks) {
      if (code) tally.Code();
      tally.EndLine();
    }
  };
  while (reader.Next(line)) {
    const std::size_t indent = Indent(line);
    if (indent == line.size()) {
      if (in_scalar) {
        ++blanks;
      } else {
        tally.EndLine();
      }
      continue;
    }
    if (in_scalar && indent <= parent) in_scalar = false;
    flush(in_scalar);
    if (in_scalar || line[indent] != '#') {
      tally.Code();
      if (!in_scalar && OpensBlockScalar(line)) {
        in_scalar = true;
        parent = ParentColumn(line);
      }
    } else {
      tally.Comment();
    }
    tally.EndLine();
  }
  flush(false);
  return tally.Counts();
}

LineCounts LexKconfig(std::string_view text) {
  LineTally tally;
  LineReader reader(text);
  std::string_view line;
  enum class Help { kNone, kAwaited, kInside } help = Help::kNone;
  std::size_t help_columns = 0;
  std::size_t blanks = 0;
  bool continued = false;  // of a comment, over a backslash
  const auto flush = [&](bool code) {
    for (; blanks > 0; --blanks) {
      if (code) tally.Code();
      tally.EndLine();
    }
  };
  while (reader.Next(line)) {
    const std::string_view words = Trimmed(line);
    if (words.empty()) {
      continued = false;
      if (help == Help::kInside) {
        ++blanks;
      } else {
        tally.EndLine();
      }
      continue;
    }
    const std::size_t columns = Columns(line);
    if (help == Help::kAwaited) {
      // A help text that isn't indented is empty.
      help = columns > 0 ? Help::kInside : Help::kNone;
      help_columns = columns;
    } else if (help == Help::kInside && columns < help_columns) {
      help = Help::kNone;
    }
    flush(help == Help::kInside);
    if (help != Help::kInside && (words[0] == '#' || continued)) {
      tally.Comment();
      continued = words.back() == '\\';
    } else {
      tally.Code();
      if (help != Help::kInside && (words == "help" || words == "---help---")) help = Help::kAwaited;
    }
    tally.EndLine();
  }
  flush(false);
  return tally.Counts();
}

namespace {

/// After ".. ": what makes explicit markup something else than a comment.
bool IsMarkup(std::string_view words) {
  if (words.empty()) return false;
  if (words[0] == '_' || words[0] == '[' || words[0] == '|') return true;
  std::size_t end = 0;
  while (end < words.size() &&
         (IsWordByte(words[end]) || words[end] == ':' || words[end] == '+' || words[end] == '.')) {
    if (end > 0 && words.substr(end).starts_with("::")) return true;
    ++end;
  }
  return false;
}

}  // namespace

LineCounts LexReStructuredText(std::string_view text) {
  LineTally tally;
  LineReader reader(text);
  std::string_view line;
  enum class Block { kNone, kComment, kContent } block = Block::kNone;
  std::size_t block_columns = 0;
  std::size_t blanks = 0;
  bool empty_comment = false;  // ".." alone: a blank line right below ends it
  const auto flush = [&](bool comment) {
    for (; blanks > 0; --blanks) {
      if (comment) tally.Comment();
      tally.EndLine();
    }
  };
  while (reader.Next(line)) {
    const std::string_view words = Trimmed(line);
    if (words.empty()) {
      if (empty_comment) block = Block::kNone;
      empty_comment = false;
      if (block == Block::kComment) {
        ++blanks;
      } else {
        tally.EndLine();
      }
      continue;
    }
    empty_comment = false;
    const std::size_t columns = Columns(line);
    if (block != Block::kNone && columns <= block_columns) block = Block::kNone;
    flush(block == Block::kComment);
    if (block == Block::kComment) {
      tally.Comment();
    } else if (block == Block::kNone && words.starts_with("..") && (words.size() == 2 || IsBlankByte(words[2])) &&
               !IsMarkup(Trimmed(words.substr(2)))) {
      tally.Comment();
      block = Block::kComment;
      block_columns = columns;
      empty_comment = words.size() == 2;
    } else {
      tally.Code();
      if (block == Block::kNone && (words.ends_with("::") || words.starts_with(".. "))) {
        block = Block::kContent;
        block_columns = columns;
      }
    }
    tally.EndLine();
  }
  flush(false);
  return tally.Counts();
}

namespace {

/// The word of a heredoc that a line of Perl opens: <<"WORD", <<'WORD', <<~WORD, <<WORD.
std::string_view PerlHeredoc(std::string_view line) {
  const std::size_t mark = line.find("<<");
  if (mark == std::string_view::npos) return {};
  std::string_view rest = line.substr(mark + 2);
  if (rest.starts_with('~')) rest.remove_prefix(1);
  const bool quoted = rest.starts_with('"') || rest.starts_with('\'');
  const char quote = quoted ? rest[0] : '\0';
  if (quoted) rest.remove_prefix(1);
  std::size_t end = 0;
  while (end < rest.size() && IsWordByte(rest[end]) && rest[end] != '-') ++end;
  if (end == 0) return {};
  if (quoted) return end < rest.size() && rest[end] == quote ? rest.substr(0, end) : std::string_view();
  // Bare words in capitals only: $a <<b is a shift.
  return rest[0] >= 'A' && rest[0] <= 'Z' ? rest.substr(0, end) : std::string_view();
}

}  // namespace

LineCounts LexPerl(std::string_view text) {
  LineTally tally;
  LineReader reader(text);
  std::string_view line;
  std::string_view heredoc;
  bool in_pod = false;
  bool in_data = false;
  while (reader.Next(line)) {
    const std::string_view words = Trimmed(line);
    const bool command =
        line.size() > 1 && line[0] == '=' && ((line[1] >= 'a' && line[1] <= 'z') || (line[1] >= 'A' && line[1] <= 'Z'));
    if (!heredoc.empty()) {
      tally.Code();
      if (words == heredoc) heredoc = {};
    } else if (in_pod || (command && !in_data)) {
      tally.Comment();
      in_pod = !line.starts_with("=cut");
    } else if (in_data) {
      if (!words.empty()) tally.Code();
    } else if (words.starts_with('#')) {
      tally.Comment();
    } else if (!words.empty()) {
      tally.Code();
      in_data = words == "__DATA__";
      heredoc = PerlHeredoc(line);
    }
    tally.EndLine();
  }
  return tally.Counts();
}

}  // namespace ferrotype
