#include <string>
#include <vector>

#include "analyzer/kbuild.h"
#include "analyzer/kbuild_lines.h"

namespace ferrotype {
namespace {

// Cuts a comment off: from a '#' outside of quotes.
std::string_view WithoutComment(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\') {
      ++i;
    } else if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      return line.substr(0, i);
    }
  }
  return line;
}

// The text of the string literal at the head of `text`, escapes resolved; of what isn't quoted, the first word.
std::string Unquoted(std::string_view text) {
  text = Trim(text);
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return std::string(TakeWord(text));
  std::string out;
  for (std::size_t i = 1; i < text.size() && text[i] != text.front(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

std::size_t Indentation(std::string_view line) {
  std::size_t column = 0;
  for (const char c : line) {
    if (c == '\t') {
      column = (column / 8 + 1) * 8;
    } else if (c == ' ') {
      ++column;
    } else {
      break;
    }
  }
  return column;
}

class KconfigReader {
 public:
  explicit KconfigReader(std::string_view text) : lines_(text) {}

  KconfigSyntax Read() {
    std::string_view line;
    while (lines_.Next(line)) {
      std::string_view rest = WithoutComment(line);
      const std::string_view word = TakeWord(rest);
      if (!word.empty() && !ReadEntry(word, rest)) ReadProperty(word, rest);
    }
    return std::move(out_);
  }

 private:
  // What the properties on the following lines belong to.
  enum class Entry { kNone, kSymbol, kBlock };

  void Enter(std::string_view expression) {
    out_.conditions.push_back({Squeeze(expression), current_});
    current_ = static_cast<std::uint32_t>(out_.conditions.size() - 1);
  }

  bool ReadEntry(std::string_view word, std::string_view rest) {
    if (word == "config" || word == "menuconfig") {
      entry_ = Entry::kNone;
      if (rest.empty() || out_.symbols.size() == kMaxKbuildEntries) return true;
      KconfigSymbol& symbol = out_.symbols.emplace_back();
      symbol.name = TakeWord(rest);
      symbol.line = lines_.line();
      symbol.condition = current_;
      symbol.menuconfig = word == "menuconfig";
      entry_ = Entry::kSymbol;
    } else if (word == "if") {
      // Also a property of nothing: Kconfig has no other `if` at the head of a line.
      outside_.push_back(current_);
      Enter(rest);
      entry_ = Entry::kNone;
    } else if (word == "menu" || word == "choice") {
      outside_.push_back(current_);
      entry_ = Entry::kBlock;
    } else if (word == "endif" || word == "endmenu" || word == "endchoice") {
      if (!outside_.empty()) {
        current_ = outside_.back();
        outside_.pop_back();
      }
      entry_ = Entry::kNone;
    } else if (word == "source" || word == "rsource" || word == "osource" || word == "orsource") {
      entry_ = Entry::kNone;
      if (out_.sources.size() == kMaxKbuildEntries) return true;
      out_.sources.push_back({Unquoted(rest), word == "rsource" || word == "orsource", current_, lines_.line()});
    } else if (word == "comment" || word == "mainmenu") {
      entry_ = Entry::kNone;  // its `depends on` is about the comment
    } else {
      return false;
    }
    return true;
  }

  void ReadProperty(std::string_view word, std::string_view rest) {
    if (word == "help" || word == "---help---") {
      ReadHelp();
      return;
    }
    if (entry_ == Entry::kNone) return;
    if (word == "depends") {
      if (TakeWord(rest) != "on" || rest.empty()) return;
      if (entry_ == Entry::kBlock) {
        Enter(rest);
      } else {
        out_.symbols.back().depends.push_back(Squeeze(rest));
      }
      return;
    }
    if (entry_ != Entry::kSymbol) return;
    KconfigSymbol& symbol = out_.symbols.back();
    if (word == "bool" || word == "tristate" || word == "string" || word == "int" || word == "hex") {
      symbol.type = word;
      if (!rest.empty()) symbol.prompt = Unquoted(rest);
    } else if (word == "def_bool" || word == "def_tristate") {
      symbol.type = word.substr(4);
    } else if (word == "prompt") {
      symbol.prompt = Unquoted(rest);
    } else if (word == "select" && !rest.empty()) {
      symbol.selects.emplace_back(TakeWord(rest));
    } else if (word == "imply" && !rest.empty()) {
      symbol.implies.emplace_back(TakeWord(rest));
    }
  }

  // Its first line that isn't blank sets the indentation; the first that is indented less ends it.
  void ReadHelp() {
    std::size_t indentation = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::string_view line;
    while (!lines_.AtEnd()) {
      const std::string_view next = lines_.Peek();
      const bool blank = Trim(next).empty();
      if (!blank) {
        const std::size_t here = Indentation(next);
        if (here == 0 || (first != 0 && here < indentation)) break;
        if (first == 0) indentation = here;
      }
      lines_.NextPhysical(line);
      if (blank) continue;
      if (first == 0) first = lines_.line();
      last = lines_.line();
    }
    if (entry_ != Entry::kSymbol || first == 0) return;
    out_.symbols.back().help_line = first;
    out_.symbols.back().help_end_line = last;
  }

  LogicalLines lines_;
  KconfigSyntax out_;
  std::uint32_t current_ = kNoCondition;
  std::vector<std::uint32_t> outside_;  // conditions around each open if, menu, choice
  Entry entry_ = Entry::kNone;
};

}  // namespace

KconfigSyntax ReadKconfig(std::string_view text) { return KconfigReader(text).Read(); }

}  // namespace ferrotype
