#include "analyzer/kbuild.h"

#include <optional>
#include <string>
#include <vector>

#include "analyzer/kbuild_lines.h"

namespace ferrotype {
namespace {

// Cuts a comment off: from a '#' that no backslash escapes.
std::string_view WithoutComment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || line[at - 1] != '\\') return line.substr(0, at);
  }
  return line;
}

struct Assignment {
  std::string_view variable;
  std::string_view value;
};

bool HasBlankOutsideParentheses(std::string_view text) {
  std::size_t depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '{') ++depth;
    if ((c == ')' || c == '}') && depth != 0) --depth;
    if (depth == 0 && kBlanks.find(c) != std::string_view::npos) return true;
  }
  return false;
}

// `a = b`, `a := b`, `a ::= b`, `a += b`, `a ?= b` with the operator outside $(..); nullopt for rules and all else.
std::optional<Assignment> ReadAssignment(std::string_view line) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '(' || c == '{') ++depth;
    if ((c == ')' || c == '}') && depth != 0) --depth;
    if (depth != 0) continue;
    if (c == ':' && (i + 1 == line.size() || (line[i + 1] != '=' && line[i + 1] != ':'))) return std::nullopt;
    if (c != '=') continue;
    std::string_view variable = line.substr(0, i);
    while (!variable.empty() && (variable.back() == ':' || variable.back() == '+' || variable.back() == '?'))
      variable.remove_suffix(1);
    variable = Trim(variable);
    while (variable.starts_with("export ") || variable.starts_with("override "))
      variable = Trim(variable.substr(variable.find(' ')));
    if (variable.empty() || HasBlankOutsideParentheses(variable)) return std::nullopt;
    return Assignment{variable, line.substr(i + 1)};
  }
  return std::nullopt;
}

bool IsTarget(std::string_view line) {
  std::size_t depth = 0;
  for (const char c : line) {
    if (c == '(' || c == '{') ++depth;
    if ((c == ')' || c == '}') && depth != 0) --depth;
    if (depth == 0 && c == ':') return true;
  }
  return false;
}

class KbuildReader {
 public:
  explicit KbuildReader(std::string_view text) : lines_(text) {}

  KbuildSyntax Read() {
    std::string_view line;
    while (lines_.Next(line)) {
      if (in_recipe_ && line.starts_with('\t')) continue;
      line = Trim(WithoutComment(line));
      if (line.empty()) continue;
      std::string_view rest = line;
      const std::string_view word = TakeWord(rest);
      if (word == "define") {
        SkipDefine();
      } else if (!ReadCondition(word, rest)) {
        ReadRule(line);
      }
    }
    return std::move(out_);
  }

 private:
  struct Level {
    std::uint32_t outside = kNoCondition;  // what holds around the whole ifdef .. endif
    std::string condition;                 // of the branch that is read; "" after the last else
  };

  void SkipDefine() {
    std::size_t depth = 1;
    std::string_view line;
    while (depth != 0 && lines_.Next(line)) {
      const std::string_view word = TakeWord(line);
      if (word == "define") ++depth;
      if (word == "endef") --depth;
    }
  }

  void Enter(std::string text) {
    out_.conditions.push_back({std::move(text), current_});
    current_ = static_cast<std::uint32_t>(out_.conditions.size() - 1);
  }

  static bool IsIf(std::string_view word) {
    return word == "ifdef" || word == "ifndef" || word == "ifeq" || word == "ifneq";
  }
  static std::string Text(std::string_view word, std::string_view rest) {
    return std::string(word) + " " + Squeeze(rest);
  }

  // Make takes `ifeq(a,b)` for a variable's name, and so does this: the blank is needed.
  bool ReadCondition(std::string_view word, std::string_view rest) {
    if (IsIf(word)) {
      levels_.push_back({current_, Text(word, rest)});
      Enter(levels_.back().condition);
      return true;
    }
    if (word == "else" && !levels_.empty()) {
      Level& level = levels_.back();
      if (level.condition.empty()) return true;  // a second plain else: make refuses it
      // Each branch hangs in the one before it was refused, so that a chain of n branches is n conditions.
      current_ = current_ == kNoCondition ? level.outside : out_.conditions[current_].parent;
      Enter("else " + level.condition);
      const std::string_view inner = TakeWord(rest);
      level.condition = IsIf(inner) ? Text(inner, rest) : std::string();
      if (!level.condition.empty()) Enter(level.condition);
      return true;
    }
    if (word == "endif") {
      if (!levels_.empty()) {
        current_ = levels_.back().outside;
        levels_.pop_back();
      }
      return true;
    }
    return false;
  }

  void ReadRule(std::string_view line) {
    const std::optional<Assignment> assignment = ReadAssignment(line);
    in_recipe_ = !assignment && IsTarget(line);
    if (!assignment || out_.rules.size() == kMaxKbuildEntries) return;
    KbuildRule rule;
    std::string_view value = assignment->value;
    for (std::string_view word = TakeWord(value); !word.empty(); word = TakeWord(value)) {
      if (word.ends_with(".o") || word.ends_with('/')) rule.values.emplace_back(word);
    }
    if (rule.values.empty()) return;
    rule.variable = assignment->variable;
    rule.condition = current_;
    rule.line = lines_.line();
    out_.rules.push_back(std::move(rule));
  }

  LogicalLines lines_;
  KbuildSyntax out_;
  std::uint32_t current_ = kNoCondition;
  std::vector<Level> levels_;
  bool in_recipe_ = false;
};

}  // namespace

KbuildSyntax ReadKbuild(std::string_view text) { return KbuildReader(text).Read(); }

}  // namespace ferrotype
