// What people said and what was measured: every claim and assertion of the texts, and what came of it.
#include "renderer/page/claims.h"

#include <fmt/format.h>

#include "base/text.h"
#include "renderer/check/content.h"
#include "renderer/i18n/numbers.h"
#include "renderer/page/pages.h"
#include "renderer/page/parts.h"
#include "renderer/page/sheet.h"
#include "renderer/page/table.h"

namespace ferrotype {
namespace {

// The texts as readers of a language get them: in their language, else in the other.
std::vector<const ExaminedText*> TextsFor(const Site& site, Lang lang) {
  std::vector<const ExaminedText*> texts;
  for (const ExaminedText& text : site.editorial->texts) {
    if (site.FindDocument(text.document->kind, text.document->slug, lang) == text.document) texts.push_back(&text);
  }
  return texts;
}

Html InLanguageOf(const Page& page, const ExaminedText& text, const Html& content) {
  return text.document->lang == page.lang() ? content
                                            : Element("span", {{"lang", TagOf(text.document->lang)}}, content);
}

Html TextLink(const Page& page, const ExaminedText& text) {
  return Link(page.To(DocumentPath(text.document->kind, text.document->slug)),
              InLanguageOf(page, text, Html::Text(text.title)));
}

Html SourceCell(const Page& page, const ExaminedText& text, const Statement& statement) {
  const auto found = text.document->references.find(statement.source);
  if (found == text.document->references.end()) return Html::Text(page.Text("claims_ours"));
  const Reference& reference = found->second;
  const bool translated = page.lang() == Lang::kZh && !reference.title_zh.empty();
  const Html title = Html::Text(translated ? reference.title_zh : reference.title);
  return reference.url.empty() ? title
                               : Html::Trusted(fmt::format("<a href=\"{}\" rel=\"noopener\">{}</a>",
                                                           EscapeHtml(reference.url), title.str()));
}

Html StateCell(const Page& page, const Statement& statement) {
  const std::string key = "claim_state_" + MessageKey(IdOf(statement.state));
  Html words = page.Markup(key, {{"release", ReleaseLink(page, statement.since)}});
  if (!statement.measured.empty())
    words += Html::Text(" ") +
             Element("span", {{"class", "when"}}, page.Markup("claim_measured", {{"value", statement.measured}}));
  return words;
}

// A condition may be broken where its parts join, and else only where nothing helps.
Html ConditionCode(std::string_view condition) {
  const Html text = Html::Text(condition);
  std::string out;
  for (const char c : text.str()) {
    if (c == '[') out += "<wbr>";
    out += c;
    if (c == '/' || c == '.' || c == ':' || c == '@') out += "<wbr>";
  }
  return Element("code", {{"class", "condition"}}, Html::Trusted(out));
}

Table StatementTable(const Page& page, Statement::Kind kind) {
  const bool claims = kind == Statement::Kind::kClaim;
  Table table;
  table.wide = true;
  table.id = claims ? "claims-table" : "assertions-table";
  table.caption = page.Text(claims ? "claims_caption" : "assertions_caption");
  table.columns = {{page.Text("claim_words"), false},
                   {page.Text("claim_state"), false},
                   {page.Text("claim_condition"), false},
                   {page.Text("claim_text"), false}};
  if (claims) table.columns.push_back({page.Text("claim_source"), false});
  for (const ExaminedText* text : TextsFor(page.site(), page.lang())) {
    for (const Statement& statement : text->record.statements) {
      if (statement.kind != kind) continue;
      const std::string words = statement.words.empty() ? statement.condition : statement.words;
      auto& row = table.rows.emplace_back();
      row = {InLanguageOf(page, *text, Html::Text(words)), StateCell(page, statement),
             ConditionCode(statement.condition), TextLink(page, *text)};
      if (claims) row.push_back(SourceCell(page, *text, statement));
    }
  }
  return table;
}

}  // namespace

FileSet ClaimsPage(const Site& site, Lang lang) {
  Page page(site, lang, "claims/index.html");
  Sheet sheet;
  sheet.title = page.Text("claims_title");
  sheet.description = page.Text("claims_description");
  sheet.intro = Html::Text(page.Text("claims_intro"));
  std::array<std::int64_t, 4> counts = {};
  for (const ExaminedText* text : TextsFor(site, lang)) {
    for (const Statement& statement : text->record.statements) ++counts[static_cast<std::size_t>(statement.state)];
  }
  for (const StatementState state :
       {StatementState::kHolds, StatementState::kNoLonger, StatementState::kNever, StatementState::kUnmeasured}) {
    sheet.facts.emplace_back(page.Text("claim_count_" + MessageKey(IdOf(state))),
                             Html::Text(GroupThousands(counts[static_cast<std::size_t>(state)])));
  }
  for (const Statement::Kind kind : {Statement::Kind::kClaim, Statement::Kind::kAssertion}) {
    const bool claims = kind == Statement::Kind::kClaim;
    const Table table = StatementTable(page, kind);
    sheet.sections.push_back(
        {claims ? "claims" : "assertions", page.Text(claims ? "claims_said" : "assertions_said"),
         table.rows.empty() ? Paragraph(Html::Text(page.Text("none_yet"))) : MakeTable(page, table)});
  }
  sheet.sections.push_back(
      {"data", page.Text("release_downloads"), Paragraph(Link(page.ToFile("data/claims.json"), Html::Text("JSON")))});
  return FinishSheet(page, sheet);
}

Html MadeFalse(const Page& page, const Report& release, const Report* before) {
  using Told = Judgement::Outcome;
  if (before == nullptr || page.site().editorial == nullptr) return {};
  std::vector<Html> items;
  for (const ExaminedText* text : TextsFor(page.site(), page.lang())) {
    for (const Statement& statement : text->record.statements) {
      Told now = Told::kUnmeasured;
      Told then = Told::kUnmeasured;
      for (const Judgement& judgement : statement.history) {
        if (judgement.release == release.name) now = judgement.outcome;
        if (judgement.release == before->name) then = judgement.outcome;
      }
      if (now != Told::kFalse || then != Told::kHolds) continue;
      const std::string words = statement.words.empty() ? statement.condition : statement.words;
      items.push_back(
          page.Markup("made_false_item", {{"words", InLanguageOf(page, *text, Html::Text(words))},
                                          {"text", TextLink(page, *text)},
                                          {"condition", Element("code", {}, Html::Text(statement.condition))}}));
    }
  }
  return BulletList(items);
}

}  // namespace ferrotype
