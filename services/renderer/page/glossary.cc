// The words of the trade in both languages: A to Z on English pages, by pinyin on Chinese ones.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "renderer/i18n/collation.h"
#include "renderer/page/documents.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

const Glossary* GlossaryOf(const Site& site) {
  for (const Document& document : site.documents) {
    if (document.glossary != nullptr) return document.glossary.get();
  }
  return nullptr;
}

// "use-after-free" -> "t-use-after-free": the same in both languages.
std::string TermAnchor(const Term& term) {
  std::string word = term.en;
  std::replace(word.begin(), word.end(), ' ', '-');
  return "t-" + Slug(word);
}

// The texts of this language that use the word by its role.
std::vector<Html> UsersOf(const Page& page, const Term& term) {
  std::map<std::pair<std::string, std::string>, Html> users;
  const std::string role = fmt::format("{{term}}`{}", term.en);
  for (const Document& document : page.site().documents) {
    for (std::size_t at = document.body.find(role); at != std::string::npos; at = document.body.find(role, at + 1)) {
      const std::size_t end = at + role.size();
      if (end >= document.body.size() || (document.body[end] != '`' && document.body[end] != ';')) continue;
      const DocumentHead head = HeadOf(page, document.kind, document.slug);
      users.emplace(std::pair(document.kind, document.slug),
                    Link(page.To(DocumentPath(document.kind, document.slug)), head.title));
      break;
    }
  }
  std::vector<Html> links;
  for (auto& [text, link] : users) links.push_back(std::move(link));
  return links;
}

}  // namespace

FileSet GlossaryPage(const Site& site, Lang lang) {
  Page page(site, lang, "glossary/index.html");
  Sheet sheet;
  sheet.title = page.Text("glossary_title");
  sheet.description = page.Text("glossary_description");
  sheet.intro = Html::Text(page.Text("glossary_intro"));
  std::vector<const Term*> terms;
  if (const Glossary* glossary = GlossaryOf(site); glossary != nullptr) {
    for (const auto& [word, term] : *glossary) terms.push_back(&term);
  }
  const bool chinese = lang == Lang::kZh;
  const auto word = [&](const Term& term) -> const std::string& { return chinese ? term.zh : term.en; };
  const Collation collation(lang);
  std::stable_sort(terms.begin(), terms.end(),
                   [&](const Term* a, const Term* b) { return collation.Less(word(*a), word(*b)); });
  Table table;
  table.id = "table-terms";
  table.caption = page.Text("glossary_caption", {{"count", static_cast<std::int64_t>(terms.size())}});
  const std::string en = page.Text("language_en");
  const std::string zh = page.Text("language_zh");
  table.columns = {{chinese ? zh : en, false},
                   {chinese ? en : zh, false},
                   {page.Text("glossary_meaning"), false},
                   {page.Text("glossary_used_in"), false}};
  for (const Term* term : terms) {
    const std::vector<Html> users = UsersOf(page, *term);
    const Html english = chinese ? Element("span", {{"lang", "en"}}, Html::Text(term->en)) : Html::Text(term->en);
    const Html han = chinese ? Html::Text(term->zh) : Element("span", {{"lang", "zh-Hans"}}, Html::Text(term->zh));
    table.rows.push_back({Element("span", {{"id", TermAnchor(*term)}}, chinese ? han : english),
                          chinese ? english : han, Html::Text(chinese ? term->means_zh : term->means),
                          users.empty() ? Html::Text("–") : Listed(page, users)});
  }
  sheet.sections.push_back({"terms", page.Text("glossary_terms"),
                            terms.empty() ? Paragraph(Html::Text(page.Text("none_yet"))) : MakeTable(page, table)});
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
