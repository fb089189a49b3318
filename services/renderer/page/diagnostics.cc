// A page a diagnostic, and the list of them: made from the one table of codes.
#include <fmt/format.h>

#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/table.h"
#include "renderer/text/codes.h"

namespace ferrotype {
namespace {

std::string CodePath(std::string_view id) { return fmt::format("diagnostics/{}/index.html", id); }

std::string SeverityWord(const Page& page, const CodeInfo& code) {
  return page.Text("severity_" + std::string(IdOf(code.severity)));
}

// Words with code spans in backticks.
Html Prose(std::string_view text) {
  Html html;
  bool code = false;
  while (true) {
    const std::size_t tick = text.find('`');
    const Html piece = Html::Text(text.substr(0, tick));
    html += code ? Element("code", {}, piece) : piece;
    if (tick == std::string_view::npos) return html;
    text.remove_prefix(tick + 1);
    code = !code;
  }
}

FileSet CodePage(const Site& site, Lang lang, std::size_t at) {
  const CodeInfo& code = Codes()[at];
  Page page(site, lang, CodePath(code.id));
  Sheet sheet;
  sheet.crumbs = {{page.To("diagnostics/index.html"), page.Text("diagnostics_title")}};
  sheet.title = fmt::format("{}{}{}", code.id, lang == Lang::kZh ? "：" : ": ", In(code.name, lang));
  sheet.description = std::string(In(code.why, lang));
  sheet.intro = Prose(In(code.why, lang));
  sheet.facts.emplace_back(page.Text("diagnostic_severity"), Html::Text(SeverityWord(page, code)));
  sheet.sections.push_back({"cure", page.Text("diagnostic_cure"), Paragraph(Prose(In(code.cure, lang)))});
  if (!code.example.empty())
    sheet.sections.push_back(
        {"example", page.Text("diagnostic_example"), Html::Trusted(HighlightCode(code.example, "", 1))});
  const auto step = [&](std::size_t other) {
    return Step{page.To(CodePath(Codes()[other].id)), std::string(Codes()[other].id)};
  };
  if (at > 0) sheet.before = step(at - 1);
  if (at + 1 < Codes().size()) sheet.after = step(at + 1);
  return FinishSheet(page, sheet);
}

}  // namespace

FileSet DiagnosticsPages(const Site& site, Lang lang) {
  Page page(site, lang, "diagnostics/index.html");
  Sheet sheet;
  sheet.title = page.Text("diagnostics_title");
  sheet.description = page.Text("diagnostics_description");
  sheet.intro = Html::Text(page.Text("diagnostics_intro"));
  Table table;
  table.id = "codes";
  table.caption = page.Text("diagnostics_caption");
  table.columns = {{page.Text("diagnostic_code"), false},
                   {page.Text("diagnostic_name"), false},
                   {page.Text("diagnostic_severity"), false}};
  for (const CodeInfo& code : Codes()) {
    table.rows.push_back({Link(page.To(CodePath(code.id)), Html::Text(code.id)), Html::Text(In(code.name, lang)),
                          Html::Text(SeverityWord(page, code))});
  }
  sheet.sections.push_back({"list", page.Text("diagnostics_all"), MakeTable(page, table)});
  FileSet files = FinishSheet(page, sheet);
  for (std::size_t i = 0; i < Codes().size(); ++i) files.merge(CodePage(site, lang, i));
  return files;
}

}  // namespace ferrotype
