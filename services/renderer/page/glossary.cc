// The words of the trade in both languages: A to Z on English pages, by pinyin on Chinese ones.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

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

// Words -> the texts that use them by their role.
using Users = std::map<std::string, std::map<std::pair<std::string, std::string>, Html>>;

Users UsersOf(const Page& page) {
  constexpr std::string_view kRole = "{term}`";
  Users users;
  for (const Document& document : page.site().documents) {
    std::set<std::string> words;
    for (std::size_t at = document.body.find(kRole); at != std::string::npos; at = document.body.find(kRole, at)) {
      at += kRole.size();
      const std::size_t end = document.body.find_first_of("`;", at);
      if (end != std::string::npos) words.insert(document.body.substr(at, end - at));
    }
    if (words.empty()) continue;
    const Html link =
        Link(page.To(DocumentPath(document.kind, document.slug)), HeadOf(page, document.kind, document.slug).title);
    for (const std::string& word : words) users[word].emplace(std::pair(document.kind, document.slug), link);
  }
  return users;
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
  table.columns = {{chinese ? zh : en, false}, {chinese ? en : zh, false}, {page.Text("glossary_meaning"), false}};
  Users all_users = UsersOf(page);
  for (const Term* term : terms) {
    std::vector<Html> users;
    for (auto& [text, link] : all_users[term->en]) users.push_back(std::move(link));
    const Html english = chinese ? Element("span", {{"lang", "en"}}, Html::Text(term->en)) : Html::Text(term->en);
    const Html han = chinese ? Html::Text(term->zh) : Element("span", {{"lang", "zh-Hans"}}, Html::Text(term->zh));
    Html meaning = Html::Text(chinese ? term->means_zh : term->means);
    if (!users.empty()) {
      meaning += Element("span", {{"class", "when"}},
                         page.Markup("glossary_used_in", {{"texts", Catalogue::List(lang, users)}}));
    }
    table.rows.push_back(
        {Element("span", {{"id", AnchorOf(*term)}}, chinese ? han : english), chinese ? english : han, meaning});
  }
  sheet.sections.push_back({"terms", page.Text("glossary_terms"),
                            terms.empty() ? Paragraph(Html::Text(page.Text("none_yet"))) : MakeTable(page, table)});
  return FinishSheet(page, sheet);
}

}  // namespace ferrotype
