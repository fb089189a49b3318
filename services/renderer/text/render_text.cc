#include <fmt/format.h>

#include <optional>

#include "renderer/text/chinese.h"
#include "renderer/text/directives.h"
#include "renderer/text/fragment.h"
#include "renderer/text/text.h"
#include "renderer/text/writer.h"

namespace ferrotype {
namespace {

text::Fragment Headline(const Document& document, const std::string& key, text::Scene& scene,
                        std::vector<Diagnostic>& diagnostics) {
  const auto value = document.front_matter.find(key);
  if (value == document.front_matter.end()) return {};
  const auto spot = document.front_matter_spots.find(key);
  const Document::Spot at = spot == document.front_matter_spots.end() ? Document::Spot() : spot->second;
  const std::string repaired = text::RepairEmphasis(value->second);
  text::Reporter reporter(document.path, repaired, at.line, diagnostics, at.column);
  return text::RenderFragment(repaired, text::FragmentKind::kHeadline, scene, reporter);
}

}  // namespace

RenderedText RenderText(const Document& document, const TextContext& context, std::vector<Diagnostic>& diagnostics) {
  RenderedText rendered;
  text::Citations citations;
  text::Scene scene{document, context, citations, rendered.record};
  std::optional<text::UnboundNumbers> unbound;
  if (context.lint) scene.unbound = &unbound.emplace(context.library);
  text::Fragment title = Headline(document, "title", scene, diagnostics);
  rendered.title_html = std::move(title.linkless);
  rendered.title_text = std::move(title.plain);
  text::Fragment summary = Headline(document, "summary", scene, diagnostics);
  rendered.summary_html = std::move(summary.linkless);
  rendered.summary_text = std::move(summary.plain);

  const std::string repaired = text::RepairEmphasis(text::WithoutSeams(document.body));
  text::Reporter reporter(document.path, repaired, document.body_line, diagnostics);
  const text::Or<text::Tree> tree = text::ParseMarkdown(repaired, text::Footnotes::kYes);
  if (!tree) {
    reporter.Tell({1, 1}, tree.error());
    rendered.body_html = text::ProblemBlock(tree.error());
    return rendered;
  }
  text::Written written = text::Writer(text::WriteMode::kDocument, scene, reporter).Write(tree->get());
  rendered.body_html = std::move(written.html) + text::RenderReferences(scene);
  rendered.headings = std::move(written.headings);
  rendered.record.cited.insert(citations.order().begin(), citations.order().end());
  return rendered;
}

}  // namespace ferrotype
