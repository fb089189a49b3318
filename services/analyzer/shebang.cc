#include "analyzer/shebang.h"

#include "analyzer/line_tally.h"

namespace ferrotype {
namespace {

struct Interpreter {
  std::string_view name;
  Language language;
};

// Without the version at the end: python3.11 is python.
constexpr Interpreter kInterpreters[] = {
    {"sh", Language::kShell},      {"bash", Language::kShell},        {"dash", Language::kShell},
    {"ash", Language::kShell},     {"ksh", Language::kShell},         {"zsh", Language::kShell},
    {"python", Language::kPython}, {"perl", Language::kPerl},         {"awk", Language::kAwk},
    {"gawk", Language::kAwk},      {"mawk", Language::kAwk},          {"nawk", Language::kAwk},
    {"make", Language::kMakefile}, {"sed", Language::kSed},           {"ruby", Language::kRuby},
    {"tclsh", Language::kTcl},     {"wish", Language::kTcl},          {"expect", Language::kTcl},
    {"gdb", Language::kGdb},       {"bpftrace", Language::kBpftrace}, {"node", Language::kJavaScript},
    {"drgn", Language::kPython},
};

/// Takes the first word off `line`.
std::string_view TakeWord(std::string_view& line) {
  line.remove_prefix(Indent(line));
  std::size_t end = 0;
  while (end < line.size() && !IsBlankByte(line[end])) ++end;
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

std::string_view BaseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

Language LanguageOfShebang(std::string_view text) {
  if (!text.starts_with("#!")) return Language::kUnknown;
  std::string_view line = text.substr(2, LineEnd(text, 0) - 2);
  std::string_view name = BaseName(TakeWord(line));
  if (name == "env") {
    do {  // env's own options and settings
      name = TakeWord(line);
    } while (name.starts_with('-') || name.find('=') != std::string_view::npos);
    name = BaseName(name);
  }
  while (!name.empty() && ((name.back() >= '0' && name.back() <= '9') || name.back() == '.' || name.back() == '-')) {
    name.remove_suffix(1);
  }
  for (const Interpreter& interpreter : kInterpreters) {
    if (interpreter.name == name) return interpreter.language;
  }
  return Language::kUnknown;
}

}  // namespace ferrotype
