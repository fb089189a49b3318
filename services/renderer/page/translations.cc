// Which texts stand in both languages, and which translations have aged.
#include <algorithm>

#include "renderer/check/content.h"
#include "renderer/page/documents.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

std::string SectionName(const Page& page, const std::string& id) {
  if (id == kHeadSection) return page.Text("section_head");
  if (id == kTopSection) return page.Text("section_top");
  return "#" + id;
}

std::string StateKey(TranslationState state) {
  return state == TranslationState::kAged ? "translation_aged_state" : "translation_" + std::string(IdOf(state));
}

Html SectionList(const Page& page, const Translation& translation) {
  std::vector<Html> names;
  for (const std::string& id : translation.aged) names.push_back(Html::Text(SectionName(page, id)));
  return Listed(page, names);
}

}  // namespace

FileSet TranslationsPage(const Site& site, Lang lang) {
  Page page(site, lang, "translations/index.html");
  Sheet sheet;
  sheet.title = page.Text("translations_title");
  sheet.description = page.Text("translations_description");
  sheet.intro = Html::Text(page.Text("translations_intro"));
  Table table;
  table.id = "translations";
  table.caption = page.Text("translations_caption");
  table.columns = {{page.Text("translation_text"), false},
                   {page.Text("translation_original"), false},
                   {page.Text("translation_state"), false},
                   {page.Text("translation_aged"), false}};
  for (const Translation& translation : site.editorial->translations) {
    const DocumentHead head = HeadOf(page, translation.kind, translation.slug);
    table.rows.push_back({Link(page.To(DocumentPath(translation.kind, translation.slug)), head.title),
                          Html::Text(page.Text(translation.original == Lang::kEn ? "language_en" : "language_zh")),
                          Html::Text(page.Text(StateKey(translation.state))), SectionList(page, translation)});
  }
  sheet.sections.push_back(
      {"texts", page.Text("translations_texts"),
       table.rows.empty() ? Paragraph(Html::Text(page.Text("none_yet"))) : MakeTable(page, table)});
  return FinishSheet(page, sheet);
}

Html AgedNotice(const Page& page, const Document& document) {
  if (page.site().editorial == nullptr) return {};
  const std::vector<Translation>& all = page.site().editorial->translations;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Translation& translation) {
    return translation.kind == document.kind && translation.slug == document.slug;
  });
  if (found == all.end() || found->state != TranslationState::kAged || found->original == document.lang) return {};
  return page.Markup("aged_notice", {{"sections", SectionList(page, *found)}});
}

}  // namespace ferrotype
