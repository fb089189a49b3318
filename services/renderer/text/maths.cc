// math, as a role and as a directive: formulas.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "renderer/maths/tex.h"
#include "renderer/text/chinese.h"
#include "renderer/text/directives.h"
#include "renderer/text/escape.h"
#include "renderer/text/role_call.h"

namespace ferrotype::text {
namespace {

Trouble TroubleOf(const FormulaTrouble& trouble) {
  switch (trouble.kind) {
    case FormulaTrouble::Kind::kSyntax:
      return {"F050", "TeX: " + trouble.message};
    case FormulaTrouble::Kind::kForbidden:
      return {"F051", trouble.message};
    case FormulaTrouble::Kind::kBudget:
    case FormulaTrouble::Kind::kEngine:
      break;
  }
  return {"F052", trouble.message};
}

}  // namespace

RoleResult MathRole(RoleCall& call) {
  const std::string tex = WithoutSeams(call.argument);  // whole: TeX has its own `;` and `=`
  const auto mathml = MathMlOf(tex, FormulaPlace::kLine);
  if (!mathml) {
    call.place.byte += static_cast<int>(mathml.error().offset);
    return tl::unexpected(TroubleOf(mathml.error()));
  }
  return RoleOutput{*mathml, *mathml, tex};
}

Or<std::string> MathDirective(DirectiveCall& call) {
  if (!call.argument.empty())
    return Bad("F021", "a formula stands in the lines of its fence, not behind {math}: ```{math}, TeX, ```");
  std::string tex = WithoutSeams(call.body);
  while (tex.ends_with('\n')) tex.pop_back();
  const auto mathml = MathMlOf(tex, FormulaPlace::kBlock);
  if (!mathml) {
    const std::string_view before = std::string_view(tex).substr(0, mathml.error().offset);
    const std::size_t line_start = before.rfind('\n') + 1;  // 0 when there is none
    const auto lines = static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    const std::string_view line = std::string_view(tex).substr(line_start, tex.find('\n', line_start) - line_start);
    call.place.line += 1 + lines;
    // In a list or a quotation the file's line begins further left.
    const std::size_t indent = call.reporter.Line(call.place.line).find(line);
    call.place.byte =
        static_cast<int>((indent == std::string_view::npos ? 0 : indent) + before.size() - line_start) + 1;
    return tl::unexpected(TroubleOf(mathml.error()));
  }
  ++call.scene.formulas;
  return fmt::format("<div class=\"formula scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{} {}\">\n{}\n</div>\n",
                     call.scene.Say("Formula", "公式"), call.scene.formulas, *mathml);
}

}  // namespace ferrotype::text
