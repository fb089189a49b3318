#include "analyzer/c_syntax.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "analyzer/c_declaration.h"
#include "analyzer/c_helpers.h"
#include "analyzer/c_names.h"
#include "analyzer/c_table.h"
#include "analyzer/c_tokens.h"
#include "model/c_syntax.h"

namespace ferrotype {
namespace {

using namespace ctokens;

class Reader {
 public:
  Reader(std::string_view text, const std::vector<LineStart>& starts, bool in_header)
      : text_(text), starts_(starts), in_header_(in_header) {}

  CSyntax Run() {
    for (const LineStart& start : starts_) {
      const char c = text_[start.position];
      if (c == '#') {
        Directive(start);
      } else if (start.position >= from_ && StartsName(c)) {
        Declaration(start);
      }
    }
    if (helpers_by_macro_) ExpandHelpers(text_, starts_, syntax_, made_);
    const auto by_line = [](const auto& a, const auto& b) { return a.line < b.line; };
    std::stable_sort(syntax_.definitions.begin(), syntax_.definitions.end(), by_line);
    syntax_.names = names_.Take();
    std::stable_sort(syntax_.strings.begin(), syntax_.strings.end(), by_line);
    return std::move(syntax_);
  }

 private:
  void Directive(const LineStart& start) {
    const std::size_t word = SkipBlanks(text_, start.position + 1);
    if (!text_.substr(word).starts_with("define")) return;
    const std::size_t at = SkipBlanks(text_, word + 6);
    if (at == word + 6) return;
    const std::size_t end = WordEnd(text_, at);
    if (end == at || end - at > kMaxName || end >= text_.size() || IsDigit(text_[at])) return;
    if (text_[end] != '(') {
      if (in_header_) names_.AddMacro(text_, word + 6, start.line);
      return;
    }
    syntax_.definitions.push_back({text_.substr(at, end - at), start.line, CDefinitionKind::kMacro});
    const std::string_view rest = text_.substr(end, LogicalLineEnd(text_, end) - end);
    helpers_by_macro_ = helpers_by_macro_ || rest.find(kHelperPrefix) != std::string_view::npos;
  }

  void Declaration(const LineStart& start) {
    if (text_.substr(start.position).starts_with("EXPORT_") && Export(start)) return;
    const std::size_t known = syntax_.definitions.size();
    const CDeclaration declaration = ReadDeclaration(text_, start.position, start.line, syntax_.definitions);
    from_ = declaration.end;
    if (!declaration.declares.empty()) Declared(declaration);
    if (!declaration.opens) return;
    if (declaration.function) {
      const CDefinition last = syntax_.definitions.back();
      syntax_.functions += static_cast<std::uint32_t>(syntax_.definitions.size() - known);
      if (last.kind == CDefinitionKind::kStaticFunction && !in_header_) {
        syntax_.definitions.resize(known);
      } else if (last.name.starts_with(kHelperPrefix)) {
        from_ = ReadHelperBody(text_, declaration.end, declaration.line, last.name, syntax_.helper_calls);
      }
    } else if (declaration.aggregate && in_header_) {
      if (!declaration.tag.empty() && declaration.tag.size() <= kMaxName)
        names_.Add(declaration.tag, declaration.declares_line, *declaration.aggregate);
      from_ = ReadAggregate(
          text_, {*declaration.aggregate, declaration.tag, declaration.is_typedef, declaration.end, declaration.line},
          names_);
    } else if (IsDriverTable(declaration.initialized)) {
      from_ = ReadTable(
          text_, {declaration.end, declaration.line, declaration.initialized},
          [this](std::string_view name) { return MacroValueOf(name); }, syntax_.strings, made_);
    }
  }

  void Declared(const CDeclaration& declaration) {
    const std::string_view name = declaration.declares;
    if (declaration.is_typedef) {
      if (in_header_) names_.Add(name, declaration.declares_line, CNameKind::kTypedef);
    } else if (!in_header_) {
      names_.Add(name, declaration.declares_line, CNameKind::kVariable);
    } else if (name.starts_with(kConstPrefix) || name.starts_with(kOldConstPrefix)) {
      // Behind the name: `= VALUE;`
      const std::size_t behind = SkipSpace(text_, static_cast<std::size_t>(name.data() - text_.data()) + name.size());
      if (behind >= text_.size() || text_[behind] != '=') return;
      const std::string_view value = WordAt(text_, SkipSpace(text_, behind + 1));
      if (!value.empty() && value.size() <= kMaxName)
        syntax_.helper_calls.push_back({name, value, declaration.declares_line});
    }
  }

  /// EXPORT_SYMBOL(name), EXPORT_SYMBOL_NS_GPL(name, "NS"), ...
  bool Export(const LineStart& start) {
    const std::string_view word = WordAt(text_, start.position);
    const std::size_t open = start.position + word.size();
    if (open >= text_.size() || text_[open] != '(') return false;
    const std::size_t at = SkipSpace(text_, open + 1);
    const std::string_view name = WordAt(text_, at);
    const std::size_t after = SkipSpace(text_, at + name.size());
    if (name.empty() || name.size() > kMaxName || after >= text_.size() || (text_[after] != ')' && text_[after] != ','))
      return false;
    // The symbol of a tracepoint has another name.
    if (word.find("TRACEPOINT") == std::string_view::npos)
      syntax_.definitions.push_back({name, start.line, CDefinitionKind::kExport});
    from_ = after;
    return true;
  }

  /// Of a macro whose value is one number, string or name. The last definition counts.
  std::string_view MacroValueOf(std::string_view name) {
    if (!values_) {
      values_.emplace();
      for (const LineStart& start : starts_) {
        if (text_[start.position] != '#') continue;
        const std::size_t word = SkipBlanks(text_, start.position + 1);
        if (WordAt(text_, word) != "define") continue;
        const std::string_view macro = WordAt(text_, SkipBlanks(text_, word + 6));
        if (macro.empty()) continue;
        const std::size_t begin = static_cast<std::size_t>(macro.data() - text_.data()) + macro.size();
        Tokens tokens(text_.substr(0, LogicalLineEnd(text_, begin)), begin, start.line);
        std::string_view value;
        std::string_view more;
        if (!tokens.Next(value) || tokens.Next(more)) continue;
        if (IsWordByte(value.front()) || value.front() == '"') (*values_)[macro] = value;
      }
    }
    const auto found = values_->find(name);
    return found == values_->end() ? std::string_view() : found->second;
  }

  std::string_view text_;
  const std::vector<LineStart>& starts_;
  std::size_t from_ = 0;  // what lies before has been read
  bool in_header_;
  CNames names_;
  bool helpers_by_macro_ = false;
  CSyntax syntax_;
  std::deque<std::string> made_;  // names that don't stand in the text
  std::optional<std::unordered_map<std::string_view, std::string_view>> values_;
};

}  // namespace

Bytes ReadCSyntax(std::string_view text, const std::vector<LineStart>& starts, bool in_header) {
  if (text.size() > kMaxIndexedBytes) return {};
  Reader reader(text, starts, in_header);
  return Encode(reader.Run());
}

}  // namespace ferrotype
