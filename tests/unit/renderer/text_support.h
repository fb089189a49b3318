// What tests of texts share: a library made up in memory, and one call from Markdown to HTML.
#pragma once

#include <string>
#include <vector>

#include "renderer/text/text.h"
#include "text_library.h"

namespace ferrotype {

struct TextCase {
  RenderedText text;
  std::vector<Diagnostic> diagnostics;

  /// "12:7 F012" for each, errors and warnings.
  [[nodiscard]] std::vector<std::string> Places() const {
    std::vector<std::string> places;
    for (const Diagnostic& d : diagnostics) {
      places.push_back(std::to_string(d.line) + ":" + std::to_string(d.column) + " " + d.code);
    }
    return places;
  }
  [[nodiscard]] std::string Messages() const {
    std::string all;
    for (const Diagnostic& d : diagnostics) all += Describe(d) + "\n";
    return all;
  }
};

inline TextCase RenderBody(std::string body, Lang lang = Lang::kEn) {
  TextCase out;
  Document document;
  document.kind = "articles";
  document.slug = "x";
  document.lang = lang;
  document.path = "content/articles/x/" + std::string(PathOf(lang)) + ".md";
  document.front_matter = {{"title", "T"}, {"summary", "S"}};
  document.body = std::move(body);
  document.references = {{"report", {"A report", "https://example.org/r", "A. Author", "2025-04-01"}},
                         {"talk", {"A talk", "", "", ""}}};
  document.glossary = std::make_shared<Glossary>(Glossary{{"unsafe block", {"unsafe block", "unsafe 块"}}});
  const TextContext context{
      TextLibrary(), nullptr, lang, "../../../", [](const ChartCall& call) -> Result<std::string> {
        if (call.spec == "bad") return Fail(ErrorKind::kInvalidArgument, "no such chart");
        return "<figure class=\"chart\">" + std::string(call.spec) + call.title_html + "</figure>";
      }};
  out.text = RenderText(document, context, out.diagnostics);
  return out;
}

inline std::string Html(std::string body, Lang lang = Lang::kEn) {
  return RenderBody(std::move(body), lang).text.body_html;
}

}  // namespace ferrotype
