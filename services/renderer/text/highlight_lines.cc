#include "renderer/text/highlight_lines.h"

#include <algorithm>
#include <array>

namespace ferrotype::text {
namespace {

template <std::size_t N>
bool IsOneOf(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 35> kKconfigWords = {
    "config",  "menuconfig",    "choice",       "endchoice",    "comment", "menu",     "endmenu",
    "if",      "endif",         "source",       "mainmenu",     "depends", "on",       "select",
    "imply",   "default",       "def_bool",     "def_tristate", "bool",    "tristate", "string",
    "hex",     "int",           "prompt",       "range",        "help",    "visible",  "optional",
    "modules", "allnoconfig_y", "transitional", "rsource",      "osource", "orsource", "option"};
constexpr std::array<std::string_view, 13> kMakeWords = {"ifdef",  "ifndef",   "ifeq",     "ifneq",  "else",
                                                         "endif",  "include",  "-include", "define", "endef",
                                                         "export", "override", "unexport"};
constexpr std::array<std::string_view, 24> kShellWords = {
    "if", "then",     "else",   "elif", "fi",    "for",    "while",    "until", "do",    "done",  "case", "esac",
    "in", "function", "return", "exit", "local", "export", "readonly", "set",   "unset", "shift", "trap", "exec"};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWord(char c) { return IsLetter(c) || IsDigit(c); }
bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// One line at a time; `at` walks it.
struct Line {
  std::string_view code;
  std::size_t at = 0;
  std::size_t end = 0;
  std::vector<Colour>& out;

  [[nodiscard]] char Now() const { return at < end ? code[at] : '\0'; }
  [[nodiscard]] char Next() const { return at + 1 < end ? code[at + 1] : '\0'; }
  void Take(std::size_t to, std::string_view name) {
    to = std::min(to, end);
    if (to > at && !name.empty()) out.push_back({at, to, name});
    at = std::max(to, at + 1);
  }
  template <typename Is>
  [[nodiscard]] std::size_t While(Is is) const {
    std::size_t to = at;
    while (to < end && is(code[to])) ++to;
    return to;
  }
  // Behind the quote that closes the one at `at`; the end of the line when none does.
  [[nodiscard]] std::size_t Quoted(bool escapes) const {
    const char quote = code[at];
    for (std::size_t to = at + 1; to < end; ++to) {
      if (escapes && code[to] == '\\') {
        ++to;
      } else if (code[to] == quote) {
        return to + 1;
      }
    }
    return end;
  }
  // Behind $x, ${x}, $(x) with what is nested in them; `at` where no variable stands.
  [[nodiscard]] std::size_t Variable() const {
    if (Next() == '{' || Next() == '(') {
      std::size_t depth = 0;
      for (std::size_t to = at + 1; to < end; ++to) {
        if (code[to] == '{' || code[to] == '(') ++depth;
        if ((code[to] == '}' || code[to] == ')') && --depth == 0) return to + 1;
      }
      return end;
    }
    if (IsLetter(Next())) {
      std::size_t to = at + 1;
      while (to < end && IsWord(code[to])) ++to;
      return to;
    }
    static constexpr std::string_view kSpecial = "@*#?$!<^-0123456789";
    return kSpecial.find(Next()) == std::string_view::npos || at + 1 >= end ? at : at + 2;
  }
};

template <typename Lex>
std::vector<Colour> ByLine(std::string_view code, Lex lex) {
  std::vector<Colour> out;
  for (std::size_t at = 0; at < code.size();) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    Line line{code, at, end, out};
    lex(line);
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string_view CanonicalLanguage(std::string_view language) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kNames = {{{"rs", "rust"},
                                                                                     {"Rust", "rust"},
                                                                                     {"C", "c"},
                                                                                     {"h", "c"},
                                                                                     {"bash", "sh"},
                                                                                     {"shell", "sh"},
                                                                                     {"zsh", "sh"},
                                                                                     {"shell-session", "console"},
                                                                                     {"patch", "diff"},
                                                                                     {"Kconfig", "kconfig"},
                                                                                     {"makefile", "make"},
                                                                                     {"Makefile", "make"}}};
  for (const auto& [written, name] : kNames) {
    if (language == written) return name;
  }
  return language;
}

std::vector<Colour> KconfigColours(std::string_view code) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t help = kNone;  // how far the line "help" is indented, while its text lasts
  return ByLine(code, [&](Line& line) {
    const std::size_t start = line.While(IsBlank);
    const std::size_t indent = start - line.at;
    if (help != kNone && start < line.end) {
      if (indent > help) {
        line.at = start;
        line.Take(line.end, "co");
        return;
      }
      help = kNone;
    }
    line.at = start;
    bool first = true;
    while (line.at < line.end) {
      const char c = line.Now();
      if (c == '#') {
        line.Take(line.end, "co");
      } else if (c == '"' || c == '\'') {
        line.Take(line.Quoted(true), "st");
      } else if (c == '$') {
        line.Take(line.Variable(), "ma");
      } else if (IsWord(c)) {
        const std::size_t to = line.While([](char w) { return IsWord(w) || w == '-'; });
        const std::string_view word = line.code.substr(line.at, to - line.at);
        const bool upper = std::none_of(word.begin(), word.end(), [](char w) { return w >= 'a' && w <= 'z'; });
        if (first && (word == "help" || word == "---help---")) help = indent;
        const bool value = word == "y" || word == "n" || word == "m";
        line.Take(to, value || IsDigit(c) ? "nu" : upper ? "ty" : IsOneOf(word, kKconfigWords) ? "kw" : "");
        first = false;
      } else {
        line.Take(line.at + 1, "");
      }
    }
  });
}

std::vector<Colour> MakefileColours(std::string_view code) {
  return ByLine(code, [](Line& line) {
    const bool recipe = line.Now() == '\t';
    line.at = line.While(IsBlank);
    const std::size_t word_end = line.While([](char c) { return IsLetter(c) || c == '-'; });
    if (!recipe && IsOneOf(line.code.substr(line.at, word_end - line.at), kMakeWords)) {
      line.Take(word_end, "kw");
    } else if (!recipe) {
      // What is assigned to, or made: up to the = or the colon, variables in it apart.
      const std::string_view rest = line.code.substr(line.at, line.end - line.at);
      const std::size_t assign = rest.find('=');
      const std::size_t colon = rest.find(':');
      const bool assigned = assign != std::string_view::npos &&
                            (colon == std::string_view::npos || colon + 1 == assign || assign < colon);
      const std::size_t stop = assigned ? assign : colon;
      if (stop != std::string_view::npos && rest.find('#') > stop) {
        const std::size_t until = line.at + stop;
        while (line.at < until) {
          if (line.Now() == '$') {
            line.Take(std::max(line.Variable(), line.at + 1), "ma");
            continue;
          }
          const std::size_t to = std::min(line.While([](char c) {
            return c != '$' && !IsBlank(c) && c != '+' && c != ':' && c != '?' && c != '=';
          }),
                                          until);
          line.Take(to, assigned ? "ty" : "fn");
        }
      }
    }
    while (line.at < line.end) {
      if (line.Now() == '#') {
        line.Take(line.end, "co");
      } else if (line.Now() == '$') {
        line.Take(std::max(line.Variable(), line.at + 1), "ma");
      } else {
        line.Take(line.While([](char c) { return c != '#' && c != '$'; }), "");
      }
    }
  });
}

std::vector<Colour> ShellColours(std::string_view code, bool prompts) {
  return ByLine(code, [prompts](Line& line) {
    if (prompts) {
      const bool typed = (line.Now() == '$' || line.Now() == '#') && line.Next() == ' ';
      if (!typed) return;  // what the machine answers
      line.Take(line.at + 1, "pr");
    }
    bool command = true;  // a word here is the name of a program
    while (line.at < line.end) {
      const char c = line.Now();
      const bool begins = line.at == 0 || IsBlank(line.code[line.at - 1]) || line.code[line.at - 1] == '\n' ||
                          line.code[line.at - 1] == ';';
      if (IsBlank(c)) {
        line.Take(line.While(IsBlank), "");
      } else if (c == '#' && begins) {
        line.Take(line.end, "co");
      } else if (c == '\'') {
        line.Take(line.Quoted(false), "st");
        command = false;
      } else if (c == '"') {
        line.Take(line.Quoted(true), "st");
        command = false;
      } else if (c == '\\') {
        line.Take(line.at + 2, "");
      } else if (c == '$' && line.Variable() > line.at) {
        line.Take(line.Variable(), "ma");
        command = false;
      } else if (c == '|' || c == ';' || c == '&' || c == '(' || c == '{') {
        line.Take(line.at + 1, "");
        command = true;
      } else if (IsWord(c) || c == '.' || c == '/' || c == '-' || c == '~') {
        const std::size_t to = line.While([](char w) {
          return !IsBlank(w) && w != ';' && w != '|' && w != '&' && w != '(' && w != ')' && w != '"' && w != '\'' &&
                 w != '$' && w != '#' && w != '\\' && w != '=';
        });
        const std::string_view word = line.code.substr(line.at, to - line.at);
        const bool assigned = command && to < line.end && line.code[to] == '=';
        const bool keyword = command && IsOneOf(word, kShellWords);
        line.Take(std::max(to, line.at + 1), keyword ? "kw" : assigned ? "ty" : command ? "fn" : "");
        command = keyword;
        if (assigned) command = false;
      } else {
        line.Take(line.at + 1, "");
      }
    }
  });
}

std::vector<Colour> DiffColours(std::string_view code) {
  return ByLine(code, [](Line& line) {
    const std::string_view text = line.code.substr(line.at, line.end - line.at);
    const bool head =
        text.starts_with("+++") || text.starts_with("---") || text.starts_with("diff ") || text.starts_with("index ");
    line.Take(line.end, text.starts_with("@@")  ? "hu"
                        : head                  ? "co"
                        : text.starts_with('+') ? "ins"
                        : text.starts_with('-') ? "del"
                                                : "");
  });
}

}  // namespace ferrotype::text
