#include "analyzer/c_helpers.h"

#include <map>

#include "analyzer/c_tokens.h"

namespace ferrotype {
namespace {

using namespace ctokens;

// Far more than the helpers of a kernel need; hostile macros that double at each step stop here.
constexpr std::size_t kMostExpanded = 1 << 20;
constexpr std::size_t kMostParameters = 32;

struct Macro {
  std::vector<std::string_view> parameters;
  std::string_view body;
};
using Macros = std::map<std::string_view, Macro>;

/// "#define NAME(a, b) body" -> the macro; false when the line at `start` is none with parameters.
bool ReadMacro(std::string_view text, std::size_t start, std::string_view& name, Macro& macro) {
  const std::size_t directive = SkipBlanks(text, start + 1);
  if (WordAt(text, directive) != "define") return false;
  const std::size_t at = SkipBlanks(text, directive + 6);
  name = WordAt(text, at);
  const std::size_t open = at + name.size();
  if (name.empty() || open >= text.size() || text[open] != '(') return false;
  const std::size_t end = LogicalLineEnd(text, open);
  const std::size_t close = text.substr(0, end).find(')', open);
  if (close == std::string_view::npos) return false;
  for (std::size_t i = open + 1; i < close;) {
    i = SkipSpace(text, i);
    const std::string_view parameter = WordAt(text, i);
    if (!parameter.empty() && macro.parameters.size() < kMostParameters) macro.parameters.push_back(parameter);
    i += std::max<std::size_t>(parameter.size(), 1);
  }
  macro.body = text.substr(close + 1, end - close - 1);
  return true;
}

/// The arguments of a call whose `(` is at `open`, and the position behind its `)`; 0 when it never closes.
std::size_t ReadArguments(std::string_view text, std::size_t open, std::vector<std::string_view>& arguments) {
  std::size_t begin = open + 1;
  int depth = 0;
  for (std::size_t i = begin; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = SkipCString(text, i);
      continue;
    }
    if (depth == 0 && (c == ',' || c == ')')) {
      arguments.push_back(Trimmed(text.substr(begin, i - begin)));
      if (c == ')') return i + 1;
      begin = i + 1;
    }
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    ++i;
  }
  return 0;
}

std::string Substitute(const Macro& macro, const std::vector<std::string_view>& arguments) {
  std::string out;
  const std::string_view body = macro.body;
  for (std::size_t i = 0; i < body.size() && out.size() < kMostExpanded;) {
    if (body.substr(i).starts_with("##")) {
      while (!out.empty() && IsBlankByte(out.back())) out.pop_back();
      i = SkipSpace(body, i + 2);
    } else if (IsWordByte(body[i])) {
      const std::size_t end = WordEnd(body, i);
      const std::string_view word = body.substr(i, end - i);
      const auto parameter = std::find(macro.parameters.begin(), macro.parameters.end(), word);
      const auto index = static_cast<std::size_t>(parameter - macro.parameters.begin());
      out += parameter == macro.parameters.end() ? word
             : index < arguments.size()          ? arguments[index]
                                                 : std::string_view();
      i = end;
    } else if (body[i] == '\\' && i + 1 < body.size() && body[i + 1] == '\n') {
      out += ' ';
      i += 2;
    } else {
      out += body[i++];
    }
  }
  return out;
}

class Expander {
 public:
  Expander(const Macros& macros, CSyntax& syntax, std::deque<std::string>& made)
      : macros_(macros), syntax_(syntax), made_(made) {}

  /// `call`: "NAME(..)" at the top level.
  void Expand(const Macro& macro, const std::vector<std::string_view>& arguments, std::uint32_t line) {
    if (spent_ >= kMostExpanded) return;
    std::vector<std::string> open = {Substitute(macro, arguments)};
    while (!open.empty() && spent_ < kMostExpanded) {
      const std::string text = std::move(open.back());
      open.pop_back();
      spent_ += text.size() + 1;
      std::vector<std::string> inner;
      Read(text, line, inner);
      open.insert(open.end(), inner.rbegin(), inner.rend());  // the first is read first
    }
  }

 private:
  void Read(std::string_view text, std::uint32_t line, std::vector<std::string>& inner) {
    Tokens tokens(text, 0, line);
    std::string_view token;
    std::size_t made_by_this = 0;
    while (made_by_this < kMostExpanded && tokens.Next(token)) {
      if (!StartsName(token.front()) || tokens.Following() != '(') continue;
      const std::size_t open = SkipSpace(text, tokens.position());
      std::vector<std::string_view> arguments;
      const std::size_t after = ReadArguments(text, open, arguments);
      if (after == 0) return;
      if (const auto found = macros_.find(token); found != macros_.end()) {
        inner.push_back(Substitute(found->second, arguments));
        made_by_this += inner.back().size() + 1;
      } else if (token.starts_with(kHelperPrefix) && token.size() <= kMaxName) {
        const std::size_t body = SkipSpace(text, after);
        if (body >= text.size() || text[body] != '{') continue;
        const std::string_view name = made_.emplace_back(token);
        syntax_.definitions.push_back({name, line, CDefinitionKind::kFunction});
        ++syntax_.functions;
        std::vector<CHelperCall> calls;
        ReadHelperBody(text, body + 1, line, name, calls);
        for (CHelperCall& call : calls) {
          call.callee = made_.emplace_back(call.callee);
          call.line = line;
          syntax_.helper_calls.push_back(call);
        }
      }
      tokens = Tokens(text, after, line);
    }
  }

  const Macros& macros_;
  CSyntax& syntax_;
  std::deque<std::string>& made_;
  std::size_t spent_ = 0;
};

}  // namespace

std::size_t ReadHelperBody(std::string_view text, std::size_t begin, std::uint32_t line, std::string_view helper,
                           std::vector<CHelperCall>& calls) {
  Tokens tokens(text, begin, line);
  std::string_view token;
  for (int depth = 1; depth > 0 && tokens.Next(token);) {
    if (token == "{") ++depth;
    if (token == "}") --depth;
    const bool call = StartsName(token.front()) && token.size() <= kMaxName && tokens.Following() == '(';
    if (call && !IsStatementKeyword(token)) calls.push_back({helper, token, tokens.line()});
  }
  return tokens.position();
}

void ExpandHelpers(std::string_view text, const std::vector<LineStart>& starts, CSyntax& syntax,
                   std::deque<std::string>& made) {
  Macros macros;
  for (const LineStart& start : starts) {
    std::string_view name;
    Macro macro;
    if (text[start.position] == '#' && ReadMacro(text, start.position, name, macro)) macros[name] = std::move(macro);
  }
  Expander expander(macros, syntax, made);
  std::size_t from = 0;
  for (const LineStart& start : starts) {
    if (start.position < from) continue;
    const auto macro = macros.find(WordAt(text, start.position));
    if (macro == macros.end()) continue;
    const std::size_t open = start.position + macro->first.size();
    if (open >= text.size() || text[open] != '(') continue;
    std::vector<std::string_view> arguments;
    const std::size_t after = ReadArguments(text, open, arguments);
    if (after == 0) return;
    from = after;
    expander.Expand(macro->second, arguments, start.line);
  }
}

}  // namespace ferrotype
